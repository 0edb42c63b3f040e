//! Which URLs that a delivery names are fetched: every one here is what an attacker or a provider would write.

use hookseal::scheme::{IdForm, UrlPin};

const SNS: UrlPin = UrlPin::hosts(&["sns.*.amazonaws.com", "sns.*.amazonaws.com.cn"]).path_suffix(".pem");
const ALEXA: UrlPin = UrlPin::hosts(&["s3.amazonaws.com"]).path_prefix("/echo.api/");
const PAYPAL: UrlPin = UrlPin::hosts(&["api.paypal.com", "api.sandbox.paypal.com"]);
const TRUELAYER: UrlPin =
    UrlPin::hosts(&["webhooks.truelayer.com", "webhooks.truelayer-sandbox.com"]).path("/.well-known/jwks");

#[test]
fn what_providers_send_is_admitted() {
    let as_it_is = [
        (SNS, "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-9c6465fa7f48f5cacd23014631ec1136.pem"),
        (SNS, "https://sns.us-gov-west-1.amazonaws.com/SimpleNotificationService-1.pem"),
        (SNS, "https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-1.pem"),
        (ALEXA, "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"),
        (PAYPAL, "https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-5a29e601"),
        (PAYPAL, "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-df8cd2d5"),
        (TRUELAYER, "https://webhooks.truelayer.com/.well-known/jwks"),
    ];
    for (pin, url) in as_it_is {
        assert_eq!(pin.admits(url).as_deref(), Ok(url));
    }
}

#[test]
fn what_is_the_same_is_fetched_by_one_name() {
    let cert = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem";
    for url in [
        // The first four are the examples of Amazon's documentation.
        "https://s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com:443/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert.pem",
        "HTTPS://S3.AMAZONAWS.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/other/%2e%2E/echo.api/./echo-api-cert.pem",
        "https://s3.amazonaws.com/./echo.api/x/.%2e/echo-api-cert.pem",
    ] {
        assert_eq!(ALEXA.admits(url).as_deref(), Ok(cert), "{url}");
    }
    assert_eq!(PAYPAL.admits("https://api.paypal.com").as_deref(), Ok("https://api.paypal.com/"));
    assert_eq!(PAYPAL.admits("https://api.paypal.com/a/b/..").as_deref(), Ok("https://api.paypal.com/a/"));
    assert_eq!(PAYPAL.admits("https://api.paypal.com/a/.").as_deref(), Ok("https://api.paypal.com/a/"));
}

