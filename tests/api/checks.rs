//! What single values of a delivery must be, beyond the signature.
#![cfg(all(feature = "json", feature = "testing"))]

use hookseal::{
    Scheme, SetupError, Verifier, VerifyErrorKind,
    scheme::{Algorithm, Check, Encoding, Field, Part, When},
    testing::Signer,
    verifier::{Builder, Custom},
};
use http::Request;

const SECRET: &str = "correct horse battery staple";
const URL: &str = "https://example.com/hook";

fn acme() -> Scheme {
    Scheme::mac("acme", Algorithm::Sha256)
}

/// What a verifier says of a body that was signed, and sent to this URL. What the checks ask for is not filled in.
fn kind(builder: Builder<Custom>, message: &[Part], url: &str, body: &str) -> Result<(), VerifyErrorKind> {
    let verifier = builder.secret(SECRET).build().expect("a verifier");
    let request: Request<_> =
        Signer::from_scheme(acme().message(message)).url(url).sign(SECRET, body.to_owned()).into_request();
    verifier.verify_request(request).map(|_| ()).map_err(|error| error.kind())
}

#[test]
fn a_value_is_what_the_scheme_says() {
    let refused = Err(VerifyErrorKind::Unexpected);
    let field = Field::json("/v");
    let cases = [
        (Check::is(field, "2"), r#"{"v":"2"}"#, Ok(())),
        (Check::is(field, "2"), r#"{"v":2}"#, Ok(())),
        (Check::is(field, "2"), r#"{"v":"1"}"#, refused),
        (Check::is(field, "2"), r#"{"v":["1","2"]}"#, Ok(())),
        (Check::is(field, "2"), r#"{"v":["1",{}]}"#, refused),
        (Check::is(field, "2"), r#"{"v":null}"#, refused),
        (Check::is(field, "2"), "{}", refused),
        (Check::is(field, "true"), r#"{"v":true}"#, Ok(())),
        (Check::is(field, "2"), r#"{"v":"2","v":"2"}"#, refused),
        (Check::is(field, "2").when(When::Present), "{}", Ok(())),
        (Check::is(field, "2").when(When::Present), r#"{"v":"1"}"#, refused),
        (Check::is_either(field, "1", "2"), r#"{"v":"2"}"#, Ok(())),
        (Check::is_either(field, "1", "2"), r#"{"v":""}"#, refused),
        (Check::same(field, Field::json("/w")), r#"{"v":"a","w":"a"}"#, Ok(())),
        (Check::same(field, Field::json("/w")), r#"{"v":"a","w":"b"}"#, refused),
        (Check::same(field, Field::json("/w")), r#"{"v":"a"}"#, refused),
        (Check::absent(field), "{}", Ok(())),
        (Check::absent(field), r#"{"v":1}"#, refused),
        (Check::absent(field), r#"{"v":{}}"#, refused),
        (Check::absent(field), r#"{"v":null}"#, Ok(())),
        (Check::object(field), r#"{"v":{"a":1}}"#, Ok(())),
        (Check::object(field), r#"{"v":{ }}"#, refused),
        (Check::object(field), r#"{"v":["{1}"]}"#, refused),
        (Check::object(field), r#"{"v":"{1}"}"#, refused),
        (Check::url(field), r#"{"v":"https://example.com/hook"}"#, Ok(())),
        (Check::url(field), r#"{"v":"https://example.com/"}"#, refused),
    ];
    for (check, body, expected) in cases {
        let scheme = acme().check(check);
        let builder = Verifier::from_scheme(scheme).public_url(URL);
        assert_eq!(kind(builder, &[Part::Body], URL, body), expected, "{check:?} of {body}");
    }
}

/// For the person who reads the log.
#[test]
fn what_is_wrong_with_a_value_is_said() {
    let field = Field::json("/v");
    let cases = [
        (Check::is(field, "2"), r#"{"v":"1"}"#, "it is another than the scheme or you say"),
        (Check::is(field, "2"), r#"{"v":{"2":2}}"#, "it is neither a text nor a list of texts"),
        (Check::is(field, "2"), "{}", "it is not there"),
        (Check::object(field), r#"{"v":[1]}"#, "it is no JSON object, or an empty one"),
        (Check::absent(field), r#"{"v":1}"#, "it must not be there"),
    ];
    for (check, body, why) in cases {
        let scheme = acme().check(check);
        let signed = Signer::from_scheme(acme()).sign(SECRET, body);
        let verifier = Verifier::from_scheme(scheme).secret(SECRET).build().expect("a verifier");
        let error = verifier.verify(signed.headers(), body).expect_err(body).to_string();
        assert!(error.contains("`/v`") && error.ends_with(why), "{check:?} of {body}: {error}");
    }
}

#[test]
fn a_setting_is_asked_for_and_held_against_deliveries() {
    let scheme = acme().check(Check::setting(Field::json("/aud"), "audience"));
    let builder = || Verifier::from_scheme(scheme);
    let missing = builder().secret(SECRET).build().expect_err("no setting");
    assert!(matches!(missing, SetupError::NoSetting { ref name, .. } if name == "audience"), "{missing}");
    let mistyped = builder().setting("audiance", "me").secret(SECRET).build().expect_err("unknown");
    assert!(mistyped.to_string().contains("it has: audience"), "{mistyped}");
    let empty = builder().setting("audience", " ").secret(SECRET).build().expect_err("empty");
    assert!(empty.to_string().contains("`audience` is empty"), "{empty}");
    let unknown = Verifier::from_scheme(acme()).setting("audience", "me").secret(SECRET).build().expect_err("none");
    assert!(unknown.to_string().contains("it has none"), "{unknown}");

    let refused = Err(VerifyErrorKind::Unexpected);
    for (builder, body, expected) in [
        (builder().setting("audience", "me"), r#"{"aud":"me"}"#, Ok(())),
        (builder().setting("audience", "me"), r#"{"aud":["you","me"]}"#, Ok(())),
        (builder().setting("audience", "me"), r#"{"aud":"you"}"#, refused),
        (builder().setting("audience", "me"), r#"{"aud":"me "}"#, refused),
        (builder().setting("audience", "me"), "{}", refused),
        (builder().setting("audience", "me").setting("audience", "us"), r#"{"aud":"us"}"#, Ok(())),
        (builder().dangerous().any("audience"), r#"{"aud":"you"}"#, Ok(())),
        (builder().dangerous().any("audience"), "{}", refused),
    ] {
        assert_eq!(kind(builder, &[Part::Body], URL, body), expected, "{body}");
    }
}

#[test]
fn a_setting_may_be_signed() {
    let scheme = acme().message(&[Part::setting("account"), Part::literal("."), Part::Body]);
    assert!(Verifier::from_scheme(scheme).secret(SECRET).build().is_err(), "nobody said which account");
    let twice = Verifier::from_scheme(scheme).setting("account", "a").setting("account", "b").secret(SECRET).build();
    assert!(twice.expect_err("two").to_string().contains("once"));
}

#[test]
fn the_digest_of_the_body_covers_it() {
    let query = acme()
        .message(&[Part::Url])
        .check(Check::body_digest(Field::query("sha256"), Algorithm::Sha256, Encoding::Hex).when(When::NoForm));
    assert!(query.covers_body() && query.covers_url());
    // echo -n '{"a":1}' | sha256sum
    let digest = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862";
    let with = format!("{URL}?sha256={digest}");
    let upper = format!("{URL}?sha256={}", digest.to_uppercase());
    let refused = Err(VerifyErrorKind::Mismatch);
    for (url, body, expected) in [
        (&*with, r#"{"a":1}"#, Ok(())),
        (&*upper, r#"{"a":1}"#, Ok(())),
        (&*with, r#"{"a":2}"#, refused),
        (&*with, "a=1", refused),
        (URL, "a=1", Ok(())),
        (URL, "", Ok(())),
        (URL, r#"{"a":1}"#, Err(VerifyErrorKind::Unexpected)),
    ] {
        let builder = Verifier::from_scheme(query).public_url(URL);
        assert_eq!(kind(builder, &[Part::Url], url, body), expected, "{body} to {url}");
    }
    let unsigned = acme().check(Check::body_digest(Field::header("digest"), Algorithm::Sha256, Encoding::Hex));
    let error = Verifier::from_scheme(unsigned).secret(SECRET).build().expect_err("proves nothing");
    assert!(error.to_string().contains("not signed"), "{error}");
}

/// The same digest, in each of the ways in which it is written.
#[test]
fn every_digit_of_a_digest_counts() {
    // echo -n '{"a":1}' | sha256sum, or | openssl dgst -sha256 -binary | base64
    let hex = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862";
    let base64 = "AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX+GI=";
    let base64url = "AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX-GI";
    for (encoding, digest, same) in [
        (Encoding::Hex, hex, &*hex.to_uppercase()),
        (Encoding::Base64, base64, base64.trim_end_matches('=')),
        (Encoding::Base64Url, base64url, &*format!("{base64url}=")),
    ] {
        let signed = acme().message(&[Part::header("x-digest")]);
        let scheme = signed.check(Check::body_digest(Field::header("x-digest"), Algorithm::Sha256, encoding));
        let judge = |digest: &str| {
            let delivery = Signer::from_scheme(signed).header("x-digest", digest).sign(SECRET, r#"{"a":1}"#);
            let verifier = Verifier::from_scheme(scheme).secret(SECRET).build().expect("a verifier");
            verifier.verify_request(delivery.into_request()).map(|_| ()).map_err(|error| error.kind())
        };
        assert_eq!((judge(digest), judge(same)), (Ok(()), Ok(())), "{encoding:?}");
        let digits = digest.trim_end_matches('=');
        for place in 0..digits.len() {
            let other = if digits[place..].starts_with('0') { "1" } else { "0" };
            let changed = [&digest[..place], other, &digest[place + 1..]].concat();
            assert_eq!(judge(&changed), Err(VerifyErrorKind::Mismatch), "{encoding:?}: {changed}");
        }
        for changed in [&digits[1..], &digits[..digits.len() - 1], &*format!("{digits}0"), "="] {
            assert_eq!(judge(changed), Err(VerifyErrorKind::Mismatch), "{encoding:?}: {changed}");
        }
    }
}
