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
        let key = decode(secret.bytes(), &scheme.key).map_err(|why| SetupError::BadSecret {
            scheme: scheme.name().into(),
            id: id.clone(),
            why,
        })?;
        ring.push(RingKey { id: id.into(), key: Key::prepare(scheme.proof, &key), until: *until });
    }
    Ok(ring)
}

/// The key bytes of a secret, or what is wrong with it.
fn decode(secret: &[u8], format: &KeyFormat) -> Result<Zeroizing<Vec<u8>>, &'static str> {
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
    let (prefix, encoded) = match format {
        KeyFormat::Utf8 => return Ok(Zeroizing::new(secret.to_vec())),
        KeyFormat::Base64IfPrefixed { prefix } if !secret.starts_with(prefix.as_str().as_bytes()) => {
            return Ok(Zeroizing::new(secret.to_vec()));
        }
        KeyFormat::Base64 { prefix } | KeyFormat::Base64IfPrefixed { prefix } => {
            let prefix = prefix.as_str().as_bytes();
            (prefix, secret.strip_prefix(prefix).unwrap_or(secret))
        }
    };
    if encoded.is_empty() {
        return Err("is only a prefix: copy the whole of it from the dashboard");
    }
    if !prefix.is_empty() && encoded.starts_with(prefix) {
        return Err("has its prefix twice: paste it once");
    }
    if encoded.starts_with(b"v1,") {
        return Err("begins with `v1,`, which is not part of it: paste what comes after the comma");
    }
    if encoded.starts_with(b"whpk_") || encoded.starts_with(b"whsk_") {
        return Err("is an asymmetric key (`whpk_` or `whsk_`); this scheme needs the symmetric secret, `whsec_…`");
    }
    let wrong =
        "is not base64 of the standard alphabet with padding: was it cut off, or does it belong to another scheme?";
    let encoded = std::str::from_utf8(encoded).map_err(|_| wrong)?;
    let key = Base64::decode_vec(encoded).map(Zeroizing::new).map_err(|_| wrong)?;
    if key.is_empty() { Err("decodes to nothing") } else { Ok(key) }
}
