//! Tokens that standards publish, and tokens as attackers write them.
#![cfg(all(feature = "jwt", feature = "testing", feature = "ed25519", feature = "ecdsa", feature = "rsa"))]

use base64ct::{Base64UrlUnpadded, Encoding as _};
use hookseal::{
    Scheme, Verifier, VerifyError,
    scheme::{Encoding, Jws, JwsAlgorithm, Signature},
    testing::TestClock,
    verifier::Custom,
};
use http::HeaderMap;
use serde_json::Value;

const HS256: &[JwsAlgorithm] = &[JwsAlgorithm::Hs256];
const PUBLIC: &[JwsAlgorithm] = &[
    JwsAlgorithm::Rs256,
    JwsAlgorithm::Ps256,
    JwsAlgorithm::Es256,
    JwsAlgorithm::Es384,
    JwsAlgorithm::Es512,
    JwsAlgorithm::EdDsa,
];

struct Published {
    case: String,
    algorithm: JwsAlgorithm,
    key: Value,
    token: String,
}

fn published() -> Vec<Published> {
    let lines = include_str!("../tokens/published.jsonl").lines();
    let text = |line: &Value, name: &str| line[name].as_str().expect("a text").to_owned();
    lines
        .map(|line| {
            let line: Value = serde_json::from_str(line).expect("JSON");
            assert!(line["source"].is_string());
            Published {
                case: text(&line, "case"),
                algorithm: serde_json::from_value(line["algorithm"].clone()).expect("an algorithm"),
                key: line["key"].clone(),
                token: text(&line, "token"),
            }
        })
        .collect()
}

impl Published {
    /// As it is pasted: the JWK, or the bytes of a shared secret.
    fn secret(&self) -> Vec<u8> {
        match self.key["k"].as_str() {
            Some(secret) => Base64UrlUnpadded::decode_vec(secret).expect("base64url"),
            None => self.key.to_string().into_bytes(),
        }
    }

    /// Header, payload, signature.
    fn parts(&self) -> [&str; 3] {
        let parts: Vec<_> = self.token.split('.').collect();
        parts.try_into().expect("three")
    }

    fn payload(&self) -> Vec<u8> {
        Base64UrlUnpadded::decode_vec(self.parts()[1]).expect("base64url")
    }
}

/// The token in a header of its own.
fn verifier(scheme: Scheme, secret: &[u8]) -> Verifier<Custom> {
    let scheme = scheme.signature(Signature::header("x-jws").encoding(Encoding::Text));
    let verifier = Verifier::from_scheme(scheme).secret(secret).clock(TestClock::at_unix(1_300_819_300));
    let verifier = if scheme.covers_body() { verifier } else { verifier.dangerous().unprotected_body() };
    verifier.build().expect("a verifier")
}

fn verify(verifier: &Verifier<Custom>, token: &[u8], body: &[u8]) -> Result<(), VerifyError> {
    let mut headers = HeaderMap::new();
    headers.insert("x-jws", token.try_into().expect("a header"));
    verifier.verify(&headers, body.to_vec()).map(drop)
}

#[test]
fn what_standards_publish_is_genuine() {
    for vector in published() {
        let only = std::slice::from_ref(&vector.algorithm);
        let [header, _, signature] = vector.parts();
        let (secret, payload) = (vector.secret(), vector.payload());
        let detached = verifier(Scheme::jws("acme", Jws::detached(only)), &secret);
        let token = format!("{header}..{signature}");
        assert!(verify(&detached, token.as_bytes(), &payload).is_ok(), "{}", vector.case);
        let mut changed = payload.clone();
        changed[0] ^= 1;
        assert!(verify(&detached, token.as_bytes(), &changed).is_err(), "{}", vector.case);

        let claims = verifier(Scheme::jws("acme", Jws::claims(only)), &secret);
        let of_claims = verify(&claims, vector.token.as_bytes(), b"");
        assert_eq!(of_claims.is_ok(), payload.starts_with(b"{"), "{}: {of_claims:?}", vector.case);
    }
}

