//! Deliveries and endpoint checks that are encrypted.

use std::borrow::Cow;

use bytes::Bytes;
use http::StatusCode;

use super::{Opened, Shared};
use crate::{
    cipher,
    error::Cause,
    handshake::Answer,
    scheme::{
        Envelope,
        plan::{Offered, Sealed, Spot, Wanted},
        values::{Head, Reading, missing},
    },
    secret::ring::RingKey,
};

/// The longest text that is echoed, in bytes.
const MAX_ECHO: usize = 1024;

impl Shared {
    /// What is inside a body; `None` if it is not encrypted.
    pub(super) fn unseal(&self, reading: &Reading<'_>, key: &RingKey) -> Result<Option<Vec<u8>>, Cause> {
        let Some(sealed) = &self.plan.sealed else { return Ok(None) };
        let Some(written) = reading.find(&sealed.at, None)? else { return Ok(None) };
        open(sealed, key, &written, &sealed.at).map(Some)
    }

    /// What is inside a body that nobody has proven, if one of the keys opens it: an endpoint check may be.
    pub(super) fn peek(&self, reading: &Reading<'_>) -> Option<Vec<u8>> {
        let set = self.current().ok()?;
        let active = set.keys.iter().filter(|key| key.is_active(|| self.now()));
        active.into_iter().find_map(|key| self.unseal(reading, key).ok().flatten())
    }

    /// Answers an endpoint check by GET that is signed as an event is, and encrypted.
    pub(super) fn answer_sealed(&self, head: &Head<'_>, sealed: &Sealed, at: &Spot) -> Cause {
        let reading = Reading::new(head, &[], &Envelope::None);
        let judge = || {
            let signature: Option<Cow<'_, [u8]>> = match &self.plan.signature {
                Offered::At(spot) => Some(reading.find(spot, None)?.ok_or_else(|| missing(spot))?),
                _ => None,
            };
            let mut opened = Opened::default();
            let proven = self.prove(self.current()?, &reading, signature.as_deref(), &Bytes::new(), &mut opened)?;
            self.check_freshness(opened.timestamp)?;
            let written = reading.find(at, None)?.ok_or_else(|| missing(at))?;
            let key = proven.set.keys.get(proven.key).ok_or(Cause::NoActiveKey)?;
            let text = String::from_utf8(open(sealed, key, &written, at)?).ok();
            let sane = |text: &String| text.len() <= MAX_ECHO && !text.chars().any(char::is_control);
            text.filter(sane).ok_or(Cause::HandshakeRefused { status: None::<StatusCode> })
        };
        judge().map_or_else(|cause| cause, |text| Cause::Handshake { answer: Answer::Text(text) })
    }
}

fn open(sealed: &Sealed, key: &RingKey, written: &[u8], at: &Spot) -> Result<Vec<u8>, Cause> {
    let malformed = |why| match missing(at) {
        Cause::MalformedBody { place, .. } => Cause::MalformedBody { place, why },
        other => other,
    };
    let cipher_key = key.cipher.as_ref().ok_or_else(|| malformed("there is no key to decrypt it with"))?;
    let plain = cipher::open(&sealed.cipher, cipher_key, written).map_err(malformed)?;
    let is_ours = match (&sealed.receiver, &plain.receiver) {
        (Wanted::OneOf(ids), Some(receiver)) => ids.iter().any(|id| **id == **receiver),
        (Wanted::Setting(_), _) => false,
        _ => true,
    };
    if !is_ours {
        let why = "what was encrypted is for another receiver than the setting says";
        return Err(Cause::Unexpected { place: "the receiver".into(), why });
    }
    Ok(plain.text)
}
