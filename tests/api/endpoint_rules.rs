//! Which requests are endpoint checks, of which provider, and what they need: a token, a key, or nothing.
#![cfg(feature = "testing")]

use bytes::Bytes;
use hookseal::{
    Secret, Verifier, VerifyErrorKind,
    VerifyErrorKind::{
        CouldNotCheck, Handshake as Answered, HandshakeRefused, Malformed, MethodNotAllowed, Mismatch, MissingHeader,
        NoSupportedSignature,
    },
    provider,
    scheme::{Algorithm, By, Encoding, Field, Handshake, Part, Scheme, Signature},
    verifier::Custom,
};
use http::{HeaderMap, HeaderName, Method, Request, header};

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;

use genuine::{BODY, SECRET, builder, get, headers, pasted, request, scheme, secret, sign, signer};

const TOKEN: &str = "vT7kQ2mX9pL4";

fn with_token(name: &str) -> Verifier<Custom> {
    let scheme = scheme(name);
    builder(scheme).secret(pasted(scheme)).verify_token(TOKEN).build().expect("a secret and a token")
}

fn judge(verifier: &Verifier<Custom>, request: Request<Bytes>) -> Option<(VerifyErrorKind, u16)> {
    verifier.verify_request(request).err().map(|error| (error.kind(), error.status().as_u16()))
}