#[test]
fn every_changed_character_is_noticed() {
    for vector in published() {
        let only = std::slice::from_ref(&vector.algorithm);
        let verifier = verifier(Scheme::jws("acme", Jws::claims(only)), &vector.secret());
        for at in 0..vector.token.len() {
            for other in [b'A', b'.', b'='] {
                let mut token = vector.token.clone().into_bytes();
                if std::mem::replace(&mut token[at], other) != other {
                    assert!(verify(&verifier, &token, b"").is_err(), "{} at {at}: {}", vector.case, other as char);
                }
            }
            let mut token = vector.token.clone().into_bytes();
            token.remove(at);
            assert!(verify(&verifier, &token, b"").is_err(), "{} without {at}", vector.case);
        }
    }
}

#[test]
fn keys_and_algorithms_are_not_mixed() {
    for vector in published().iter().filter(|vector| vector.algorithm != JwsAlgorithm::Hs256) {
        // A public key is no shared secret: whoever knows it would sign with it.
        for jws in [Jws::claims(HS256), Jws::detached(HS256)] {
            let scheme = Scheme::jws("acme", jws).signature(Signature::header("x-jws").encoding(Encoding::Text));
            let built = Verifier::from_scheme(scheme).secret(vector.secret()).dangerous().unprotected_body().build();
            if let Ok(verifier) = built {
                assert!(verify(&verifier, vector.token.as_bytes(), b"").is_err(), "{}", vector.case);
            }
        }
        // A key of another kind verifies nothing, whatever is allowed.
        for other in published().iter().filter(|other| other.algorithm != JwsAlgorithm::Hs256) {
            let verifier = verifier(Scheme::jws("acme", Jws::detached(PUBLIC)), &other.secret());
            let [header, _, signature] = vector.parts();
            let found = verify(&verifier, format!("{header}..{signature}").as_bytes(), &vector.payload());
            assert_eq!(found.is_ok(), vector.case == other.case, "{} with {}", vector.case, other.case);
        }
    }
}

/// Who publishes a key may say what it is for (`alg`, RFC 7517, section 4.4).
#[test]
fn a_key_is_for_the_algorithm_that_it_names() {
    for vector in published().into_iter().filter(|vector| vector.algorithm != JwsAlgorithm::Hs256) {
        for other in PUBLIC {
            let mut key = vector.key.clone();
            key["alg"] = other.as_str().into();
            let verifier = verifier(Scheme::jws("acme", Jws::detached(PUBLIC)), key.to_string().as_bytes());
            let [header, _, signature] = vector.parts();
            let found = verify(&verifier, format!("{header}..{signature}").as_bytes(), &vector.payload());
            assert_eq!(found.is_ok(), vector.algorithm == *other, "{} for {other:?}", vector.case);
        }
    }
}

fn base64(bytes: impl AsRef<[u8]>) -> String {
    Base64UrlUnpadded::encode_string(bytes.as_ref())
}

/// A token with this header; the signature is as long as it should be, and nobody's.
fn headed(header: impl AsRef<[u8]>) -> String {
    format!("{}.{}.{}", base64(header), base64("{}"), base64([7; 32]))
}

