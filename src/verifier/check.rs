//! The way of a delivery: limits, headers, signature, time, handshake; in this order.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderValue, Method, header};

use super::{
    Shared,
    claims::{Claims, Elsewhere},
};
#[cfg(any(feature = "jwt", feature = "public-keys"))]
use crate::scheme::Proof;
use crate::{
    error::Cause,
    payload::pointer::Pointer,
    scheme::{
        Envelope, Methods, TimeFormat,
        plan::{Offered, Time},
        values::{Head, Reading, Said, missing},
    },
    secret::keys::Current,
    time::{Freshness, Moment},
    urlencoded,
    verified::{Found, Snippet, in_head},
};

/// What is known of a delivery besides its body. It is filled in where it stands: moving what was just written costs more than
/// finding it out.
#[derive(Default)]
pub(crate) struct Opened {
    /// The body as the signature covers it, where that is not the body as it was received.
    pub(super) body: Option<Bytes>,
    pub(crate) timestamp: Option<Moment>,
    pub(crate) key: KeyId,
    /// The digest by which a repetition is known, where that is not the body's.
    pub(crate) fingerprint: Option<Box<[u8; 32]>>,
    /// What the token says that proved the sender.
    pub(crate) said: Option<Box<Said>>,
    /// The id and the event's type, where the scheme has them in headers or in the query.
    pub(crate) id: Option<Found>,
    pub(crate) kind: Option<Found>,
}

/// The keys that a delivery was held against, and the number of the one that it was signed with.
pub(super) struct Proven<'k> {
    pub(super) set: Current<'k>,
    pub(super) key: usize,
}

/// Which key matched: a number in the set that the verifier was built with, or the id of one that came later.
pub(crate) enum KeyId {
    Built(usize),
    Exchanged(std::sync::Arc<str>),
}

impl Default for KeyId {
    fn default() -> Self {
        Self::Built(0)
    }
}