/// A check with these tokens, of a provider that repeats one.
fn with_tokens(name: &str, tokens: &[&str]) -> Request<Bytes> {
    let each = |write: &dyn Fn(&str) -> String| tokens.iter().map(|token| write(token)).collect::<Vec<_>>().concat();
    let query = |name: &str| each(&|token| format!("&{name}={token}"));
    let by_get = |rest: String| get(&format!("{}?a{rest}", genuine::URL), &HeaderMap::new());
    match name {
        "websub" => by_get(format!("&hub.mode=subscribe&hub.challenge=abc{}", query("hub.topic"))),
        "meta" => by_get(format!("&hub.mode=subscribe&hub.challenge=abc{}", query("hub.verify_token"))),
        "fitbit" => by_get(query("verify")),
        "lark" | "lark-encrypted" => {
            let members = each(&|token| format!(r#","token":"{token}""#));
            let body = format!(r#"{{"type":"url_verification","challenge":"abc"{members}}}"#);
            // It is encrypted, if it is, as an event is, and has no signature.
            let body = if name == "lark" { body.into() } else { sign(scheme(name), body).body().clone() };
            request(genuine::URL, &HeaderMap::new(), body)
        }
        _ => panic!("{name} checks by a token: what does such a check look like?"),
    }
}

#[test]
fn where_a_token_decides_only_the_right_one_is_answered() {
    // That of eBay is a part of the answer, and decides nothing.
    let deciding = provider::all().map(|preset| preset.scheme).filter(|scheme| !genuine::says(scheme, "json-digest"));
    let deciding = deciding.filter(|scheme| scheme.handshake_kind().is_some_and(|handshake| handshake.has_token()));
    for scheme in deciding {
        let name = scheme.name();
        let verifier = with_token(name);
        let answer = verifier.verify_request(with_tokens(name, &[TOKEN])).expect_err("an endpoint check");
        let (status, refusal) = match name {
            "fitbit" => (204, 404),
            "websub" => (200, 404),
            _ => (200, 403),
        };
        assert_eq!((answer.kind(), answer.status().as_u16()), (Answered, status), "{name}");
        let long = TOKEN.repeat(2);
        let cases: [(&str, &[&str]); 10] = [
            ("absent", &[]),
            ("empty", &[""]),
            ("wrong", &["wrong"]),
            ("cut off", &[&TOKEN[1..]]),
            ("repeated in itself", &[&long]),
            ("in upper case", &["VT7KQ2MX9PL4"]),
            ("the secret", &[secret(scheme)]),
            ("right and wrong", &[TOKEN, "wrong"]),
            ("wrong and right", &["wrong", TOKEN]),
            ("right twice", &[TOKEN, TOKEN]),
        ];
        for (case, tokens) in cases {
            let refused = verifier.verify_request(with_tokens(name, tokens)).expect_err(case);
            assert_eq!((refused.kind(), refused.status().as_u16()), (HandshakeRefused, refusal), "{name}: {case}");
            assert!(refused.response().body().is_empty(), "{name}: {case}");
        }
        let unset = builder(scheme).secret(pasted(scheme)).build().expect("a secret");
        for tokens in [&[TOKEN][..], &["wrong"], &[""], &[]] {
            let error = unset.verify_request(with_tokens(name, tokens)).expect_err("no token");
            assert_eq!((error.kind(), error.status().as_u16()), (CouldNotCheck, 503), "{name}: {tokens:?}");
            assert!(error.to_string().contains("call `.verify_token(…)`"), "{name}: {error}");
        }
    }
}

/// HEAD stands for a GET only where nothing but a status comes back.
#[test]
fn head_is_answered_where_a_status_is_all() {
    let checks = ["challenge", "challenge_code", "check", "crc_token", "challengeCode", "hub.challenge"];
    let query = checks.map(|name| format!("&{name}=abc")).concat();
    let query = format!("bt_challenge=20f9f8ed05f77439fe955c977e4c8a53&verify={TOKEN}{query}");
    let url = format!("{}?{query}&hub.mode=subscribe&hub.topic={TOKEN}&hub.verify_token={TOKEN}", genuine::URL);
    let asked = headers([("x-okta-verification-challenge", b"abc")]);
    let mut answered = Vec::new();
    for scheme in provider::all().map(|preset| preset.scheme) {
        let Some(handshake) = scheme.handshake_kind().filter(|handshake| handshake.by() == By::Get) else { continue };
        let builder = builder(scheme).secret(Secret::new(pasted(scheme)).id("a key"));
        let builder = if handshake.has_token() { builder.verify_token(TOKEN) } else { builder };
        let verifier = builder.build().expect("a secret");
        let ask = |method| {
            let mut request = get(&url, &asked);
            *request.method_mut() = method;
            verifier.verify_request(request).expect_err("never an event")
        };
        let (by_get, by_head) = (ask(Method::GET), ask(Method::HEAD));
        assert_eq!(by_get.kind(), Answered, "{}: {by_get}", scheme.name());
        if by_head.kind() == Answered {
            assert_eq!(by_head.status(), by_get.status(), "{}", scheme.name());
            assert!(by_get.response().body().is_empty(), "{}", scheme.name());
            answered.push(scheme.name().to_owned());
        } else {
            assert_eq!((by_head.kind(), by_head.status().as_u16()), (MethodNotAllowed, 405), "{}", scheme.name());
            assert_eq!(by_head.response().headers()[header::ALLOW], "GET, POST", "{}", scheme.name());
        }
    }
    let status_only = ["fitbit", "intercom", "mailchimp"];
    let is_there = |wanted: &str| provider::all().any(|preset| preset.scheme.name() == wanted);
    let wanted = status_only.into_iter().filter(|name| is_there(name));
    assert_eq!(answered, wanted.collect::<Vec<_>>());
    if is_there("fitbit") {
        let mut wrong = get(&format!("{}?verify=wrong", genuine::URL), &HeaderMap::new());
        *wrong.method_mut() = Method::HEAD;
        assert_eq!(judge(&with_token("fitbit"), wrong), Some((HandshakeRefused, 404)));
    }
}

/// A provider whose check is a POST that nobody signed, and its query, headers and body.
type Unsigned = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static str);

const UNSIGNED: &[Unsigned] = &[
    ("daily", "", &[], r#"{"test":"test"}"#),
    ("lark", "", &[], r#"{"type":"url_verification","challenge":"abc","token":"vT7kQ2mX9pL4"}"#),
    ("microsoft-graph", "?validationToken=abc", &[], r#"{"value":[{}]}"#),
    #[cfg(all(feature = "jwt", feature = "rsa"))]
    ("microsoft-graph-rich", "?validationToken=abc", &[], r#"{"value":[{}]}"#),
    #[cfg(feature = "jwt")]
    ("monday", "", &[], r#"{"challenge":"abc"}"#),
    ("ringcentral", "", &[("validation-token", "abc")], "{}"),
    #[cfg(all(feature = "rsa", feature = "x509"))]
    ("smartthings", "", &[], r#"{"lifecycle":"PING","pingData":{"challenge":"abc"}}"#),
    ("woocommerce", "", &[], "webhook_id=7"),
];

#[test]
fn unsigned_checks_are_looked_for_only_where_nothing_is_signed() {
    let all = provider::all().map(|preset| preset.scheme);
    // Those that are encrypted have tests of their own.
    let unsigned = all.filter(|scheme| !genuine::says(scheme, "encrypted")).filter(|scheme| {
        let handshake = scheme.handshake_kind();
        handshake.is_some_and(|it| matches!(it.by(), By::Unsigned | By::SignedOrNot) && !it.tells_secret())
    });
    let unsigned: Vec<_> = unsigned.map(|scheme| scheme.name().to_owned()).collect();
    assert_eq!(unsigned, UNSIGNED.iter().map(|check| check.0).collect::<Vec<_>>());
    for &(name, query, more, body) in UNSIGNED {
        let scheme = scheme(name);
        let builder = builder(scheme).secret(pasted(scheme));
        let has_token = scheme.handshake_kind().is_some_and(|handshake| handshake.has_token());
        let builder = if has_token { builder.verify_token(TOKEN) } else { builder };
        let verifier = builder.build().expect("a secret");
        let url = format!("{}{query}", genuine::URL);
        let mut asked = HeaderMap::new();
        for (name, value) in more {
            asked.insert(HeaderName::from_static(name), genuine::header(value));
        }
        assert_eq!(judge(&verifier, request(&url, &asked, body)), Some((Answered, 200)), "{name}: the check");
        assert_eq!(
            judge(&verifier, get(&url, &asked)).map(|(kind, _)| kind),
            Some(MethodNotAllowed),
            "{name}: not by GET"
        );

        let sent = |secret: &str| {
            let signed = more.iter().fold(signer(scheme), |signer, (name, value)| signer.header(name, value));
            signed.url(url.clone()).sign(secret, body).into_request()
        };
        // What comes signed as well as unsigned is answered either way; else it is an event with the marker in it.
        let comes_signed = scheme.handshake_kind().is_some_and(|handshake| handshake.by() == By::SignedOrNot);
        let expected = comes_signed.then_some((Answered, 200));
        assert_eq!(judge(&verifier, sent(secret(scheme))), expected, "{name}: signed");
        assert_eq!(judge(&verifier, sent(genuine::other_secret(scheme))), Some((Mismatch, 401)), "{name}: forged");

        // While nothing can be verified, what needs no key is answered, and nothing else.
        verifier.suspend("the vault does not answer");
        assert_eq!(judge(&verifier, request(&url, &asked, body)), Some((Answered, 200)), "{name}: no key");
        assert_eq!(judge(&verifier, sent(secret(scheme))), Some((CouldNotCheck, 503)), "{name}: no key, signed");
    }
}

/// The marker is looked for in small bodies, at its place, and as the scheme writes it.
#[test]
fn what_only_resembles_a_check_is_none() {
    let large = format!(r#"{{"test":"test","pad":"{}"}}"#, "x".repeat(4096 - 24));
    assert_eq!(large.len(), 4096);
    let larger = large.replace("pad\":\"", "pad\":\"x");
    let cases = [
        ("alone", r#"{"test":"test"}"#, Answered),
        ("between others", r#"{"a":{"test":1},"test":"test","b":[]}"#, Answered),
        ("escaped", r#"{"t\u0065st":"test"}"#, Answered),
        ("4096 bytes", &large, Answered),
        ("4097 bytes", &larger, MissingHeader),
        ("another value", r#"{"test":"tests"}"#, MissingHeader),
        ("another case", r#"{"test":"Test"}"#, MissingHeader),
        ("another type", r#"{"test":["test"]}"#, MissingHeader),
        ("nothing", r#"{"test":null,"a":"test"}"#, MissingHeader),
        ("deeper", r#"{"a":{"test":"test"}}"#, MissingHeader),
        ("twice", r#"{"test":"test","test":"test"}"#, MissingHeader),
        ("not JSON", r#"{"test":"test""#, MissingHeader),
        ("more after it", r#"{"test":"test"}{}"#, MissingHeader),
        ("a text", r#""test""#, MissingHeader),
        ("a form", "test=test", MissingHeader),
        ("nothing at all", "", MissingHeader),
    ];
    let daily = scheme("daily");
    let daily = builder(daily).secret(pasted(daily)).build().expect("a secret");
    for (case, body, expected) in cases {
        let kind = judge(&daily, request(genuine::URL, &HeaderMap::new(), body.to_owned())).map(|(kind, _)| kind);
        assert_eq!(kind, Some(expected), "{case}");
    }
    let forms = [
        ("webhook_id=7", Answered),
        ("webhook_id=7&a=b", Answered),
        ("webhook_id=", MissingHeader),
        ("webhook_id", MissingHeader),
        ("webhook_id=7&webhook_id=7", MissingHeader),
        (r#"{"webhook_id":7}"#, MissingHeader),
    ];
    let woocommerce = builder(scheme("woocommerce")).secret(SECRET).build().expect("a secret");
    for (body, expected) in forms {
        let kind = judge(&woocommerce, request(genuine::URL, &HeaderMap::new(), body)).map(|(kind, _)| kind);
        assert_eq!(kind, Some(expected), "{body}");
    }
}

/// A signature is one wherever the scheme has it.
#[test]
fn a_signature_outside_of_headers_makes_an_event_of_it_too() {
    const PING: Handshake = Handshake::unsigned(Field::query("ping"), "");
    let acme = |field| Scheme::mac("acme", Algorithm::Sha256).signature(Signature::field(field)).handshake(PING);
    let in_body = |field| acme(field).message(&[Part::value(Field::json("/a"))]);
    let tag = mac::hex(mac::sha256(SECRET, "b"));
    let tag_of_body = mac::hex(mac::sha256(SECRET, BODY));
    let in_query = format!("?ping=1&sig={tag_of_body}");
    let json = format!(r#"{{"a":"b","sig":"{tag}"}}"#);
    let forged = json.replace(&tag, &mac::hex([0; 32]));
    let token = Scheme::token("acme", "").signature(Signature::each_json("/all/*/t").encoding(Encoding::Text));
    let items = Scheme::mac("acme", Algorithm::Sha256).signature(Signature::each_item("/all/*", "/s"));
    let items = items.message(&[Part::value(Field::item("/a"))]).handshake(PING);
    let in_header = acme(Field::header("x-acme"));
    let elements = |token: &str| format!(r#"{{"all":[{{"t":"{token}"}}]}}"#);
    let cases = vec![
        ("in JSON", in_body(Field::json("/sig")), "?ping=1", json.clone(), None),
        ("in JSON, forged", in_body(Field::json("/sig")), "?ping=1", forged, Some(Mismatch)),
        ("in JSON, none", in_body(Field::json("/sig")), "?ping=1", r#"{"a":"b"}"#.into(), Some(Answered)),
        ("in JSON, none, no check", in_body(Field::json("/sig")), "", r#"{"a":"b"}"#.into(), Some(Malformed)),
        ("in the query", acme(Field::query("sig")), &in_query, BODY.into(), None),
        ("in the query, forged", acme(Field::query("sig")), "?ping=1&sig=00", BODY.into(), Some(Mismatch)),
        ("in the query, none", acme(Field::query("sig")), "?ping=1", BODY.into(), Some(Answered)),
        ("in the query, empty", acme(Field::query("sig")), "?sig=", BODY.into(), Some(NoSupportedSignature)),
        ("in each element", token.handshake(PING), "?ping=1", elements(SECRET), None),
        ("in each element, forged", token.handshake(PING), "?ping=1", elements("x"), Some(Mismatch)),
        ("in no element", token.handshake(PING), "?ping=1", r#"{"all":[]}"#.into(), Some(Answered)),
        ("in each item", items, "?ping=1", format!(r#"{{"all":[{{"a":"b","s":"{tag}"}}]}}"#), None),
        ("in each item, forged", items, "?ping=1", r#"{"all":[{"a":"b","s":"00"}]}"#.into(), Some(Mismatch)),
        ("in no item", items, "?ping=1", r#"{"all":[]}"#.into(), Some(Answered)),
        ("in a header, none", in_header, "?ping=1", json, Some(Answered)),
    ];
    for (case, scheme, query, body, expected) in cases {
        let verifier = builder(scheme).secret(SECRET).build().expect(case);
        let url = format!("{}{query}", genuine::URL);
        let kind = judge(&verifier, request(&url, &HeaderMap::new(), body)).map(|(kind, _)| kind);
        assert_eq!(kind, expected, "{case}");
    }
}

/// A header that should have a signature and has something else is no reason to take it for an endpoint check.
#[test]
fn what_is_no_signature_is_in_its_place() {
    let scheme = Scheme::mac("acme", Algorithm::Sha256)
        .signature(Signature::field(Field::header_json("x-acme/sig")).encoding(Encoding::Hex))
        .handshake(Handshake::unsigned(Field::query("ping"), ""));
    let verifier = builder(scheme).secret(SECRET).build().expect("a verifier");
    let url = format!("{}?ping=1", genuine::URL);
    let sent = |headers: &HeaderMap| judge(&verifier, request(&url, headers, BODY)).map(|(kind, _)| kind);
    assert_eq!(sent(&HeaderMap::new()), Some(Answered));
    assert_eq!(sent(&genuine::headers([("x-acme", b"what?")])), Some(Malformed));
    assert_eq!(sent(&genuine::headers([("x-acme", b"")])), Some(Malformed));
}

/// Only the headers are known: what comes by GET or in the query cannot be seen, what is in headers and body can.
#[test]
fn without_the_request_what_can_be_seen_is_answered() {
    for (name, _, more, body) in UNSIGNED.iter().copied().filter(|check| check.1.is_empty()) {
        let scheme = scheme(name);
        let builder = builder(scheme).secret(pasted(scheme));
        let has_token = scheme.handshake_kind().is_some_and(|handshake| handshake.has_token());
        let builder = if has_token { builder.verify_token(TOKEN) } else { builder };
        let pairs = more.iter().map(|(name, value)| (HeaderName::from_static(name), genuine::header(value)));
        let error = builder.build().expect("a secret").verify(&pairs.collect(), body).expect_err("a check");
        assert_eq!((error.kind(), error.status().as_u16()), (Answered, 200), "{name}");
    }
    let slack = sign(scheme("slack"), r#"{"type":"url_verification","challenge":"abc"}"#);
    let slack = genuine::verifier(scheme("slack")).verify(slack.headers(), slack.body().clone()).expect_err("a check");
    assert_eq!(slack.response().body(), "abc");
}
