//! Documents in which providers publish their keys, and documents that hold none.
#![cfg(all(feature = "ecdsa", feature = "jwt"))]

use hookseal::{
    keys::{FetchedKey, KeyCache, KeyKind, KeyRef, Lookup},
    scheme::UrlPin,
};

const PIN: UrlPin = UrlPin::hosts(&["keys.example.com"]);
/// Keys of P-256, in DER and base64: of RFC 7515, appendix A.3, and of RFC 7517, appendix A.1.
const A: &str = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==";
const JWK: &str = r#""kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM""#;

fn pem() -> String {
    format!("-----BEGIN PUBLIC KEY-----\n{}\n{}\n-----END PUBLIC KEY-----\n", &A[..64], &A[64..])
}

/// The text in JSON.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// How many keys of this name the document has, or what is said of it.
fn count(kind: KeyKind, id: Option<&str>, document: impl Into<Vec<u8>>) -> Result<usize, String> {
    let key = KeyRef::pinned(&PIN, "https://keys.example.com/", kind).unwrap();
    let key = id.into_iter().fold(key, KeyRef::with_id);
    let cache = KeyCache::new();
    cache.insert(&key, &FetchedKey::new(document.into())).map_err(|error| error.to_string())?;
    match cache.lookup(&key) {
        Lookup::Known(keys) => Ok(keys.count()),
        _ => Ok(0),
    }
}

