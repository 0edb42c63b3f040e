//! Tokens that are signed with a shared secret.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

pub(crate) const SECRET: &str = "correct horse battery staple";

pub(crate) fn base64(bytes: impl AsRef<[u8]>) -> String {
    Base64UrlUnpadded::encode_string(bytes.as_ref())
}

pub(crate) fn mac(text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("a key");
    mac.update(text.as_bytes());
    base64(mac.finalize().into_bytes())
}

/// A token with this header and payload.
pub(crate) fn token(header: &str, payload: &str) -> String {
    let text = format!("{}.{}", base64(header), base64(payload));
    format!("{text}.{}", mac(&text))
}

pub(crate) fn hs256(payload: &str) -> String {
    token(r#"{"alg":"HS256"}"#, payload)
}
