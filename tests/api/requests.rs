//! What is answered to requests that are no events: other methods, endpoint checks, bodies over the limit.
#![cfg(feature = "testing")]

use bytes::Bytes;
use hookseal::{
    Policy, VerifyError,
    VerifyErrorKind::{
        self, BodyTooLarge, CouldNotCheck, Expired, Handshake, HandshakeRefused, MethodNotAllowed, Mismatch,
        MissingHeader,
    },
    policy::Case,
    provider::{self, Preset},
    scheme::By,
    testing::{Signer, TestClock},
};
use http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;

use genuine::{BODY, NOW, SECRET, builder, pasted, scheme, sign, unix, verifier};

fn request(method: Method, uri: &str, headers: HeaderMap, body: impl Into<Bytes>) -> Request<Bytes> {
    let mut request = Request::new(body.into());
    *request.method_mut() = method;
    *request.uri_mut() = uri.parse().expect("a URL");
    *request.headers_mut() = headers;
    request
}

#[test]
fn events_come_by_post_only() {
    for Preset { scheme, .. } in provider::all().filter(|preset| !genuine::takes_any_method(&preset.scheme)) {
        let handshake = scheme.handshake_kind().filter(|handshake| matches!(handshake.by(), By::Get | By::Options));
        let allow = match handshake {
            // Its check is a word of how it encrypts.
            None if genuine::says(scheme, "encrypted") && genuine::says(scheme, "check") => "GET, POST",
            None if serde_json::to_value(scheme).expect("a scheme")["answers-head"] == true => "HEAD, POST",
            None => "POST",
            Some(handshake) if handshake.by() == By::Options => "OPTIONS, POST",
            Some(handshake) if handshake.has_challenge() => "GET, POST",
            Some(_) => "GET, HEAD, POST",
        };
        let methods = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY", "post", "Post"];
        for name in methods.into_iter().filter(|name| !allow.split(", ").any(|allowed| allowed == *name)) {
            let mut request = sign(*scheme, BODY).into_request();
            *request.method_mut() = Method::from_bytes(name.as_bytes()).expect("a method");
            let error = verifier(*scheme).verify_request(request).expect_err(name);
            let answer = error.response();
            assert_eq!((error.kind(), answer.status().as_u16()), (MethodNotAllowed, 405), "{}: {name}", scheme.name());
            assert_eq!(answer.headers()[header::ALLOW], allow, "{}: {name}", scheme.name());
            assert!(answer.body().is_empty(), "{}: {name}", scheme.name());
        }
    }
}

/// A check of Meta's endpoint with this query.
fn check(token: Option<&str>, query: &str) -> VerifyError {
    let meta = builder(scheme("meta")).secret(SECRET);
    let meta = token.into_iter().fold(meta, hookseal::verifier::Builder::verify_token).build().expect("a secret");
    let uri = format!("https://example.com/hook?{query}");
    meta.verify_request(request(Method::GET, &uri, HeaderMap::new(), "")).expect_err("never an event")
}