#[test]
fn single_keys_are_read_as_providers_publish_them() {
    let bare_pem = pem().replace('\n', "");
    let documents = [
        pem(),
        pem().replace('\n', "\r\n"),
        A.into(),
        format!("{A}\n"),
        bare_pem.clone(),
        format!("{{{JWK}}}"),
        quoted(A),
        // Circle.
        format!(
            r#"{{"data":{{"id":"879dc113-5ca4-4ff7-a6b7-54652083fcf8","algorithm":"ECDSA_SHA_256","publicKey":"{A}","createDate":"2023-06-28T21:47:35.107250Z"}}}}"#
        ),
        // eBay.
        format!(r#"{{"algorithm":"ECDSA","digest":"SHA1","key":"{bare_pem}"}}"#),
        // Plaid.
        format!(
            r#"{{"key":{{"alg":"ES256","created_at":1560466143,"expired_at":null,"kid":"6c5516e1","use":"sig",{JWK}}},"request_id":"r"}}"#
        ),
        // Stark Bank.
        format!(r#"{{"publicKeys":[{{"content":{}}}],"cursor":null}}"#, quoted(&pem())),
    ];
    for document in documents {
        assert_eq!(count(KeyKind::Key, Some("any name"), document.clone()), Ok(1), "{document}");
    }
}

#[test]
fn sets_are_read_with_their_names() {
    let jwks = format!(
        r#"{{"keys":[{{"kid":"a",{JWK}}},{{"kid":"b",{JWK}}},{{"kty":"AKP","alg":"ML-DSA-44","pub":"AAAA","kid":"c"}}]}}"#
    );
    let key = |name: &str| format!(r#"{{"key_identifier":"{name}","key":{},"is_current":true}}"#, quoted(&pem()));
    let github = format!(r#"{{"public_keys":[{},{}]}}"#, key("a"), key("b"));
    let by_name = format!(r#"{{"a":{0},"b":{0}}}"#, quoted(&pem()));
    let listed = format!(r#"[{{"kid":"a","value":{{"pem":{0}}}}},{{"id":"b","value":{0}}}]"#, quoted(&pem()));
    for document in [jwks, github, by_name, listed] {
        let named = |id| count(KeyKind::Set, Some(id), document.clone());
        assert_eq!((named("a"), named("b"), named("c")), (Ok(1), Ok(1), Ok(0)), "{document}");
        assert_eq!(count(KeyKind::Set, None, document.clone()), Ok(2), "{document}");
    }
    // A key whose document says no name is the one that is meant.
    let unnamed = format!(r#"{{"algorithm":"ECDSA","keys":["{A}","{A}"]}}"#);
    assert_eq!(count(KeyKind::Set, Some("a"), unnamed), Ok(2));
}

#[cfg(feature = "x509")]
#[test]
fn certificates_of_issuers_are_no_keys_and_others_are() {
    let certificate = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/certificates/{name}.pem"));
        std::fs::read_to_string(path).expect(name)
    };
    let cases: [(&str, &[&str], usize); 6] = [
        ("one", &["leaf"], 1),
        ("a chain", &["leaf", "intermediate", "root"], 1),
        ("two chains", &["leaf", "intermediate", "root", "common-name", "intermediate"], 2),
        ("of different issuers", &["by-ed25519", "by-leaf"], 2),
        ("of one issuer", &["intermediate", "no-authority"], 2),
        ("two of one name that have no issuer, as when one is renewed", &["root", "impostor"], 2),
    ];
    for (case, names, keys) in cases {
        let document: String = names.iter().map(|name| certificate(name)).collect();
        assert_eq!(count(KeyKind::Certificate, None, document), Ok(keys), "{case}");
    }
}

#[test]
fn documents_without_keys_say_so() {
    let private = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let many = |count: usize| format!("[{}]", vec![quoted(A); count].join(","));
    let cases = [
        (String::new(), "empty"),
        ("<html>Not found</html>".into(), "no public key"),
        ("{}".into(), "not in the document"),
        ("[]".into(), "not in the document"),
        (r#""""#.into(), "not in the document"),
        (r#"{"error":"unauthorized"}"#.into(), "not in the document"),
        (r#"{"keys":[]}"#.into(), "not in the document"),
        (r#"{"key":null,"n":1e999}"#.into(), "begins like JSON"),
        ("{".into(), "begins like JSON"),
        (format!(r#"{{"key":{}"#, quoted(A)), "begins like JSON"),
        ("[".repeat(10_000), "begins like JSON"),
        (format!(r#"{{"a":{}}}"#, quoted("-----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----")), ""),
        (private.into(), "private key"),
        (format!(r#"{{"a":{}}}"#, quoted(private)), "private key"),
        (many(65), "64 keys"),
        #[cfg(feature = "jwt")]
        (format!(r#"{{"key":{0},"key":{0}}}"#, quoted(A)), "there twice"),
        (format!("{}{}", " ".repeat(64 * 1024), A), "64 KiB"),
        (format!("{}{}", many(2), " ".repeat(64 * 1024)), "64 KiB"),
    ];
    for (document, reason) in cases {
        let start: String = document.chars().take(80).collect();
        let why = count(KeyKind::Key, None, document).expect_err(&start);
        assert!(why.contains(reason) && why.starts_with("the key at https://keys.example.com/ "), "{start}: {why}");
        assert!(!why.contains("AAAA"), "{start}: {why}");
    }
    assert_eq!(count(KeyKind::Key, None, many(64)), Ok(64));
    assert!(count(KeyKind::Key, None, [0_u8; 100]).is_err());
    assert!(count(KeyKind::Key, None, vec![0xff; 32 * 1024]).is_err());
}

#[test]
fn no_document_panics() {
    use proptest::{prop_oneof, proptest, strategy::Just};

    let piece = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(","),
        Just(":"),
        Just("\"keys\""),
        Just("\"kty\""),
        Just("\"kid\""),
        Just("\"EC\""),
        Just("\"id\""),
        Just("\"-----BEGIN PUBLIC KEY-----\""),
        Just("-----BEGIN CERTIFICATE-----"),
        Just("-----END CERTIFICATE-----"),
        Just("\n"),
        Just(A),
        Just("null"),
        Just("\"MFkw\""),
        Just("0"),
    ];
    proptest!(|(pieces in proptest::collection::vec(piece, 0..20), bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200))| {
        let _ = count(KeyKind::Set, Some("a"), pieces.concat());
        let _ = count(KeyKind::Certificate, None, bytes);
    });
}

#[test]
fn references_say_what_they_are() {
    let jwks = KeyRef::pinned(&PIN, "https://KEYS.example.com:443/jwks", KeyKind::Set).unwrap();
    let key = jwks.clone().with_id(&format!("a\u{1b}[31m\n{}", "x".repeat(500)));
    let said = key.to_string();
    assert!(said.len() < 160 && said.is_ascii() && !said.contains(['\u{1b}', '\n']), "{said}");
    assert!(said.ends_with("at https://keys.example.com/jwks"), "{said}");
    assert_eq!((key.url(), key.kind()), ("https://keys.example.com/jwks", KeyKind::Set));
    assert!(KeyRef::pinned(&PIN, "https://evil.com/jwks", KeyKind::Set).is_err());
    assert_eq!(jwks.clone().with_id("a"), jwks.clone().with_id("a"));
    assert_ne!(jwks.clone().with_id("a"), jwks.with_id("b"));
}