/// URL, and a part of the reason.
const HOSTILE: &[(&UrlPin, &str, &str)] = &[
    // Other schemes, and almost the right one.
    (&SNS, "http://sns.eu-west-1.amazonaws.com/x.pem", "https"),
    (&SNS, "ftp://sns.eu-west-1.amazonaws.com/x.pem", "https"),
    (&SNS, "file:///etc/passwd.pem", "https"),
    (&SNS, "//sns.eu-west-1.amazonaws.com/x.pem", "https"),
    (&SNS, "sns.eu-west-1.amazonaws.com/x.pem", "https"),
    (&SNS, "https:/sns.eu-west-1.amazonaws.com/x.pem", "https"),
    (&SNS, "https:sns.eu-west-1.amazonaws.com/x.pem", "https"),
    (&SNS, "https:\\\\sns.eu-west-1.amazonaws.com/x.pem", "https"),
    (&SNS, " https://sns.eu-west-1.amazonaws.com/x.pem", "https"),
    (&SNS, "ht\ttps://sns.eu-west-1.amazonaws.com/x.pem", "https"),
    (&SNS, "https\u{0}://sns.eu-west-1.amazonaws.com/x.pem", "https"),
    (&SNS, "httpſ://sns.eu-west-1.amazonaws.com/x.pem", "https"),
    (&SNS, "", "https"),
    (&SNS, "https://", "no plain name"),
    (&SNS, "https:///x.pem", "no plain name"),
    (&SNS, "https:////sns.eu-west-1.amazonaws.com/x.pem", "no plain name"),
    // User names.
    (&SNS, "https://sns.eu-west-1.amazonaws.com@evil.com/x.pem", "user name"),
    (&SNS, "https://evil.com@sns.eu-west-1.amazonaws.com/x.pem", "user name"),
    (&SNS, "https://:@sns.eu-west-1.amazonaws.com/x.pem", "user name"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com:443@evil.com/x.pem", "user name"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com%40evil.com/x.pem", "no plain name"),
    // Ports.
    (&SNS, "https://sns.eu-west-1.amazonaws.com:80/x.pem", "port"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com:8443/x.pem", "port"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com:/x.pem", "port"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com:0443/x.pem", "port"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com:+443/x.pem", "port"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com:443:443/x.pem", "port"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com:65979/x.pem", "port"),
    // Hosts that look like it, or that an attacker can have.
    (&SNS, "https://sns.evil.s3.amazonaws.com/x.pem", "not pin"),
    (&SNS, "https://sns.us-east-1.amazonaws.com.evil.com/x.pem", "not pin"),
    (&SNS, "https://sns.us-east-1.amazonaws.com.cn.evil.com/x.pem", "not pin"),
    (&SNS, "https://sns.us-east-1.amazonaws.co/x.pem", "not pin"),
    (&SNS, "https://sns.us-east-1.evilamazonaws.com/x.pem", "not pin"),
    (&SNS, "https://sns-us-east-1.amazonaws.com/x.pem", "not pin"),
    (&SNS, "https://xsns.us-east-1.amazonaws.com/x.pem", "not pin"),
    (&SNS, "https://evil.sns.us-east-1.amazonaws.com/x.pem", "not pin"),
    (&SNS, "https://sns.amazonaws.com/x.pem", "not pin"),
    (&SNS, "https://sns..amazonaws.com/x.pem", "no plain name"),
    (&SNS, "https://sns.-.amazonaws.com/x.pem", "no plain name"),
    (&SNS, "https://sns.*.amazonaws.com/x.pem", "no plain name"),
    (&SNS, "https://sns.us_east.amazonaws.com/x.pem", "no plain name"),
    (&SNS, "https://sns.xn--80ak6aa92e.amazonaws.com/x.pem", "not pin"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com./x.pem", "no plain name"),
    (&SNS, "https://.sns.eu-west-1.amazonaws.com/x.pem", "no plain name"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com\\.evil.com/x.pem", "no plain name"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com\\@evil.com/x.pem", "user name"),
    (&SNS, "https://evil.com\\sns.eu-west-1.amazonaws.com/x.pem", "no plain name"),
    (&SNS, "https://sns.eu-west-1.amazonaws%2ecom/x.pem", "no plain name"),
    (&SNS, "https://sns.%65u-west-1.amazonaws.com/x.pem", "no plain name"),
    (&SNS, "https://evil.com%2f.amazonaws.com/x.pem", "no plain name"),
    (&SNS, "https://evil.com%00sns.eu-west-1.amazonaws.com/x.pem", "no plain name"),
    (&SNS, "https://sns.eu-west-1.amazonaws。com/x.pem", "no plain name"),
    (&SNS, "https://sns.eu-west-1.аmazonaws.com/x.pem", "no plain name"),
    (&SNS, "https://sns.\u{212A}.amazonaws.com/x.pem", "no plain name"),
    (&SNS, "https://sns.eu\twest.amazonaws.com/x.pem", "no plain name"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com\n/x.pem", "no plain name"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com\u{0}/x.pem", "no plain name"),
    (&SNS, "https://127.0.0.1/x.pem", "no plain name"),
    (&SNS, "https://2130706433/x.pem", "no plain name"),
    (&SNS, "https://0x7f.1/x.pem", "no plain name"),
    (&SNS, "https://169.254.169.254/latest/meta-data/x.pem", "no plain name"),
    (&SNS, "https://[::1]/x.pem", "port"),
    (&SNS, "https://[sns.eu-west-1.amazonaws.com]/x.pem", "no plain name"),
    (&PAYPAL, "https://api.paypal.com.evil.com/v1", "not pin"),
    (&PAYPAL, "https://www.paypal.com/v1", "not pin"),
    (&PAYPAL, "https://paypal.com/v1", "not pin"),
    // Queries, fragments and what they hide.
    (&SNS, "https://sns.eu-west-1.amazonaws.com/x.pem?a=b", "query"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com/?x.pem", "query"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com?.pem", "query"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com/x#.pem", "fragment"),
    (&SNS, "https://evil.com#.sns.eu-west-1.amazonaws.com/x.pem", "fragment"),
    (&SNS, "https://evil.com?.sns.eu-west-1.amazonaws.com/x.pem", "query"),
    (&SNS, "https://evil.com/x?@sns.eu-west-1.amazonaws.com/x.pem", "query"),
    (&SNS, "https://evil.com/https://sns.eu-west-1.amazonaws.com/x.pem", "empty segment"),
    // Paths.
    (&SNS, "https://sns.eu-west-1.amazonaws.com/x.pem/", "path"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com/x.PEM", "path"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com/", "path"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com", "path"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com/x.pem/..", "path"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com/x%2epem%00", "path"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com/x;.pem", "path"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com//x.pem", "empty segment"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com/a b.pem", "path"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com/a\\b.pem", "path"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com/a\r\nHost:evil.com.pem", "path"),
    (&SNS, "https://sns.eu-west-1.amazonaws.com/ü.pem", "path"),
    (&ALEXA, "https://s3.amazonaws.com/echo.api", "path"),
    (&ALEXA, "https://s3.amazonaws.com/EcHo.aPi/echo-api-cert.pem", "path"),
    (&ALEXA, "https://s3.amazonaws.com/invalid.path/echo-api-cert.pem", "path"),
    (&ALEXA, "https://s3.amazonaws.com/echo.api/../evil/echo-api-cert.pem", "path"),
    (&ALEXA, "https://s3.amazonaws.com/echo.api/%2e%2e/evil/cert.pem", "path"),
    (&ALEXA, "https://s3.amazonaws.com/echo.api/.%2E/evil/cert.pem", "path"),
    (&ALEXA, "https://s3.amazonaws.com/echo.api/%252e%252e/evil/cert.pem", "escape"),
    (&ALEXA, "https://s3.amazonaws.com/echo.api/..%2fevil/cert.pem", "escape"),
    (&ALEXA, "https://s3.amazonaws.com/echo.api/..%5cevil/cert.pem", "escape"),
    (&ALEXA, "https://s3.amazonaws.com/echo%2eapi%2f/cert.pem", "escape"),
    (&ALEXA, "https://s3.amazonaws.com/../echo.api/cert.pem", "out of the root"),
    (&ALEXA, "https://s3.amazonaws.com/a/../../echo.api/cert.pem", "out of the root"),
    (&ALEXA, "https://s3.amazonaws.com//echo.api/cert.pem", "empty segment"),
    (&ALEXA, "https://s3.amazonaws.com/echo.api//cert.pem", "empty segment"),
    (&ALEXA, "https://echo.api.s3.amazonaws.com/cert.pem", "not pin"),
    (&ALEXA, "https://s3.amazonaws.com:563/echo.api/echo-api-cert.pem", "port"),
    (&ALEXA, "http://s3.amazonaws.com/echo.api/echo-api-cert.pem", "https"),
    (&ALEXA, "https://notamazon.com/echo.api/echo-api-cert.pem", "not pin"),
    (&TRUELAYER, "https://webhooks.truelayer.com/.well-known/jwks/", "path"),
    (&TRUELAYER, "https://webhooks.truelayer.com/.well-known/jwks/x", "path"),
    (&TRUELAYER, "https://webhooks.truelayer.com/well-known/jwks", "path"),
];

#[test]
fn what_attackers_send_is_refused() {
    for (pin, url, reason) in HOSTILE {
        let why = pin.admits(url).expect_err(url);
        assert!(why.contains(reason), "{url}: {why}");
    }
}

#[test]
fn length_is_limited() {
    let url = |len: usize| format!("https://api.paypal.com/{}", "a".repeat(len - "https://api.paypal.com/".len()));
    assert_eq!(PAYPAL.admits(&url(512)), Ok(url(512)));
    assert!(PAYPAL.admits(&url(513)).is_err_and(|why| why.contains("512")));
    assert!(PAYPAL.admits(&url(1 << 20)).is_err());
    assert!(PAYPAL.admits(&format!("https://{}.paypal.com/", "a".repeat(64))).is_err());
}

/// Whatever is admitted, a general parser understands as the pin does.
#[test]
fn admitted_urls_have_one_meaning() {
    use proptest::{prop_assert, prop_assert_eq, prop_oneof, proptest, strategy::Just, test_runner::TestCaseError};

    let piece = prop_oneof![
        Just("https://"),
        Just("HTTPS://"),
        Just("http://"),
        Just("s3.amazonaws.com"),
        Just("S3.amazonaws.com"),
        Just("evil.com"),
        Just("/"),
        Just("//"),
        Just("\\"),
        Just("@"),
        Just(":443"),
        Just(":"),
        Just("."),
        Just(".."),
        Just("%2e"),
        Just("%2E%2e"),
        Just("%2f"),
        Just("%"),
        Just("echo.api"),
        Just("/echo.api/"),
        Just("x.pem"),
        Just("?"),
        Just("#"),
        Just("\t"),
        Just("\u{0}"),
        Just("ü"),
        Just("[::1]"),
        Just(" "),
    ];
    let tail = proptest::collection::vec(piece, 0..9);
    proptest!(|(tail in tail, honest in proptest::bool::ANY)| {
        let start = if honest { "https://s3.amazonaws.com/echo.api/" } else { "" };
        let url = format!("{start}{}", tail.concat());
        if let Ok(admitted) = ALEXA.admits(&url) {
            prop_assert!(admitted.starts_with("https://s3.amazonaws.com/echo.api/"), "{}", admitted);
            prop_assert!(!admitted.contains("/../") && !admitted.contains("/./") && !admitted.contains('%'), "{}", admitted);
            let parsed: http::Uri = admitted.parse().map_err(|_| TestCaseError::fail("no URI"))?;
            prop_assert_eq!(parsed.host(), Some("s3.amazonaws.com"));
            prop_assert_eq!(ALEXA.admits(&admitted), Ok(admitted.clone()), "what is admitted is admitted as it is");
        }
    });
}

#[test]
fn pins_that_promise_nothing_admit_nothing() {
    for hosts in [
        &["*.com"] as &[&str],
        &["*"],
        &["amazonaws.*"],
        &["*.*.amazonaws.com"],
        &["s*.amazonaws.com"],
        &["com"],
        &["S3.amazonaws.com"],
        &[""],
        &[],
    ] {
        let pin = UrlPin::hosts(hosts);
        for host in ["s3.amazonaws.com", "amazonaws.com", "a.b.amazonaws.com", "com", ""] {
            assert!(pin.admits(&format!("https://{host}/x")).is_err(), "{hosts:?} {host}");
        }
    }
}

#[test]
fn ids_that_become_paths() {
    let uuid = "0199A7f2-0b0c-7d0e-8f00-112233445566";
    let long = "a".repeat(128);
    // Four segments, 511 and 512 bytes without the slash in front.
    let [longest, longer] =
        [127, 128].map(|first| format!("/{}{}", "a".repeat(first), format!("/{}", "a".repeat(127)).repeat(3)));
    let good = [
        (IdForm::Uuid, uuid),
        (IdForm::Token, uuid),
        (IdForm::Token, "AZaz09-_"),
        (IdForm::Token, &long),
        (IdForm::Path, "/pl/useast1/08-0e-4d-25-8f-ff-cd-5a"),
        (IdForm::Path, "/a/b/c/d/e/f/g/h"),
        (IdForm::Path, &longest),
    ];
    for (form, id) in good {
        assert!(form.admits(id), "{form:?} {id}");
    }
    let too_long = "a".repeat(129);
    let bad = [
        (IdForm::Uuid, ""),
        (IdForm::Uuid, "0199a7f20b0c7d0e8f00112233445566"),
        (IdForm::Uuid, "{0199a7f2-0b0c-7d0e-8f00-112233445566}"),
        (IdForm::Uuid, "0199a7f2-0b0c-7d0e-8f00-11223344556"),
        (IdForm::Uuid, "0199a7f2-0b0c-7d0e-8f00-112233445566-"),
        (IdForm::Uuid, "0199a7f2-0b0c-7d0e-8f00-11223344556g"),
        (IdForm::Uuid, "../../../../../../../../../../../../"),
        (IdForm::Token, ""),
        (IdForm::Token, &too_long),
        (IdForm::Token, "a/b"),
        (IdForm::Token, ".."),
        (IdForm::Token, "a.pem"),
        (IdForm::Token, "a?b"),
        (IdForm::Token, "a#b"),
        (IdForm::Token, "a%2fb"),
        (IdForm::Token, "a\n"),
        (IdForm::Token, "ä"),
        (IdForm::Path, "pl/useast1"),
        (IdForm::Path, "//evil.com/x"),
        (IdForm::Path, "/pl/../x"),
        (IdForm::Path, "/pl/x/"),
        (IdForm::Path, "/"),
        (IdForm::Path, "@evil.com/x"),
        (IdForm::Path, ".evil.com/x"),
        (IdForm::Path, "/a/b/c/d/e/f/g/h/i"),
        (IdForm::Path, &longer),
    ];
    for (form, id) in bad {
        assert!(!form.admits(id), "{form:?} {id}");
    }
}

#[test]
fn pins_are_words_of_configuration() {
    let pin: UrlPin =
        serde_json::from_str(r#"{"hosts":["sns.*.amazonaws.com","sns.*.amazonaws.com.cn"],"path-suffix":".pem"}"#)
            .unwrap();
    assert_eq!(pin, SNS);
    let single: UrlPin = serde_json::from_str(r#"{"hosts":"s3.amazonaws.com","path-prefix":"/echo.api/"}"#).unwrap();
    assert_eq!(single, ALEXA);
    let written = serde_json::to_string(&TRUELAYER).unwrap();
    assert_eq!(serde_json::from_str::<UrlPin>(&written).unwrap(), TRUELAYER);
    assert!(serde_json::from_str::<UrlPin>(r#"{"hosts":[],"port":8443}"#).is_err());
    assert_eq!(serde_json::to_string(&IdForm::Uuid).unwrap(), r#""uuid""#);
}