/// Tokens, and a part of the reason.
fn hostile() -> Vec<(String, &'static str)> {
    let good = headed(r#"{"alg":"HS256"}"#);
    let (front, tag) = good.rsplit_once('.').expect("a signature");
    let with_tag = |tag: String| format!("{front}.{tag}");
    let header = |json: &str| headed(json);
    let key = r#"{"kty":"oct","k":"AAAA"}"#;
    vec![
        (good.clone(), "fits none"),
        // Keys that the token brings along are not looked at.
        (
            header(&format!(
                r#"{{"alg":"HS256","jwk":{key},"jku":"https://evil.com","x5u":"https://evil.com","x5c":[]}}"#
            )),
            "fits none",
        ),
        // Not signed, or signed by something else.
        (header(r#"{"alg":"none"}"#), "unknown"),
        (format!("{}.{}.", base64(r#"{"alg":"none"}"#), base64("{}")), "unknown"),
        (header(r#"{"alg":"None"}"#), "unknown"),
        (header(r#"{"alg":"nOnE"}"#), "unknown"),
        (header(r#"{"alg":""}"#), "unknown"),
        (header(r#"{"alg":"hs256"}"#), "unknown"),
        (header(r#"{"alg":"HS256 "}"#), "unknown"),
        (header(r#"{"alg":"HS1"}"#), "unknown"),
        (header(r#"{"alg":"ES256K"}"#), "unknown"),
        (header(r#"{"alg":"HS512"}"#), "none of those"),
        (header(r#"{"alg":"RS256"}"#), "none of those"),
        (header(r#"{"alg":"EdDSA"}"#), "none of those"),
        (header(r#"{"alg":"Ed25519"}"#), "none of those"),
        (header(r#"{"typ":"JWT"}"#), "names no algorithm"),
        (header(r#"{"ALG":"HS256"}"#), "names no algorithm"),
        (header(r#"{"alg":["HS256"]}"#), "something else than text"),
        (header(r#"{"alg":256}"#), "something else than text"),
        (header(r#"{"alg":null}"#), "something else than text"),
        (header(r#"{"alg":"HS256","kid":7}"#), "something else than text"),
        (header(r#"{"alg":"HS256","kid":null}"#), "something else than text"),
        // What no scheme has, whatever its value.
        (header(r#"{"alg":"HS256","crit":["exp"]}"#), "extensions"),
        (header(r#"{"alg":"HS256","crit":[]}"#), "extensions"),
        (header(r#"{"alg":"HS256","crit":null}"#), "extensions"),
        (header(r#"{"alg":"HS256","b64":false}"#), "extensions"),
        (header(r#"{"alg":"HS256","b64":true}"#), "extensions"),
        (header(r#"{"alg":"HS256","zip":"DEF"}"#), "compressed"),
        (header(r#"{"alg":"dir","enc":"A128GCM"}"#), "encrypted"),
        // JSON that two parsers read differently, or none.
        (header(r#"{"alg":"HS256","alg":"HS256"}"#), "there twice"),
        (header(r#"{"alg":"none","\u0061lg":"HS256"}"#), "there twice"),
        (header(r#"{"alg":"HS256","x":{"a":1,"a":1}}"#), "there twice"),
        (header(r#"{"alg":"HS256","x":[{"a":1,"b":{"c":0,"c":0}}]}"#), "there twice"),
        (header(r#"["HS256"]"#), "not a JSON object"),
        (header(r#""HS256""#), "not a JSON object"),
        (header(""), "not a JSON object"),
        (header(r#"{"alg":"HS256"}{}"#), "not a JSON object"),
        (header(r#"{"alg":"HS256",}"#), "not a JSON object"),
        (header("{'alg':'HS256'}"), "not a JSON object"),
        (header("{\"alg\":\"HS256\",\"x\":\"\n\"}"), "not a JSON object"),
        (header(r#"{"alg":"HS256","x":"\ud800"}"#), "not a JSON object"),
        (header("\u{feff}{\"alg\":\"HS256\"}"), "not a JSON object"),
        (headed(b"{\"alg\":\"HS256\",\"x\":\"\xff\"}"), "not a JSON object"),
        (header(&format!(r#"{{"alg":"HS256","x":{}{}}}"#, "[".repeat(1000), "]".repeat(1000))), "not a JSON object"),
        (header(&format!(r#"{{"alg":"HS256","x":{}"#, "[".repeat(4000))), "not a JSON object"),
        // Other numbers of segments.
        (front.to_owned(), "three segments"),
        (format!("{good}."), "three segments"),
        (format!("{good}.a"), "three segments"),
        (format!("{good}.a.b.c"), "three segments"),
        (".".repeat(4000), "three segments"),
        (format!("{good}.a.b"), "encrypted"),
        ("..".into(), "not a JSON object"),
        // Base64 that is not strict.
        (format!("{good}="), "not base64url"),
        (format!("{good}\t"), "not base64url"),
        (with_tag(tag.replace('c', "+")), "not base64url"),
        (with_tag(format!("{}d", tag.strip_suffix('c').expect("its last character"))), "not base64url"),
        (format!("{}=.{}.{tag}", base64(r#"{"alg":"HS256"}"#), base64("{}")), "not base64url"),
        (format!("{}.e30=.{tag}", base64(r#"{"alg":"HS256"}"#)), "not base64url"),
        (format!("{}.e31.{tag}", base64(r#"{"alg":"HS256"}"#)), "not base64url"),
        (format!("{}.e.{tag}", base64(r#"{"alg":"HS256"}"#)), "not base64url"),
        (format!("{}.e 30.{tag}", base64(r#"{"alg":"HS256"}"#)), "not base64url"),
        // Signatures of other lengths.
        (with_tag(String::new()), "not as long"),
        (with_tag(base64([7; 31])), "not as long"),
        (with_tag(base64([7; 33])), "not as long"),
        (with_tag(base64([7; 64])), "not as long"),
        (with_tag("A".repeat(4000)), "not as long"),
    ]
}

#[test]
fn what_attackers_write_is_refused_for_the_right_reason() {
    let in_header = verifier(Scheme::jws("acme", Jws::claims(HS256)), b"a secret");
    let in_body = Scheme::jws("acme", Jws::claims(HS256)).signature(Signature::body().encoding(Encoding::Text));
    let in_body = Verifier::from_scheme(in_body).secret("a secret").dangerous().unprotected_body();
    let in_body = in_body.build().expect("a verifier");
    for (token, reason) in hostile() {
        let error = verify(&in_header, token.as_bytes(), b"").expect_err(&token).to_string();
        assert!(error.contains(reason), "{token}: {error}");
        let error = in_body.verify(&HeaderMap::new(), token.clone()).expect_err(&token).to_string();
        assert!(token.ends_with(char::is_whitespace) || error.contains(reason), "{token}: {error}");
    }
}

#[test]
fn what_is_too_long_is_not_read() {
    let body = Scheme::jws("acme", Jws::claims(HS256)).signature(Signature::body().encoding(Encoding::Text));
    let verifier = Verifier::from_scheme(body.body_limit(8 << 20)).secret("a secret").dangerous().unprotected_body();
    let verifier = verifier.build().expect("a verifier");
    let said = |token: String| verifier.verify(&HeaderMap::new(), token).expect_err("nobody signed it").to_string();
    let filled = |len: usize| format!(r#"{{"alg":"HS256","x":"{}"}}"#, "x".repeat(len));
    assert!(said(headed(filled(6000))).contains("fits none"));
    assert!(said(headed(filled(6200))).contains("8 KiB"));
    let payload = |len: usize| format!("{}.{}.{}", base64(r#"{"alg":"HS256"}"#), "e".repeat(len), base64([7; 32]));
    assert!(said(payload(1_000_000)).contains("fits none"));
    assert!(said(payload(1 << 20)).contains("1 MiB"));
}

#[test]
fn ecdsa_is_of_fixed_width() {
    let es256 = published().into_iter().find(|vector| vector.case == "es256").expect("the vector");
    let verifier = verifier(Scheme::jws("acme", Jws::claims(PUBLIC)), &es256.secret());
    let [header, payload, signature] = es256.parts();
    let fixed = Base64UrlUnpadded::decode_vec(signature).expect("base64url");
    let (r, s) = fixed.split_at(32);
    let integer = |number: &[u8]| {
        let sign = if number[0] < 0x80 { &[][..] } else { &[0] };
        let bytes = [sign, number].concat();
        [vec![2, u8::try_from(bytes.len()).expect("short")], bytes].concat()
    };
    let inside = [integer(r), integer(s)].concat();
    let der = [vec![0x30, u8::try_from(inside.len()).expect("short")], inside].concat();
    for other in [der, vec![0; 64], vec![0; 63], [fixed.as_slice(), &[0]].concat(), [s, r].concat(), r.to_vec()] {
        assert!(verify(&verifier, format!("{header}.{payload}.{}", base64(&other)).as_bytes(), b"").is_err());
    }
    assert!(verify(&verifier, es256.token.as_bytes(), b"").is_ok());
}
