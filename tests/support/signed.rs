//! Keys and signatures that OpenSSL made, and the schemes that verify them.
#![allow(dead_code)] // each test uses a part of it

use std::{fs, path::Path, sync::LazyLock};

use base64ct::{Base64, Encoding as _};
use hookseal::{Scheme, Secret, SetupError, Verifier, scheme::SignatureAlgorithm, verifier::Custom};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

pub(crate) static VECTORS: LazyLock<Value> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/signatures/openssl.json");
    serde_json::from_slice(&fs::read(path).expect("vectors")).expect("JSON")
});

pub(crate) fn certificate(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/certificates/{name}.pem"));
    fs::read_to_string(path).expect(name)
}

pub(crate) fn key(name: &str, form: &str) -> String {
    match &VECTORS["keys"][name][form] {
        Value::String(text) => text.clone(),
        jwk @ Value::Object(_) => jwk.to_string(),
        other => panic!("{name}, {form}: {other}"),
    }
}

pub(crate) fn algorithm(words: &Value) -> SignatureAlgorithm {
    serde_json::from_value(words.clone()).expect("an algorithm")
}

pub(crate) fn build(algorithm: SignatureAlgorithm, key: impl Into<Secret>) -> Result<Verifier<Custom>, SetupError> {
    Verifier::from_scheme(Scheme::signed("acme", algorithm)).secret(key).build()
}

pub(crate) fn accepts(verifier: &Verifier<Custom>, signature: &str, message: &str) -> bool {
    let value = HeaderValue::from_str(signature).expect("base64");
    let headers = HeaderMap::from_iter([(HeaderName::from_static("x-signature"), value)]);
    verifier.verify(&headers, message.to_owned()).is_ok()
}

/// The signature of each key that its forms are tried with.
pub(crate) fn signature_of(name: &str) -> (SignatureAlgorithm, &'static str, &'static str) {
    let all = VECTORS["signatures"].as_array().expect("signatures").iter();
    let vector = all
        .filter(|vector| vector["key"] == name && vector["valid"] == true)
        .find(|vector| vector["algorithm"].to_string().contains("sha256") || name == "ed25519")
        .expect(name);
    let text = |member: &str| vector[member].as_str().expect("text");
    (algorithm(&vector["algorithm"]), text("signature"), text("message"))
}

pub(crate) fn der(name: &str) -> Vec<u8> {
    Base64::decode_vec(&lines(&key(name, "pem")).concat()).expect("base64")
}

/// The lines between the first and the last.
pub(crate) fn lines(pem: &str) -> Vec<&str> {
    pem.lines().filter(|line| !line.starts_with("-----")).collect()
}

pub(crate) fn key_member(name: &str, member: &str) -> String {
    VECTORS["keys"][name]["jwk"][member].as_str().expect(member).to_owned()
}

pub(crate) fn lines_without(pem: &str, number: usize) -> String {
    let left: Vec<_> = pem.lines().enumerate().filter(|(at, _)| *at != number).map(|(_, line)| line).collect();
    left.join("\n")
}
