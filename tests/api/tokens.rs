//! Tokens (JWS) as proof: what is accepted, what is refused, and how it is said.
#![cfg(all(feature = "jwt", feature = "testing"))]

use hmac::{Hmac, KeyInit, Mac};
use hookseal::{
    Scheme, Verifier, VerifyErrorKind,
    scheme::{
        Algorithm, Check, Encoding, Envelope, Field, Handshake, Jws, JwsAlgorithm, Part, Signature, TimeFormat,
        Timestamp, When,
    },
    testing::TestClock,
    verifier::{Builder, Custom},
};
use http::Request;
use sha2::Sha256;

#[path = "../support/hs256.rs"]
mod hs256;
use hs256::{SECRET, base64, hs256};

const NOW: u64 = 1_760_000_000;
const HS256: &[JwsAlgorithm] = &[JwsAlgorithm::Hs256];

/// A token with this header and payload, signed with a secret.
fn signed(header: &str, payload: &str, secret: &str) -> String {
    let text = format!("{}.{}", base64(header), base64(payload));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(text.as_bytes());
    format!("{text}.{}", base64(mac.finalize().into_bytes()))
}

fn builder(scheme: Scheme) -> Builder<Custom> {
    let builder = Verifier::from_scheme(scheme).secret(SECRET).clock(TestClock::at_unix(NOW));
    builder.public_url("https://example.com/hook").dangerous().unprotected_body()
}

/// What a verifier says of a request with this value of `authorization`.
fn kind(scheme: Scheme, authorization: &str, body: &str) -> Result<(), VerifyErrorKind> {
    let request = Request::post("https://example.com/hook?a=1").header("authorization", authorization);
    let request = request.body(body.to_owned()).expect("a request");
    builder(scheme).build().expect("a verifier").verify_request(request).map(drop).map_err(|error| error.kind())
}

