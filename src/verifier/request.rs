//! A delivery whose proof is a signature of the whole request.

use super::{
    Shared,
    check::{Opened, Proven},
};
use crate::{
    error::Cause,
    http_signature::{self, Presented},
    scheme::{HttpSignature, values::Reading},
    secret::keys::Current,
};

impl Shared {
    /// Proves a delivery by the signature of its components.
    pub(super) fn prove_by_request<'k>(
        &self,
        words: &HttpSignature,
        set: Current<'k>,
        reading: &Reading<'_>,
        opened: &mut Opened,
    ) -> Result<Proven<'k>, Cause> {
        let is_known = self.public_url.is_some() || self.proxies.is_some();
        let url = is_known.then(|| self.url(reading.head)).transpose()?;
        let presented = http_signature::present(words, reading.head, url.as_deref(), reading.body)?;
        let set = self.keys_for(set, reading, presented.key_id.as_deref())?;
        let key = self.key_of_request(words, &set, &presented)?;
        self.check_end(&presented)?;
        self.meet(reading, &[], || None)?;
        opened.timestamp = Some(presented.created);
        Ok(Proven { set, key })
    }

    /// Which key signed the request. One that it does not name is not held against it.
    fn key_of_request(&self, words: &HttpSignature, set: &Current<'_>, presented: &Presented) -> Result<usize, Cause> {
        let place = || "the signature's `keyid`".into();
        self.first_key(set, presented.key_id.as_deref(), place, |_, key| {
            words.allowed(presented.algorithm.as_deref()).any(|algorithm| {
                key.vouches(algorithm.mac(), algorithm.signature(), &presented.message, &presented.signature)
            })
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
