//! The keys of a verifier: decoded, prepared, named, and each with an end.

use base64ct::{Base64, Encoding as _};
use zeroize::Zeroizing;

use super::Secret;
use crate::{
    SetupError,
    crypto::Key,
    scheme::{KeyFormat, Scheme},
    time::Moment,
};

/// A key that may verify deliveries until its end.
pub(crate) struct RingKey {
    pub(crate) id: Box<str>,
    pub(crate) key: Key,
    until: Option<Moment>,
}

impl RingKey {
    /// Whether the key still counts. `now` is only asked for if the key has an end.
    pub(crate) fn is_active(&self, now: impl FnOnce() -> Moment) -> bool {
        self.until.is_none_or(|until| now() < until)
    }
}

/// Makes the keys of a verifier; refuses what nothing may be verified with.
pub(crate) fn forge(scheme: &Scheme, secrets: &[(Secret, Option<Moment>)]) -> Result<Vec<RingKey>, SetupError> {
    if secrets.is_empty() {
        return Err(SetupError::NoSecret { scheme: scheme.name().into() });
    }
    let mut ring: Vec<RingKey> = Vec::with_capacity(secrets.len());
    for (number, (secret, until)) in (1_usize..).zip(secrets) {
        let id = secret.given_id().map_or_else(|| number.to_string(), str::to_owned);
        if ring.iter().any(|key| *key.id == *id) {
            return Err(SetupError::RepeatedKeyId { scheme: scheme.name().into(), id });
        }
        let bad = |why| SetupError::BadSecret { scheme: scheme.name().into(), id: id.clone(), why };
        let key = make(secret.bytes(), scheme).map_err(bad)?;
        ring.push(RingKey { id: id.into(), key, until: *until });
    }
    Ok(ring)
}

/// The key of a secret, or what is wrong with the secret.
fn make(secret: &[u8], scheme: &Scheme) -> Result<Key, &'static str> {
    check(secret)?;
    let public_key = scheme.ed25519.and_then(|pair| secret.strip_prefix(pair.prefix.as_bytes()));
    match public_key {
        Some(encoded) => ed25519(encoded),
        None => Key::prepare(scheme.proof, &decode(secret, &scheme.key)?).ok_or("is no key of this algorithm"),
    }
}

#[cfg(feature = "ed25519")]
fn ed25519(encoded: &[u8]) -> Result<Key, &'static str> {
    let wrong = "is not the base64 of an Ed25519 public key";
    let key = std::str::from_utf8(encoded).ok().and_then(|text| Base64::decode_vec(text).ok()).ok_or(wrong)?;
    Key::ed25519(&key).ok_or(wrong)
}

#[cfg(not(feature = "ed25519"))]
fn ed25519(_: &[u8]) -> Result<Key, &'static str> {
    Err("is a public key: turn the feature `ed25519` on, or paste the symmetric secret")
}

/// What no secret of any scheme may be.
fn check(secret: &[u8]) -> Result<(), &'static str> {
    if secret.is_empty() {
        return Err("is empty: the environment variable or file that it comes from is not set");
    }
    if secret.iter().all(u8::is_ascii_whitespace) {
        return Err("is blank: the environment variable or file that it comes from holds only white space");
    }
    if secret.trim_ascii().len() != secret.len() {
        return Err("begins or ends with white space: remove it, often the line break at the end of a file");
    }
    if secret.starts_with(b"-----BEGIN") {
        return Err("is a PEM key or certificate; this scheme needs the shared secret");
    }
    if secret == b"whsec_" {
        return Err("is only a prefix: copy the whole of it from the dashboard");
    }
    if secret.starts_with(b"whsec_whsec_") {
        return Err("has its prefix twice: paste it once");
    }
    if secret.starts_with(b"v1,whsec_") {
        return Err("begins with `v1,`, which is not part of it: paste what comes after the comma");
    }
    if secret.starts_with(b"whsk_") {
        return Err("is the sender's private key (`whsk_`), which should not be here: use `whsec_…` or the public key");
    }
    Ok(())
}

/// The key bytes of a secret, or what is wrong with it.
fn decode(secret: &[u8], format: &KeyFormat) -> Result<Zeroizing<Vec<u8>>, &'static str> {
    if secret.starts_with(b"whpk_") {
        return Err("is a public key (`whpk_`); this scheme needs the symmetric secret");
    }
    let encoded = match format {
        KeyFormat::Utf8 => return Ok(Zeroizing::new(secret.to_vec())),
        KeyFormat::Base64IfPrefixed { prefix } if !secret.starts_with(prefix.as_bytes()) => {
            return Ok(Zeroizing::new(secret.to_vec()));
        }
        KeyFormat::Base64 { prefix } | KeyFormat::Base64IfPrefixed { prefix } => {
            secret.strip_prefix(prefix.as_bytes()).unwrap_or(secret)
        }
    };
    if encoded.is_empty() {
        return Err("is only a prefix: copy the whole of it from the dashboard");
    }
    let wrong =
        "is not base64 of the standard alphabet with padding: was it cut off, or does it belong to another scheme?";
    let encoded = std::str::from_utf8(encoded).map_err(|_| wrong)?;
    let key = Base64::decode_vec(encoded).map(Zeroizing::new).map_err(|_| wrong)?;
    if key.is_empty() { Err("decodes to nothing") } else { Ok(key) }
}
