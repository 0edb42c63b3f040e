//! A delivery whose proof is a signature of the whole request.

use super::{Shared, check::Proven};
use crate::{
    crypto::Key,
    error::Cause,
    http_signature::{self, Presented},
    scheme::{HttpAlgorithm, HttpSignature, values::Reading},
    secret::{keys::Current, ring::RingKey},
};

impl Shared {
    /// Proves a delivery by the signature of its components.
    pub(super) fn prove_by_request<'k>(
        &self,
        words: &HttpSignature,
        set: Current<'k>,
        reading: &Reading<'_>,
    ) -> Result<Proven<'k>, Cause> {
        let is_known = self.public_url.is_some() || self.proxies.is_some();
        let url = is_known.then(|| self.url(reading.head)).transpose()?;
        let presented = http_signature::present(words, reading.head, url.as_deref(), reading.body)?;
        let set = self.keys_for(set, reading, presented.key_id.as_deref())?;
        let key = self.key_of_request(words, &set, &presented)?;
        self.check_end(&presented)?;
        self.meet(reading, &[], || None)?;
        Ok(Proven { set, body: None, key, fingerprint: None, moment: Some(presented.created), said: None })
    }

    /// Which key signed the request. One that it does not name is not held against it.
    fn key_of_request(&self, words: &HttpSignature, set: &Current<'_>, presented: &Presented) -> Result<usize, Cause> {
        let is_meant = |key: &RingKey| match &presented.key_id {
            Some(id) => !key.is_named || **id == *key.id,
            None => true,
        };
        let mut tried = 0;
        let active = set.keys.iter().enumerate().filter(|(_, key)| key.is_active(|| self.now()));
        for (index, key) in active.filter(|(_, key)| is_meant(key)) {
            tried += 1;
            let mut allowed = words.allowed(presented.algorithm.as_deref());
            if allowed.any(|algorithm| is_signed_by(key, algorithm, presented)) {
                return Ok(index);
            }
        }
        Err(match (tried, &presented.key_id) {
            (0, Some(_)) if !set.keys.is_empty() => Cause::UnknownKey { place: "the signature's `keyid`".into() },
            (0, _) => Cause::NoActiveKey,
            (keys, _) => Cause::Mismatch { keys },
        })
    }

    fn check_end(&self, presented: &Presented) -> Result<(), Cause> {
        let late = presented.expires.map(|end| self.now().since(end)).filter(|late| !late.is_zero());
        match late {
            Some(by) if self.window.is_some() => Err(Cause::Ended { by, leeway: std::time::Duration::ZERO }),
            _ => Ok(()),
        }
    }
}

fn is_signed_by(key: &RingKey, algorithm: HttpAlgorithm, presented: &Presented) -> bool {
    // A public key is never the key of a MAC: everyone has it.
    if let Key::Public(public) = &key.key {
        let algorithm = algorithm.signature();
        return algorithm.is_some_and(|algorithm| public.verify(algorithm, &presented.message, &presented.signature));
    }
    let mac = algorithm.mac().and_then(|hash| key.mac(hash));
    mac.is_some_and(|mac| mac.is_mac(std::iter::once(&*presented.message), &presented.signature))
}