impl Shared {
    pub(crate) fn check_head(&self, head: &Head<'_>) -> Result<(), Cause> {
        let Some(method) = head.method else { return Err(Cause::NeedsRequest) };
        #[cfg(feature = "aes")]
        if let (Some(sealed), true) = (&self.plan.sealed, *method == Method::GET)
            && let Some(at) = &sealed.check
        {
            return Err(self.answer_sealed(head, sealed, at));
        }
        if self.handshake.takes(method) {
            return Err(self.answer_bodiless(head));
        }
        if method != Method::POST && self.plan.scheme.methods == Methods::Post {
            let is_checked = self.plan.sealed.as_ref().is_some_and(|sealed| sealed.check.is_some());
            let allow = if is_checked { "GET, POST" } else { self.handshake.allowed() };
            return Err(Cause::MethodNotAllowed { method: method.clone(), allow });
        }
        if !self.handshake.is_unsigned() || self.has_signature_header(head.headers) {
            let set = self.current()?;
            if self.plan.is_in_headers() {
                self.claims(&set, head.headers, Elsewhere::default(), &mut Claims::default())?;
            }
        }
        // What is no number is for the server to refuse; a number that is too large for one is too large.
        let declared = head.headers.get(header::CONTENT_LENGTH).map(HeaderValue::as_bytes);
        let digits = declared.filter(|text| !text.is_empty() && text.iter().all(u8::is_ascii_digit));
        let length = digits.map(|text| std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()));
        if length.is_some_and(|length| length.unwrap_or(u64::MAX) > self.body_limit as u64) {
            return Err(Cause::BodyTooLarge { limit: self.body_limit });
        }
        Ok(())
    }

    /// Checks a delivery, and fills in what is known of it then.
    pub(crate) fn check(&self, head: &Head<'_>, body: &Bytes, opened: &mut Opened) -> Result<(), Cause> {
        if body.len() > self.body_limit {
            return Err(Cause::BodyTooLarge { limit: self.body_limit });
        }
        let envelope = &self.plan.scheme.envelope;
        if self.handshake.is_unsigned() {
            let reading = Reading::new(head, body, envelope);
            #[cfg(feature = "aes")]
            let unsealed = self.peek(&reading);
            #[cfg(feature = "aes")]
            let reading = unsealed.as_deref().map_or(reading, |text| Reading::new(head, text, envelope));
            self.answer_unsigned(&reading)?;
        }
        let set = self.current()?;
        if (self.plan.needs_request || self.proxies.is_some()) && head.method.is_none() {
            return Err(Cause::NeedsRequest);
        }
        if !self.plan.facts.signs_first_id {
            in_head(&self.plan.id, head, &mut opened.id)?;
        }
        in_head(&self.plan.kind, head, &mut opened.kind)?;
        let Proven { set, key } = {
            let reading = Reading::new(head, body, envelope);
            let text = match &self.plan.signature {
                Offered::At(spot) => Some(reading.find(spot, None)?.ok_or_else(|| missing(spot))?),
                Offered::Body => Some(Cow::Borrowed(body.trim_ascii())),
                _ => None,
            };
            match &self.plan.scheme.proof {
                #[cfg(feature = "jwt")]
                Proof::Jws(jws) => self.prove_by_token(jws, set, &reading, text.as_deref(), opened)?,
                #[cfg(feature = "public-keys")]
                Proof::HttpSignature(words) => self.prove_by_request(words, set, &reading, opened)?,
                _ => self.prove(set, &reading, text.as_deref(), body, opened)?,
            }
        };
        if let Time::Body(pointer, format) = &self.plan.time {
            opened.timestamp = Some(moment_in(opened.body.as_ref().unwrap_or(body), pointer, *format)?);
        }
        self.check_freshness(opened.timestamp)?;
        let Some(ring_key) = set.keys.get(key) else { return Err(Cause::NoActiveKey) };
        #[cfg(feature = "aes")]
        if let Some(text) =
            self.unseal(&Reading::new(head, opened.body.as_ref().unwrap_or(body), envelope), ring_key)?
        {
            opened.body = Some(text.into());
        }
        if self.handshake.is_signed() {
            let reading = Reading::new(head, opened.body.as_ref().unwrap_or(body), envelope);
            self.answer_signed(&reading, ring_key)?;
        }
        opened.key = match &set {
            Current::Exchanged(_) => KeyId::Exchanged(ring_key.id.clone()),
            Current::Built(_) => KeyId::Built(key),
        };
        Ok(())
    }

    /// Proves a delivery by a signature over its message.
    #[inline]
    pub(super) fn prove<'k>(
        &self,
        set: Current<'k>,
        reading: &Reading<'_>,
        text: Option<&[u8]>,
        body: &Bytes,
        opened: &mut Opened,
    ) -> Result<Proven<'k>, Cause> {
        let timestamp = match &self.plan.time {
            Time::At(spot, _) => reading.find(spot, None)?,
            _ => None,
        };
        let algorithm = match &self.plan.named_by {
            Some(spot) => reading.find(spot, None)?,
            None => None,
        };
        let mut claims = Claims::default();
        let elsewhere = Elsewhere { signature: text, timestamp, algorithm };
        self.claims(&set, reading.head.headers, elsewhere, &mut claims)?;
        opened.timestamp = claims.moment;
        self.note_signed_id(claims.id, opened);
        opened.body = self.unwrap(body)?;
        let named = self.key_name(reading, &claims)?;
        let set = self.keys_for(set, reading, named.as_deref())?;
        let signed = match &self.plan.scheme.envelope {
            Envelope::EncodedInForm(_) => urlencoded::after_dot(claims.signature).map(str::as_bytes),
            _ => opened.body.as_deref(),
        };
        let signed = signed.unwrap_or(body);
        let key = self.find_key(&set, reading, &claims, named.as_deref(), signed, &mut opened.fingerprint)?;
        if !self.plan.demands.is_empty() {
            self.meet(reading, claims.signature, || None)?;
        }
        Ok(Proven { set, key })
    }

    /// Fills in the id that takes part in the message, so that its header is looked for once.
    #[inline]
    pub(super) fn note_signed_id(&self, id: &[u8], opened: &mut Opened) {
        if self.plan.facts.signs_first_id {
            opened.id = Snippet::of_ascii(id).map(|text| Found { text, signed: true, rank: 0 });
        }
    }

    /// Keys are nowhere else: `Plan::new` has refused the schemes that have them there.
    #[cfg(not(feature = "public-keys"))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps)] // with the features, both are used
    pub(super) fn keys_for<'k>(
        &self,
        set: Current<'k>,
        _: &Reading<'_>,
        _: Option<&str>,
    ) -> Result<Current<'k>, Cause> {
        Ok(set)
    }

    /// The keys that count now.
    pub(crate) fn current(&self) -> Result<Current<'_>, Cause> {
        let set = self.keys.current();
        match &set.suspended {
            Some(why) => Err(Cause::Suspended { why: why.clone() }),
            None => Ok(set),
        }
    }

    /// The body as the signature covers it, where that is not the body as it was received.
    fn unwrap(&self, body: &Bytes) -> Result<Option<Bytes>, Cause> {
        let envelope = &self.plan.scheme.envelope;
        match envelope {
            Envelope::SignedInForm(field) if urlencoded::is_form(body) => urlencoded::unwrap(envelope, body)
                .map(|signed| Some(signed.into()))
                .ok_or(Cause::MalformedBody { place: field.to_string(), why: "a form must have this field once" }),
            Envelope::EncodedInForm(field) => urlencoded::unwrap(envelope, body)
                .map(|signed| Some(signed.into()))
                .ok_or(Cause::MalformedBody { place: field.to_string(), why: "it is not base64url after a dot" }),
            _ => Ok(None),
        }
    }

    pub(super) fn check_freshness(&self, moment: Option<Moment>) -> Result<(), Cause> {
        let (Some(moment), Some(window)) = (moment, &self.window) else { return Ok(()) };
        let tolerance = window.tolerance;
        match window.freshness(moment, self.now()) {
            Freshness::Fresh => Ok(()),
            Freshness::Expired { by } => Err(Cause::Expired { by, tolerance: tolerance.past }),
            Freshness::NotYetValid { by } => Err(Cause::NotYetValid { by, tolerance: tolerance.future }),
        }
    }
}

/// The time of signing inside a body that is known to be authentic.
#[cfg(feature = "json")]
fn moment_in(body: &[u8], pointer: &Pointer, format: TimeFormat) -> Result<Moment, Cause> {
    use crate::payload::locate;

    let malformed = |why| Cause::MalformedBody { place: pointer.to_string(), why };
    let found = locate::value(body, pointer).map_err(|_| malformed("the body is not JSON, or says it twice"))?;
    let written = found.and_then(locate::scalar).ok_or_else(|| malformed("there is no timestamp"))?;
    Moment::parse(written.as_bytes(), format).map_err(malformed)
}

/// `Plan::new` has refused the scheme.
#[cfg(not(feature = "json"))]
fn moment_in(_: &[u8], pointer: &Pointer, _: TimeFormat) -> Result<Moment, Cause> {
    Err(Cause::MalformedBody { place: pointer.to_string(), why: "the feature `json` is off" })
}
