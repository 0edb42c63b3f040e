//! Reading public keys: as people paste them, and as providers publish them.

#[cfg(feature = "x509")]
use std::sync::Arc;

use base64ct::{Base64, Base64Unpadded, Base64Url, Base64UrlUnpadded, Encoding as _};
use memchr::memmem;

use super::PublicKey;
#[cfg(feature = "x509")]
use crate::x509::Certificate;

mod der;
#[cfg(feature = "jwt")]
mod jwk;
mod pem;

#[cfg(feature = "x509")]
pub(crate) use der::spki;

/// The longest text in bytes. The key sets of large identity providers have about 10 KiB.
const MAX_TEXT: usize = 64 * 1024;
/// How many keys a text may hold. Providers publish two to ten.
const MAX_KEYS: usize = 64;

const TOO_MANY: &str = "holds more than 64 keys";
pub(super) const CUT_OFF: &str = "is no public key that can be read: was it cut off, or a character changed?";
const PRIVATE: &str = "is a private key, which should not be here: use the public one";

/// A public key and what was said of it where it was found.
#[derive(Clone)]
pub(crate) struct NamedKey {
    /// The member `kid` of a JWK.
    pub(crate) id: Option<String>,
    /// The member `alg` of a JWK.
    pub(crate) algorithm: Option<String>,
    pub(crate) key: PublicKey,
    /// The key's certificate, and after it those of its issuers as far as they came along; empty for a bare key.
    #[cfg(feature = "x509")]
    pub(crate) certificates: Vec<Arc<Certificate>>,
}

impl From<PublicKey> for NamedKey {
    fn from(key: PublicKey) -> Self {
        Self {
            id: None,
            algorithm: None,
            key,
            #[cfg(feature = "x509")]
            certificates: Vec::new(),
        }
    }
}

/// Reads one key or several: never none.
///
/// - PEM: `PUBLIC KEY`, `RSA PUBLIC KEY`. Line breaks may be missing, or be written as `\n`.
/// - The same in DER, as it is, in hex, or in base64 of either alphabet, padded or not, with line breaks or without.
/// - The 32 bytes of an Ed25519 key, as they are, in hex or in base64; Standard Webhooks' `whpk_…`.
/// - With the feature `x509`, certificates: `CERTIFICATE`, or their DER. Those of the issuers may follow; their keys are
///   none of the keys that are read.
/// - With the feature `jwt`, a JWK or a JWK Set (RFC 7517).
///
/// # Errors
///
/// What is wrong with it, to be read after "the key".
pub(crate) fn public_keys(text: &[u8]) -> Result<Vec<NamedKey>, &'static str> {
    if text.len() > MAX_TEXT {
        return Err("is longer than 64 KiB, which no public key is");
    }
    if !text.iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace()) {
        return binary(text);
    }
    let text = text.trim_ascii();
    match text {
        [] => Err("is empty"),
        [b'{', ..] => json(text),
        _ if text.starts_with(b"whpk_") => Ok(vec![whpk(text.get(5..).unwrap_or_default())?.into()]),
        _ if text.starts_with(b"whsk_") => {
            Err("is the sender's private key (`whsk_`), which should not be here: use the public key")
        }
        _ if text.starts_with(b"whsec_") => Err("is a symmetric secret (`whsec_`); this scheme needs the public key"),
        _ if text.starts_with(b"ssh-") || text.starts_with(b"ecdsa-sha2-") => {
            Err("is a public key as OpenSSH writes it: convert it with `ssh-keygen -e -m pkcs8 -f <file>`")
        }
        _ if memmem::find(text, b"-----BEGIN ").is_some() => pem::keys(text),
        _ => bare(text),
    }
}

/// What comes after `whpk_`: the padded base64 of an Ed25519 key, as the specification of Standard Webhooks has it.
pub(crate) fn whpk(encoded: &[u8]) -> Result<PublicKey, &'static str> {
    let wrong = "is not the base64 of an Ed25519 public key";
    let bytes = std::str::from_utf8(encoded).ok().and_then(|text| Base64::decode_vec(text).ok()).ok_or(wrong)?;
    PublicKey::ed25519(&bytes).map_err(|why| if cfg!(feature = "ed25519") { wrong } else { why })
}

/// A key without anything around it.
fn bare(text: &[u8]) -> Result<Vec<NamedKey>, &'static str> {
    // Base64 of DER begins with `M`, which is no digit.
    let bytes = base16ct::mixed::decode_vec(text).ok().or_else(|| base64(text));
    binary(&bytes.ok_or(
        "is no public key in a form that is known: paste PEM, or base64 of the key in DER or of the 32 bytes of an Ed25519 \
         key",
    )?)
}

fn binary(bytes: &[u8]) -> Result<Vec<NamedKey>, &'static str> {
    match bytes.len() {
        32 => Ok(vec![PublicKey::ed25519(bytes)?.into()]),
        64 => Err("has 64 bytes; a public key of Ed25519 has 32, and its private key may have 64"),
        _ => Ok(vec![der::key(bytes)?]),
    }
}

/// Base64 in either alphabet, padded or not, with white space anywhere; `\n` is what a line break becomes in some
/// files of settings.
fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?.replace("\\r", "").replace("\\n", "");
    let text: String = text.split_ascii_whitespace().collect();
    let padded = || Base64::decode_vec(&text).or_else(|_| Base64Url::decode_vec(&text));
    let unpadded = || Base64Unpadded::decode_vec(&text).or_else(|_| Base64UrlUnpadded::decode_vec(&text));
    padded().or_else(|_| unpadded()).ok()
}

#[cfg(feature = "jwt")]
use jwk::keys as json;

#[cfg(not(feature = "jwt"))]
fn json(_: &[u8]) -> Result<Vec<NamedKey>, &'static str> {
    Err("is JSON: turn the feature `jwt` on, or paste the key as PEM")
}