#[test]
fn a_challenge_is_repeated_to_whoever_knows_the_token() {
    let long = "x".repeat(1024);
    let right = [
        ("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meaty%26hamster", "1158201444"),
        ("hub.verify_token=meaty%26hamster&x=1&hub.challenge=a+b%2Bc&hub.mode=subscribe", "a b+c"),
        ("hub%2Emode=subscribe&hub.challenge=%3Cscript%3E&hub.verify%5Ftoken=meaty%26hamster", "<script>"),
        (&format!("hub.mode=subscribe&hub.challenge={long}&hub.verify_token=meaty%26hamster"), &long),
    ];
    for (query, challenge) in right {
        let error = check(Some("meaty&hamster"), query);
        let answer = error.response();
        assert_eq!((error.kind(), answer.status().as_u16()), (Handshake, 200), "{query}");
        assert_eq!(answer.body(), challenge, "{query}");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/plain", "{query}: never as a page");
        assert_eq!(answer.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{query}");
    }
    let start = "hub.mode=subscribe&hub.challenge=1";
    let wrong = [
        String::new(),
        start.to_owned(),
        format!("{start}&hub.verify_token"),
        format!("{start}&hub.verify_token="),
        format!("{start}&hub.verify_token=meaty"),
        format!("{start}&hub.verify_token=meaty%26hamsters"),
        format!("{start}&hub.verify_token=meaty%26hamste"),
        format!("{start}&hub.verify_token=Meaty%26hamster"),
        format!("{start}&hub.verify_token=meaty%26hamster%00"),
        format!("{start}&hub.verify_token=+meaty%26hamster"),
        format!("{start}&hub.verify_token=meaty%26hamster&hub.verify_token=meaty%26hamster"),
        format!("{start}&hub.verify_token=x&hub.verify_token=meaty%26hamster"),
        format!("{start}&HUB.VERIFY_TOKEN=meaty%26hamster"),
        format!("{start}&hub.challenge=2&hub.verify_token=meaty%26hamster"),
        format!("hub.mode=subscribe&hub.challenge={long}x&hub.verify_token=meaty%26hamster"),
        "hub.mode=subscribe&hub.challenge=%FF&hub.verify_token=meaty%26hamster".to_owned(),
        "hub.mode=subscribe&hub.challenge=&hub.verify_token=meaty%26hamster".to_owned(),
        "hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=meaty%26hamster".to_owned(),
        "hub.challenge=1&hub.verify_token=meaty%26hamster".to_owned(),
        format!("{start}&hub.verify_token={SECRET}"),
    ];
    for query in &wrong {
        let error = check(Some("meaty&hamster"), query);
        let answer = error.response();
        assert_eq!((error.kind(), answer.status().as_u16()), (HandshakeRefused, 403), "{query}");
        assert!(answer.body().is_empty() && answer.headers().is_empty(), "{query}: {answer:?}");
    }
    for query in ["", "hub.mode=subscribe&hub.challenge=1&hub.verify_token=", "hub.mode=subscribe&hub.challenge=1"] {
        let error = check(None, query);
        assert_eq!((error.kind(), error.status().as_u16()), (CouldNotCheck, 503), "no token: {query}");
        assert!(error.response().body().is_empty(), "no token: {query}");
    }
}

/// What `url_verification` of Slack and its like are answered with, if with anything.
fn answer(
    name: &str,
    body: &str,
    later: u64,
    more: &[(&'static str, &'static str)],
) -> Result<Option<String>, VerifyErrorKind> {
    let (mut headers, body) = sign(scheme(name), body.to_owned()).into_headers_and_body();
    headers.extend(more.iter().map(|(name, value)| (http::HeaderName::from_static(name), genuine::header(value))));
    let verifier =
        builder(scheme(name)).secret(SECRET).clock(TestClock::at_unix(NOW + later)).build().expect("a secret");
    match verifier.verify(&headers, body) {
        Ok(_) => Ok(None),
        Err(error) if error.kind() == Handshake => {
            let answer = error.response();
            assert_eq!(
                (answer.status(), &answer.headers()[header::X_CONTENT_TYPE_OPTIONS]),
                (StatusCode::OK, &genuine::header("nosniff"))
            );
            Ok(Some(String::from_utf8(answer.body().to_vec()).expect("UTF-8")))
        }
        Err(error) => Err(error.kind()),
    }
}

#[test]
fn a_signed_challenge_is_answered_and_an_event_is_not() {
    const TWITCH: [(&str, &str); 1] = [("twitch-eventsub-message-type", "webhook_callback_verification")];
    let long = format!(r#"{{"type":"url_verification","challenge":"{}"}}"#, "x".repeat(1025));
    let said = |text: &str| Ok(Some(text.to_owned()));
    let cases: [(&str, &str, u64, &[_], _); 16] = [
        ("slack", r#"{"type":"url_verification","challenge":"abc"}"#, 0, &[], said("abc")),
        ("slack", r#"{"challenge":"a\"\u003cb>","type":"url_verification"}"#, 0, &[], said("a\"<b>")),
        ("slack", r#"{"type":"url_verification","challenge":"abc"}"#, 301, &[], Err(Expired)),
        ("slack", r#"{"type":"url_verification","challenge":""}"#, 0, &[], said("")),
        ("slack", r#"{"type":"url_verification"}"#, 0, &[], Ok(None)),
        ("slack", r#"{"type":"url_verification","challenge":["abc"]}"#, 0, &[], Ok(None)),
        ("slack", r#"{"type":"url_verification","challenge":"a","challenge":"b"}"#, 0, &[], Ok(None)),
        ("slack", &long, 0, &[], Ok(None)),
        ("slack", r#"{"type":"event_callback","challenge":"abc","text":"url_verification"}"#, 0, &[], Ok(None)),
        ("slack", r#"{"event":{"type":"url_verification"},"challenge":"abc"}"#, 0, &[], Ok(None)),
        ("slack", "type=url_verification&challenge=abc", 0, &[], Ok(None)),
        ("twitch", r#"{"challenge":"abc"}"#, 0, &TWITCH, said("abc")),
        ("twitch", r#"{"challenge":"abc"}"#, 0, &[], Ok(None)),
        // The header is not signed: a notification does not become a check, since it has no challenge.
        ("twitch", r#"{"subscription":{}}"#, 0, &TWITCH, Ok(None)),
        ("zoom", r#"{"event":"meeting.started","payload":{"plainToken":"abc"}}"#, 0, &[], Ok(None)),
        ("stripe", r#"{"type":"url_verification","challenge":"abc"}"#, 0, &[], Ok(None)),
    ];
    for (name, body, later, more, expected) in cases {
        assert_eq!(answer(name, body, later, more), expected, "{name}: {body}, {later} s later, {more:?}");
    }
    let zoom = r#"{"event":"endpoint.url_validation","payload":{"plainToken":"a\"b"}}"#;
    let said: Value =
        serde_json::from_str(&answer("zoom", zoom, 0, &[]).expect("an answer").expect("a text")).expect("JSON");
    let mac = mac::hex(mac::sha256(SECRET, "a\"b"));
    assert_eq!(said, json!({ "plainToken": "a\"b", "encryptedToken": mac }));
}

#[test]
fn nobody_else_is_answered() {
    for (name, body) in [
        ("slack", r#"{"type":"url_verification","challenge":"abc"}"#),
        ("zoom", r#"{"event":"endpoint.url_validation","payload":{"plainToken":"abc"}}"#),
        ("twitch", r#"{"challenge":"abc"}"#),
    ] {
        let other = Signer::from_scheme(scheme(name)).at(unix(NOW));
        let other = other.header("twitch-eventsub-message-type", "webhook_callback_verification");
        let (headers, _) = other.sign(genuine::OTHER_SECRET, body).into_headers_and_body();
        for (case, headers, expected) in
            [("forged", headers, Mismatch), ("not signed", HeaderMap::new(), MissingHeader)]
        {
            let error = verifier(scheme(name)).verify(&headers, body).expect_err(case);
            assert_eq!((error.kind(), error.status().as_u16()), (expected, 401), "{name}: {case}");
            assert!(error.response().body().is_empty(), "{name}: {case}");
        }
    }
}

#[test]
fn bodies_over_the_limit_are_refused_before_anything_else() {
    for Preset { scheme, .. } in provider::all() {
        let genuine = sign(*scheme, BODY).into_request();
        let body = genuine.body().clone();
        let judge = |limit: usize, declared: Option<&str>| {
            let verifier = builder(*scheme).secret(pasted(*scheme)).body_limit(limit).build().expect("a secret");
            let mut request = genuine.clone();
            request.headers_mut().extend(declared.map(|length| (header::CONTENT_LENGTH, genuine::header(length))));
            let refused = verifier.verify_request(request).err();
            refused.map(|error| (error.kind(), error.status().as_u16(), error.response().body().len()))
        };
        let too_large = Some((BodyTooLarge, 413, 0));
        let cases = [
            ("exactly the limit", body.len(), None, None),
            ("a byte more", body.len() - 1, None, too_large),
            ("no limit to speak of", usize::MAX, None, None),
            ("nothing allowed", 0, None, too_large),
            ("declared as the limit", body.len(), Some(body.len().to_string()), None),
            ("declared as more", body.len(), Some((body.len() + 1).to_string()), too_large),
            ("declared as less", body.len() - 1, Some("1".into()), too_large),
            ("declared as more than 64 bits hold", body.len(), Some("99999999999999999999".into()), too_large),
            ("declared in words", body.len(), Some("many".into()), None),
        ];
        for (case, limit, declared, expected) in cases {
            assert_eq!(judge(limit, declared.as_deref()), expected, "{}: {case}", scheme.name());
        }
        let verifier = builder(*scheme).secret(pasted(*scheme)).body_limit(4).build().expect("a secret");
        let error = verifier.verify(&HeaderMap::new(), body.clone()).expect_err("too large");
        assert_eq!(error.kind(), BodyTooLarge, "{}: even without a signature", scheme.name());
        assert_eq!(verifier.body_limit(), 4);
    }
    assert_eq!(verifier(scheme("stripe")).body_limit(), 1024 * 1024);
    assert_eq!(verifier(scheme("github")).body_limit(), 25 * 1024 * 1024);
}

#[test]
fn no_answer_makes_a_provider_give_up_unless_the_policy_says_so() {
    let cases = [
        Case::Unauthentic,
        Case::HandshakeRefused,
        Case::CouldNotCheck,
        Case::BodyTooLarge,
        Case::BodyTimeout,
        Case::BodyUnreadable,
        Case::MethodNotAllowed,
        Case::Unparseable,
        Case::Processed,
        Case::Duplicate,
        Case::InProgress,
        Case::HandlerFailed,
        Case::StoreUnavailable,
        Case::LeaseLost,
    ];
    for case in cases {
        let status = Policy::DEFAULT.status(case);
        let gives_up = status.is_redirection() || [404, 406, 409, 410].contains(&status.as_u16());
        assert!(!gives_up, "{case:?}: {status}");
    }
    let policy = Policy::DEFAULT.with(Case::Unauthentic, StatusCode::NOT_FOUND);
    let stripe = builder(scheme("stripe")).secret(SECRET).policy(policy).build().expect("a secret");
    let error = stripe.verify(&HeaderMap::new(), BODY).expect_err("not signed");
    assert_eq!((error.kind(), error.status()), (MissingHeader, StatusCode::NOT_FOUND));
    assert_eq!(error.response().status(), StatusCode::NOT_FOUND);
}
