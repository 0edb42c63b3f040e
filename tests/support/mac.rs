//! Signatures computed from the documented formulas, with nothing of hookseal in between.
#![allow(dead_code)] // each test uses a part of it

use base64ct::{Base64, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha512};

pub(crate) fn sha256(key: impl AsRef<[u8]>, message: impl AsRef<[u8]>) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_ref()).expect("HMAC takes keys of any length");
    mac.update(message.as_ref());
    mac.finalize().into_bytes().to_vec()
}

#[cfg(feature = "sha1")]
pub(crate) fn sha1(key: impl AsRef<[u8]>, message: impl AsRef<[u8]>) -> Vec<u8> {
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(key.as_ref()).expect("HMAC takes keys of any length");
    mac.update(message.as_ref());
    mac.finalize().into_bytes().to_vec()
}

pub(crate) fn sha512(key: impl AsRef<[u8]>, message: impl AsRef<[u8]>) -> Vec<u8> {
    let mut mac = Hmac::<Sha512>::new_from_slice(key.as_ref()).expect("HMAC takes keys of any length");
    mac.update(message.as_ref());
    mac.finalize().into_bytes().to_vec()
}

pub(crate) fn hex(bytes: impl AsRef<[u8]>) -> String {
    let mut text = vec![0; 2 * bytes.as_ref().len()];
    base16ct::lower::encode_str(bytes.as_ref(), &mut text).expect("twice as long").to_owned()
}

pub(crate) fn base64(bytes: impl AsRef<[u8]>) -> String {
    Base64::encode_string(bytes.as_ref())
}

/// The key bytes of a secret such as `whsec_MfKQ…`.
pub(crate) fn whsec(secret: &str) -> Vec<u8> {
    Base64::decode_vec(secret.trim_start_matches("whsec_")).expect("base64 after the prefix")
}
