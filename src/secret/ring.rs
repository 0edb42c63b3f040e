//! The keys of a verifier: decoded, prepared, named, and each with an end.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::{Secret, decode};
use crate::{
    SetupError,
    crypto::Key,
    scheme::{Scheme, Source},
    time::Moment,
};

/// A key that may verify deliveries until its end.
pub(crate) struct RingKey {
    pub(crate) id: Arc<str>,
    /// Whether the id was given, and is not just a number.
    pub(crate) is_named: bool,
    pub(crate) key: Key,
    /// Keys of the other algorithms that the sender may choose, in the scheme's order; `None` if one is not in this build.
    pub(crate) others: Vec<Option<Key>>,
    /// The key itself, where it is a part of the message.
    pub(crate) bytes: Zeroizing<Vec<u8>>,
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
        if let Source::HeaderPerSecret(headers) = &scheme.signature.at
            && headers.iter().count() < number
        {
            return Err(bad("is one too many: each secret signs in a header of its own, and there are no more"));
        }
        let (key, others, bytes) = make(secret.bytes(), scheme).map_err(bad)?;
        let is_named = secret.given_id().is_some();
        ring.push(RingKey { id: id.into(), is_named, key, others, bytes, until: *until });
    }
    Ok(ring)
}

type Made = (Key, Vec<Option<Key>>, Zeroizing<Vec<u8>>);

/// The key of a secret, or what is wrong with the secret.
fn make(secret: &[u8], scheme: &Scheme) -> Result<Made, &'static str> {
    decode::check(secret, &scheme.key)?;
    let public_key = scheme.or_ed25519.and_then(|pair| secret.strip_prefix(pair.prefix.as_bytes()));
    if let Some(encoded) = public_key {
        return Ok((decode::ed25519(encoded)?, Vec::new(), Zeroizing::default()));
    }
    let mut bytes = decode::key(secret, &scheme.key)?;
    let wrong = "is no key of this algorithm";
    let key = Key::prepare(scheme.proof, scheme.signature.encoding, &bytes).ok_or(wrong)?;
    let others = scheme.signature.or_algorithms.iter().map(|other| Key::mac(other.algorithm, &bytes)).collect();
    if !scheme.signs_secret() {
        bytes = Zeroizing::default();
    }
    Ok((key, others, bytes))
}
