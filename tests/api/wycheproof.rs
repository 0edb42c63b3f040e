//! The test vectors of Project Wycheproof, which gathers the ways in which libraries have verified wrongly: a scheme names
//! the algorithm, the key is pasted as the secret, the signature is in a header, the message is the body.
//!
//! `acceptable` vectors, which libraries may judge either way, are refused: both are RSA signatures whose digest lacks the
//! NULL after its algorithm (RFC 8017, section 9.2, note 1, has it).
//!
//! Groups of HMACs that are cut to half their length are held against schemes that never do that: all are refused.

use std::{fs, path::Path};

use hookseal::{
    Scheme, Verifier,
    scheme::{Algorithm, Encoding, KeyFormat, Signature},
    verifier::Custom,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

fn read(file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wycheproof").join(file);
    serde_json::from_slice(&fs::read(path).expect(file)).expect(file)
}

fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value[member].as_str().unwrap_or_else(|| panic!("{member} is text"))
}

fn bytes(value: &Value, member: &str) -> Vec<u8> {
    base16ct::mixed::decode_vec(text(value, member)).expect("hex")
}

fn verifier(scheme: Scheme, key: &str) -> Verifier<Custom> {
    Verifier::from_scheme(scheme).secret(key).build().unwrap_or_else(|error| panic!("{key}: {error}"))
}

/// Holds every vector of a file against all verifiers of its group: how many there were, and how many were accepted.
fn judge(file: &str, signature: &str, verifiers: impl Fn(&Value) -> Vec<Verifier<Custom>>) -> (u64, u64) {
    let vectors = read(file);
    let (mut seen, mut accepted) = (0, 0);
    for group in vectors["testGroups"].as_array().expect("groups") {
        let is_cut = group["tagSize"].as_u64().is_some_and(|bits| bits < tag_bits(text(&vectors, "algorithm")));
        let shared = verifiers(group);
        for test in group["tests"].as_array().expect("tests") {
            let own = if shared.is_empty() { verifiers(test) } else { Vec::new() };
            let expected = text(test, "result") == "valid" && !is_cut;
            let value = HeaderValue::from_str(text(test, signature)).expect("hex");
            let headers = HeaderMap::from_iter([(HeaderName::from_static("x-signature"), value)]);
            for verifier in shared.iter().chain(&own) {
                let found = verifier.verify(&headers, bytes(test, "msg"));
                let (id, comment) = (&test["tcId"], &test["comment"]);
                assert_eq!(found.is_ok(), expected, "{file}, {id}: {comment}: {:?}", found.err());
            }
            seen += 1;
            accepted += u64::from(expected);
        }
    }
    assert_eq!(vectors["numberOfTests"], seen, "{file}");
    (seen, accepted)
}

fn tag_bits(algorithm: &str) -> u64 {
    match algorithm {
        "HMACSHA1" => 160,
        "HMACSHA256" => 256,
        "HMACSHA384" => 384,
        "HMACSHA512" => 512,
        _ => panic!("{algorithm} is unknown"),
    }
}

#[test]
fn hmac() {
    let cases = [
        ("hmac_sha1_test.json", Algorithm::Sha1, (170, 33)),
        ("hmac_sha256_test.json", Algorithm::Sha256, (174, 33)),
        ("hmac_sha384_test.json", Algorithm::Sha384, (174, 33)),
        ("hmac_sha512_test.json", Algorithm::Sha512, (174, 33)),
    ];
    for (file, algorithm, expected) in cases {
        if algorithm.missing_feature().is_some() {
            continue;
        }
        let signature = Signature::header("x-signature").encoding(Encoding::Hex);
        let scheme = Scheme::mac("wycheproof", algorithm).key(KeyFormat::Hex).signature(signature);
        let found =
            judge(file, "tag", |test| test["key"].as_str().map(|key| verifier(scheme, key)).into_iter().collect());
        assert_eq!(found, expected, "{file}");
    }
}

#[cfg(feature = "public-keys")]
mod public_keys {
    use base64ct::{Base64, Encoding as _};
    use hookseal::scheme::{Curve, EcdsaForm, RsaPadding, SignatureAlgorithm};

    use super::*;

    /// Each vector is verified with the key in every form in which the file has it.
    fn judge_signed(file: &str, algorithm: SignatureAlgorithm, expected: (u64, u64)) {
        if algorithm.missing_feature().is_some() {
            return;
        }
        let signature = Signature::header("x-signature").encoding(Encoding::Hex);
        let scheme = Scheme::signed("wycheproof", algorithm).signature(signature);
        let found = judge(file, "sig", |group| {
            let Some(pem) = group["publicKeyPem"].as_str() else { return Vec::new() };
            let mut keys = vec![pem.to_owned(), Base64::encode_string(&bytes(group, "publicKeyDer"))];
            if algorithm == SignatureAlgorithm::Ed25519 {
                keys.push(text(&group["publicKey"], "pk").to_owned());
            }
            if cfg!(feature = "jwt") {
                let jwk = ["publicKeyJwk", "keyJwk"].map(|member| &group[member]);
                keys.extend(jwk.into_iter().filter(|jwk| jwk.is_object()).map(Value::to_string));
            }
            keys.iter().map(|key| verifier(scheme, key)).collect()
        });
        assert_eq!(found, expected, "{file}");
    }

    #[test]
    fn ed25519() {
        judge_signed("ed25519_test.json", SignatureAlgorithm::Ed25519, (151, 88));
    }

    #[test]
    fn ecdsa() {
        let p256 = |form| SignatureAlgorithm::Ecdsa { curve: Curve::P256, hash: Algorithm::Sha256, form };
        judge_signed("ecdsa_secp256r1_sha256_test.json", p256(EcdsaForm::Der), (484, 174));
        judge_signed("ecdsa_secp256r1_sha256_p1363_test.json", p256(EcdsaForm::Fixed), (262, 173));
    }

    #[test]
    fn rsa() {
        let pkcs1 = |hash| SignatureAlgorithm::Rsa { padding: RsaPadding::Pkcs1, hash };
        judge_signed("rsa_signature_2048_sha256_test.json", pkcs1(Algorithm::Sha256), (259, 9));
        judge_signed("rsa_signature_2048_sha512_test.json", pkcs1(Algorithm::Sha512), (259, 8));
    }
}
