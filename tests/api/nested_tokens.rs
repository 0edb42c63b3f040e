//! Tokens inside of deliveries: opened as those of the deliveries themselves are.
#![cfg(all(feature = "jwt", feature = "testing"))]

#[cfg(all(feature = "ecdsa", feature = "x509"))]
use base64ct::{Base64UrlUnpadded, Encoding as _};
use hookseal::{
    Scheme, Verifier, VerifyErrorKind,
    scheme::{Algorithm, Check, Field, Jws, JwsAlgorithm},
    testing::TestClock,
    verifier::{Builder, Custom},
};

#[path = "../support/hs256.rs"]
mod hs256;
use hs256::{SECRET, base64, hs256, mac};

const NOW: u64 = 1_760_000_000;
const TOKENS: Scheme = Scheme::jws("acme", Jws::claims(&[JwsAlgorithm::Hs256]));

fn builder(scheme: Scheme) -> Builder<Custom> {
    let builder = Verifier::from_scheme(scheme).secret(SECRET).clock(TestClock::at_unix(NOW));
    builder.dangerous().unprotected_body()
}

#[test]
fn a_token_inside_of_a_delivery_is_opened() {
    use VerifyErrorKind::{CouldNotCheck, Expired, Malformed, Mismatch};

    let scheme = TOKENS.check(Check::is(Field::claim("/iss"), "acme"));
    let verifier = builder(scheme).build().expect("a verifier");
    let inner = hs256(r#"{"transactionId":"t-1"}"#);
    let opened = verifier.open_token(&inner).expect("genuine");
    assert_eq!(opened.json::<serde_json::Value>().expect("JSON")["transactionId"], "t-1");
    assert_eq!((opened.payload(), opened.header()), (&br#"{"transactionId":"t-1"}"#[..], &br#"{"alg":"HS256"}"#[..]));
    assert!(!format!("{opened:?}").contains("t-1"), "it is not shown");
    assert!(opened.json::<u8>().is_err());

    let (unsigned, _) = inner.rsplit_once('.').expect("a signature");
    let large = "a".repeat(1024 * 1024 + 1);
    let cases = [
        ("of another key", format!("{unsigned}.{}", mac("other")), Mismatch),
        ("that has ended", hs256(&format!(r#"{{"exp":{NOW}}}"#)), Expired),
        ("without a signature", format!("{unsigned}."), Malformed),
        ("signed by none", format!("{}.{}.", base64(r#"{"alg":"none"}"#), base64("{}")), Malformed),
        ("without a payload", format!("{}..{}", base64(r#"{"alg":"HS256"}"#), mac("x")), Malformed),
        ("that is no JSON", hs256("t-1"), Malformed),
        ("with a member twice", hs256(r#"{"a":1,"a":2}"#), Malformed),
        ("of a mebibyte and more", large, Malformed),
        ("that is none", String::new(), Malformed),
    ];
    for (case, token, expected) in cases {
        let error = verifier.open_token(&token).expect_err(case);
        assert_eq!(error.kind(), expected, "a token {case}: {error}");
    }
    let macs = Scheme::mac("acme", Algorithm::Sha256);
    let error = builder(macs).build().expect("a verifier").open_token(&inner).expect_err("no tokens");
    assert_eq!(error.kind(), CouldNotCheck, "a scheme without tokens");
}

/// The App Store's, by a chain of test certificates: see `tests/vectors/asymmetric`.
#[cfg(all(feature = "ecdsa", feature = "x509"))]
#[test]
fn a_transaction_of_the_app_store_is_opened() {
    use hookseal::provider::AppStore;

    let lines = include_str!("../vectors/apple-app-store-v2.jsonl").lines();
    let lines: Vec<serde_json::Value> = lines.map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let body_of = |name: &str| {
        let line = lines.iter().find(|line| line["name"] == name).unwrap_or_else(|| panic!("{name}"));
        (line["public_key"].as_str().expect("a root"), line["body"].as_str().expect("a body"))
    };
    let token_of = |name| {
        let body: serde_json::Value = serde_json::from_str(body_of(name).1).expect("JSON");
        body["signedPayload"].as_str().expect("a token").to_owned()
    };
    let (root, body) = body_of("token-genuine");
    let verifier = Verifier::<AppStore>::builder().secret(root).clock(TestClock::at_unix(NOW));
    let verifier = verifier.setting("bundle_id", "com.example.app").setting("environment", "Production");
    let verifier = verifier.build().expect("a verifier");
    let event = verifier.verify(&http::HeaderMap::new(), body.to_owned()).expect("genuine");
    assert_eq!((event.id(), event.kind(), event.id_is_signed()), (Some("u-1"), Some("TEST"), true));
    assert_eq!(event.json_at::<String>("/data/bundleId").expect("a text"), "com.example.app");

    let opened = verifier.open_token(&token_of("token-genuine")).expect("genuine");
    assert_eq!(opened.json::<serde_json::Value>().expect("JSON")["notificationUUID"], "u-1");
    // Another certificate in its header: it is not read any further.
    let genuine = token_of("token-genuine");
    let (header, rest) = genuine.split_once('.').expect("a header");
    let header = Base64UrlUnpadded::decode_vec(header).expect("base64url");
    let mut header: serde_json::Value = serde_json::from_slice(&header).expect("JSON");
    let chain = header["x5c"].as_array_mut().expect("a chain");
    chain.push("AAAA".into());
    let longer = format!("{}.{rest}", base64(header.to_string()));
    let error = verifier.open_token(&longer).expect_err("four certificates");
    assert!(error.to_string().contains("the chain in the token is not three certificates long"), "{error}");
    // What is about another app is genuine, too: holding that against yours is up to you.
    assert!(verifier.open_token(&token_of("token-another app")).is_ok());
    for forged in ["token-a root of one's own", "token-a signer without the mark", "token-another key"] {
        let error = verifier.open_token(&token_of(forged)).expect_err(forged);
        assert_eq!(error.status(), http::StatusCode::UNAUTHORIZED, "{forged}: {error}");
    }
}