#[test]
fn a_token_is_accepted_while_it_lasts() {
    use VerifyErrorKind::{Expired, Malformed, NotYetValid};

    let scheme = Scheme::jws("acme", Jws::claims(HS256));
    let cases = [
        ("{}".to_owned(), Ok(())),
        // RFC 7519, section 4.1.4: on or after its end, a token is not accepted. A fraction of a second is left out.
        (format!(r#"{{"exp":{}}}"#, NOW + 1), Ok(())),
        (format!(r#"{{"exp":{}.75}}"#, NOW + 1), Ok(())),
        (format!(r#"{{"exp":{NOW}}}"#), Err(Expired)),
        (format!(r#"{{"exp":{}}}"#, NOW - 1), Err(Expired)),
        (format!(r#"{{"nbf":{}}}"#, NOW + 300), Ok(())),
        (format!(r#"{{"nbf":{}}}"#, NOW + 301), Err(NotYetValid)),
        (r#"{"exp":"never"}"#.into(), Err(Malformed)),
        (r#"{"exp":-1}"#.into(), Err(Malformed)),
        (r#"{"exp":1e99}"#.into(), Err(Malformed)),
        (r#"{"exp":null}"#.into(), Err(Malformed)),
        (r#"{"exp":999999999999999999}"#.into(), Ok(())),
        (r#"{"exp":9999999999999999999}"#.into(), Err(Malformed)),
        (format!(r#"{{"exp":{NOW},"exp":{}}}"#, NOW + 9), Err(Malformed)),
        ("[]".into(), Err(Malformed)),
        (String::new(), Err(Malformed)),
    ];
    for (claims, expected) in cases {
        assert_eq!(kind(scheme, &format!("Bearer {}", hs256(&claims)), "{}"), expected, "{claims}");
    }
    let lenient = Scheme::jws("acme", Jws::claims(HS256).leeway(300));
    for (late, expected) in [(299, Ok(())), (300, Err(Expired))] {
        let token = hs256(&format!(r#"{{"exp":{}}}"#, NOW - late));
        assert_eq!(kind(lenient, &format!("Bearer {token}"), "{}"), expected, "{late} s");
    }
}

#[test]
fn what_is_no_token_is_refused() {
    use VerifyErrorKind::{Malformed, Mismatch, NoSupportedSignature};

    let scheme = Scheme::jws("acme", Jws::claims(HS256));
    let good = hs256("{}");
    assert_eq!(kind(scheme, &format!("Bearer {good}"), ""), Ok(()));
    let (signed_part, tag) = good.rsplit_once('.').expect("a signature");
    let other_key = signed(r#"{"alg":"HS256"}"#, "{}", "another secret");
    let padded = format!("Bearer {good}=");
    let hs512 = signed(r#"{"alg":"HS512"}"#, "{}", SECRET);
    let twice = signed(r#"{"alg":"HS256","alg":"HS256"}"#, "{}", SECRET);
    let crit = signed(r#"{"alg":"HS256","crit":["exp"]}"#, "{}", SECRET);
    let cases = [
        (format!("Bearer {other_key}"), Mismatch),
        (format!("Bearer {signed_part}."), Malformed),
        (format!("Bearer {signed_part}"), Malformed),
        (format!("Bearer {}.{}.", base64(r#"{"alg":"none"}"#), base64("{}")), Malformed),
        (format!("Bearer {}.{}.{tag}", base64(r#"{"alg":"none"}"#), base64("{}")), Malformed),
        (format!("Bearer {}..{tag}", base64(r#"{"alg":"HS256"}"#)), Malformed),
        (format!("Bearer {hs512}"), Malformed),
        (format!("Bearer {twice}"), Malformed),
        (format!("Bearer {crit}"), Malformed),
        (padded, Malformed),
        (good.clone(), NoSupportedSignature),
        (format!("bearer {good}"), NoSupportedSignature),
        ("Bearer ".into(), NoSupportedSignature),
        (format!("Bearer {}", "a".repeat(9000)), Malformed),
    ];
    for (authorization, expected) in cases {
        assert_eq!(kind(scheme, &authorization, ""), Err(expected), "{authorization}");
    }
}

#[test]
fn claims_are_held_against_the_request() {
    use VerifyErrorKind::{Mismatch, Unexpected};

    let scheme = Scheme::jws("acme", Jws::claims(HS256))
        .message(&[Part::Url])
        .check(Check::is(Field::claim("/iss"), "acme"))
        .check(Check::message_digest(Field::claim("/url"), Algorithm::Sha256, Encoding::Hex))
        .check(Check::body_digest(Field::claim("/body"), Algorithm::Sha256, Encoding::Base64Url).when(When::Body))
        .check(Check::is(Field::jose("/typ"), "hook+jwt"))
        .id(&[Field::claim("/jti")])
        .timestamp(Timestamp::new(Field::claim("/iat"), TimeFormat::UnixSeconds));
    assert!(scheme.covers_body() && scheme.covers_url() && scheme.id_is_signed() && scheme.covers_timestamp());
    // printf %s 'https://example.com/hook?a=1' | sha256sum; printf %s '{"a":1}' | openssl dgst -sha256 -binary | base64
    let url = "59a3ac812c9c1df474844119b4bfbb4d1f3bc1fd9d7d5eccedaa79b7aacc7dc7";
    let body = "AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX-GI";
    let claims = |iss: &str, url: &str, body: &str, iat: u64| {
        format!(r#"{{"iss":"{iss}","url":"{url}","iat":{iat},"jti":"e-1","body":"{body}"}}"#)
    };
    let typ = r#"{"alg":"HS256","typ":"hook+jwt"}"#;
    let cases = [
        (typ, claims("acme", url, body, NOW), r#"{"a":1}"#, Ok(())),
        (typ, claims("acme", url, &format!("{body}="), NOW), r#"{"a":1}"#, Ok(())),
        (typ, claims("acme", url, body, NOW), r#"{"a":2}"#, Err(Mismatch)),
        (typ, claims("acme", url, body, NOW), "", Err(Unexpected)),
        (typ, claims("evil", url, body, NOW), r#"{"a":1}"#, Err(Unexpected)),
        (typ, claims("acme", &url.replace('c', "d"), body, NOW), r#"{"a":1}"#, Err(Unexpected)),
        (typ, claims("acme", url, body, NOW - 301), r#"{"a":1}"#, Err(VerifyErrorKind::Expired)),
        (r#"{"alg":"HS256"}"#, claims("acme", url, body, NOW), r#"{"a":1}"#, Err(Unexpected)),
        (typ, r#"{"iss":["acme"]}"#.to_owned(), r#"{"a":1}"#, Err(VerifyErrorKind::Malformed)),
    ];
    for (header, claims, body, expected) in cases {
        let token = format!("Bearer {}", signed(header, &claims, SECRET));
        assert_eq!(kind(scheme, &token, body), expected, "{header} {claims} over {body}");
    }
}

#[test]
fn a_token_may_leave_the_message_out() {
    let scheme =
        Scheme::jws("acme", Jws::detached(HS256)).signature(Signature::header("x-jws").encoding(Encoding::Text));
    assert!(scheme.covers_body());
    let whole = signed(r#"{"alg":"HS256"}"#, r#"{"a":1}"#, SECRET);
    let mut parts = whole.split('.');
    let (header, _, tag) = (parts.next().expect("a"), parts.next(), parts.next().expect("c"));
    let verifier = builder(scheme).build().expect("a verifier");
    let verify = |token: &str, body: &str| {
        let request = Request::post("/hook").header("x-jws", token).body(body.to_owned()).expect("a request");
        verifier.verify_request(request).map(drop).map_err(|error| error.kind())
    };
    let detached = format!("{header}..{tag}");
    assert_eq!(verify(&detached, r#"{"a":1}"#), Ok(()));
    assert_eq!(verify(&detached, r#"{"a":2}"#), Err(VerifyErrorKind::Mismatch));
    assert_eq!(verify(&whole, r#"{"a":1}"#), Err(VerifyErrorKind::Malformed), "it has a payload");
}

#[test]
fn a_token_may_be_the_body_and_is_what_is_read() {
    let scheme = Scheme::jws("acme", Jws::claims(HS256))
        .signature(Signature::body().encoding(Encoding::Text))
        .envelope(Envelope::Jws)
        .id(&[Field::json("/id")]);
    assert!(scheme.covers_body() && scheme.id_is_signed());
    let verifier = Verifier::from_scheme(scheme).secret(SECRET).build().expect("a verifier");
    let token = hs256(r#"{"id":"e-1","n":7}"#);
    let event = verifier.verify(&http::HeaderMap::new(), token.clone()).expect("genuine");
    assert_eq!((event.id(), event.body()), (Some("e-1"), &br#"{"id":"e-1","n":7}"#[..]));
    assert_eq!(event.json_at::<u8>("/n").expect("a number"), 7);
    let again = verifier.verify(&http::HeaderMap::new(), format!("{token}\n")).expect("genuine");
    assert_eq!(again.idempotency_key(), event.idempotency_key());
    assert!(verifier.verify(&http::HeaderMap::new(), "").is_err());
}

/// What is in the body is an event, whatever else there is.
#[test]
fn a_token_that_is_the_body_is_no_endpoint_check() {
    let scheme = Scheme::jws("acme", Jws::claims(HS256))
        .signature(Signature::body().encoding(Encoding::Text))
        .envelope(Envelope::Jws)
        .handshake(Handshake::unsigned(Field::query("a"), "1"));
    assert_eq!(kind(scheme, "", &hs256("{}")), Ok(()));
    assert_eq!(kind(scheme, "", "x"), Err(VerifyErrorKind::Malformed));
    assert_eq!(kind(scheme, "", ""), Err(VerifyErrorKind::Handshake));
}

/// Before its body is read, a request without its token is refused.
#[test]
fn a_token_in_a_header_is_missed_early() {
    let verifier = builder(Scheme::jws("acme", Jws::claims(HS256))).build().expect("a verifier");
    let early = |authorization: Option<&str>| {
        let headers = authorization.map(|value| (http::header::AUTHORIZATION, value.parse().expect("a header")));
        let judged =
            verifier.check_head(&http::Method::POST, &"/hook".parse().expect("a URL"), &headers.into_iter().collect());
        judged.map_err(|error| error.kind())
    };
    assert_eq!(early(Some(&format!("Bearer {}", hs256("{}")))), Ok(()));
    assert_eq!(early(None), Err(VerifyErrorKind::MissingHeader));
    assert_eq!(early(Some("Basic a.b.c")), Err(VerifyErrorKind::NoSupportedSignature));
}
