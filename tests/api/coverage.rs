//! What the signature covers and what it does not: what is said of it is what deliveries show, and how the rest is read.
#![cfg(feature = "testing")]

use hookseal::{
    Parsed, Policy, Verified, VerifyErrorKind,
    policy::Case,
    provider::{self, Preset, Stripe, Telegram},
    scheme::{Algorithm, Check, Encoding, Field, Jws, JwsAlgorithm, Parameters, Part, Scheme, When},
    testing::{self, TestClock},
    verifier::Custom,
};
use http::{StatusCode, header};
use serde_json::{Value, json};

#[path = "../support/genuine.rs"]
mod genuine;

use genuine::{BODY, NOW, URL, builder, pasted, says, scheme, secret, sign, verifier};

fn event(scheme: Scheme) -> Verified<Custom> {
    verifier(scheme).verify_request(sign(scheme, BODY).into_request()).expect("a genuine delivery")
}

/// JSON, or a form, with something more in it that no scheme looks at.
fn with_more(body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(body.to_vec()).expect("UTF-8");
    let more = match text.strip_prefix('{') {
        Some(rest) => format!(r#"{{"more":1,{rest}"#),
        None => format!("{text}&more=1"),
    };
    more.into_bytes()
}

#[test]
fn what_is_said_to_be_covered_cannot_be_changed() {
    let (mut bodies, mut urls, mut times) = (0, 0, 0);
    for Preset { scheme, type_name, .. } in provider::all() {
        let event = event(*scheme);
        let said = (event.covers_body(), event.covers_url(), event.covers_timestamp());
        assert_eq!(said, (scheme.covers_body(), scheme.covers_url(), scheme.covers_timestamp()), "{type_name}");
        assert_eq!(event.timestamp().is_some(), event.covers_timestamp(), "{type_name}: the time that is covered");
        bodies += usize::from(event.covers_body());
        urls += usize::from(event.covers_url());
        times += usize::from(event.covers_timestamp());

        let genuine = || sign(*scheme, BODY).into_request();
        let verifier = verifier(*scheme);
        let changed = genuine().map(|body| with_more(&body));
        let is_wrapped = says(scheme, "signed-in-form") || says(scheme, "encoded-in-form");
        let is_inside = serde_json::to_string(scheme).expect("a scheme").contains(r#""envelope":"jws""#);
        // What is around the field or the token that is signed is not part of the body, and cannot be read.
        if !(is_inside || is_wrapped && changed.body().first() != Some(&b'{')) {
            let refused = verifier.verify_request(changed).is_err();
            // A checksum notices what nobody wants to hide.
            let noticed = event.covers_body() || says(scheme, "body-checksum");
            assert_eq!(refused, noticed, "{type_name}: another body");
        }
        let mut elsewhere = genuine();
        let glue = if elsewhere.uri().query().is_some() { '&' } else { '?' };
        *elsewhere.uri_mut() = format!("{}{glue}more=1", elsewhere.uri()).parse().expect("a URL");
        assert_eq!(verifier.verify_request(elsewhere).is_err(), scheme.covers_query(), "{type_name}: another URL");
        assert!(scheme.covers_query() || !scheme.covers_url(), "{type_name}: a URL has a query");

        let years_later = builder(*scheme).secret(pasted(*scheme)).clock(TestClock::at_unix(NOW + 100_000_000));
        let late = years_later.build().expect("a secret").verify_request(genuine());
        // A token has an end, where it may have one.
        let written = serde_json::to_string(scheme).expect("a scheme");
        let has_end = written.contains(r#""payload":"claims""#)
            && !written.contains(r#""timeless":true"#)
            && !written.contains(r#"{"claim":"/exp"}"#);
        let expected = (event.covers_timestamp() || has_end).then_some(VerifyErrorKind::Expired);
        assert_eq!(late.err().map(|error| error.kind()), expected, "{type_name}: years later");
    }
    let all = provider::all().count();
    for (what, count) in [("bodies", bodies), ("URLs", urls), ("times", times)] {
        assert!(count > 0 && count < all, "{count} of {all} cover {what}");
    }
}

#[test]
fn a_scheme_covers_what_its_messages_have() {
    let mac = |parts: &[Part]| Scheme::mac("acme", Algorithm::Sha256).message(parts);
    let cases = vec![
        ("the body", mac(&[Part::Body]), (true, false)),
        ("the body as JSON", mac(&[Part::literal("x"), Part::BodyAsJson]), (true, false)),
        ("the URL", mac(&[Part::Url]), (false, true)),
        ("the path", mac(&[Part::EncodedPath, Part::Body]), (true, true)),
        ("the method", mac(&[Part::Method]), (false, false)),
        ("nothing", Scheme::token("acme", "x"), (false, false)),
        ("one of two messages", mac(&[Part::Body]).or_message("v0", &[Part::Url, Part::Body]), (true, false)),
        ("both", mac(&[Part::Url, Part::Body]).or_message("v0", &[Part::Url, Part::Body]), (true, true)),
        ("one body of two", mac(&[Part::Url, Part::Body]).or_message("v0", &[Part::Url]), (false, true)),
    ];
    for (case, scheme, expected) in cases {
        assert_eq!((scheme.covers_body(), scheme.covers_url()), expected, "{case}");
    }
}

/// A token signs what it says, and the message only if it says the digest of that, always.
#[test]
fn a_token_covers_the_message_of_which_it_has_the_digest() {
    let tokens = |check: Option<Check>| {
        let scheme = Scheme::jws("acme", Jws::claims(&[JwsAlgorithm::Hs256])).message(&[Part::Url, Part::Body]);
        check.map_or(scheme, |check| scheme.check(check))
    };
    let digest = Check::message_digest(Field::claim("/digest"), Algorithm::Sha256, Encoding::Hex);
    let cases = [
        ("no digest", None, false),
        ("a digest", Some(digest), true),
        ("a digest that may be missing", Some(digest.when(When::Present)), false),
        ("another claim", Some(Check::is(Field::claim("/iss"), "acme")), false),
    ];
    for (case, check, expected) in cases {
        let scheme = tokens(check);
        assert_eq!((scheme.covers_body(), scheme.covers_url()), (expected, expected), "{case}");
    }
}

/// Where nothing stands between names, values and parameters, the same message may be of others.
#[test]
fn parameters_tell_an_id_only_if_they_can_be_told_apart() {
    let id_is_signed = |parameters: Parameters| {
        let scheme = Scheme::mac("acme", Algorithm::Sha256).message(&[Part::parameters(parameters)]);
        scheme.id(&[Field::query("id")]).id_is_signed()
    };
    let query = Parameters::query();
    assert!(id_is_signed(query.between('=').joined('&')));
    assert!(!id_is_signed(query) && !id_is_signed(query.between('=')) && !id_is_signed(query.joined('&')));
    assert!(!id_is_signed(query.between('=').joined('&').without("id")));
}

#[test]
fn what_is_not_protected_is_read_by_that_name() {
    let body = r#"{"update_id":7,"message":{"text":"Zo\u00eb"}}"#;
    let verify = |body: &str| {
        let (headers, body) = testing::sign::<Telegram>("token", body.to_owned()).into_headers_and_body();
        hookseal::Verifier::<Telegram>::new("token").expect("a secret").verify(&headers, body).expect("genuine")
    };
    let update = verify(body);
    let unprotected = update.unprotected();
    assert!(!update.covers_body());
    assert_eq!((unprotected.body(), &*unprotected.bytes()), (body.as_bytes(), body.as_bytes()));
    assert_eq!(unprotected.json::<Value>().expect("JSON"), json!({ "update_id": 7, "message": { "text": "Zoë" } }));
    assert_eq!(unprotected.json_at::<String>("/message/text").expect("a text"), "Zoë");
    assert!(unprotected.json_at::<String>("/message/photo").is_err());
    assert_eq!(unprotected.parse::<Value>().known().expect("JSON")["update_id"], 7);
    match unprotected.parse::<u8>() {
        Parsed::Unknown { kind, raw, .. } => assert_eq!((kind.as_deref(), &*raw), (Some("message"), body.as_bytes())),
        Parsed::Known(number) => panic!("{number}"),
    }
    let form: Vec<(String, String)> = verify("a=b+c&d=%26").unprotected().form().expect("a form");
    assert_eq!(form, [("a".into(), "b c".into()), ("d".into(), "&".into())]);

    // Where all is covered, it is the same, and the name promises nothing.
    let (headers, body) = testing::sign::<Stripe>("whsec_x", body).into_headers_and_body();
    let event =
        hookseal::Verifier::<Stripe>::new("whsec_x").expect("a secret").verify(&headers, body).expect("genuine");
    assert!(event.covers_body());
    assert_eq!(event.unprotected().body(), event.body());
    assert_eq!(event.unprotected().json::<Value>().expect("JSON"), event.json::<Value>().expect("JSON"));
}

/// Handlers without an inbox say what one would say.
#[test]
fn an_acknowledgement_is_what_the_provider_wants_to_read() {
    let mut with_text = Vec::new();
    for Preset { scheme, type_name, .. } in provider::all() {
        let answer = event(*scheme).acknowledgement();
        // RFC 8935, section 2.2, wants another for security event tokens.
        let wanted = if says(scheme, "answer-status") { StatusCode::ACCEPTED } else { StatusCode::OK };
        assert_eq!(answer.status(), wanted, "{type_name}");
        let kind = answer.headers().get(header::CONTENT_TYPE).map(http::HeaderValue::as_bytes);
        assert_eq!(kind, (!answer.body().is_empty()).then_some(&b"text/plain"[..]), "{type_name}");
        if !answer.body().is_empty() {
            with_text.push((scheme.name().to_owned(), answer.body().clone()));
        }
    }
    let wanted = [
        #[cfg(feature = "rsa")]
        ("alipay", "success"),
        #[cfg(feature = "rsa")]
        ("alipay-v2", "success"),
        #[cfg(feature = "rsa")]
        ("binance-pay", r#"{"returnCode":"SUCCESS","returnMessage":null}"#),
        ("dropbox-sign", "Hello API Event Received"),
        #[cfg(feature = "ed25519")]
        ("qq-bot", r#"{"op":12}"#),
        ("shiphero", r#"{"code": "200", "Status": "Success"}"#),
        #[cfg(all(feature = "jwt", feature = "rsa", feature = "x509"))]
        ("tpay", "TRUE"),
        #[cfg(all(feature = "sha1", feature = "aes", feature = "xml"))]
        ("wecom", "success"),
    ];
    assert_eq!(with_text, wanted.map(|(name, text)| (name.to_owned(), text.into())));

    let policy = Policy::DEFAULT.with(Case::Processed, StatusCode::ACCEPTED);
    let scheme = scheme("github").answer("thanks");
    let verifier = builder(scheme).secret(pasted(scheme)).policy(policy).build().expect("a secret");
    let request = genuine::signer(scheme).url(URL).sign(secret(scheme), BODY).into_request();
    let answer = verifier.verify_request(request).expect("genuine").acknowledgement();
    assert_eq!((answer.status(), &**answer.body()), (StatusCode::ACCEPTED, &b"thanks"[..]));
}
