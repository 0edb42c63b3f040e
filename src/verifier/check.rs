//! The way of a delivery: limits, headers, signature, time, handshake; in this order.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};

use super::{Shared, claims::Claims};
use crate::{
    error::{Cause, allowed},
    handshake,
    payload::pointer::Pointer,
    scheme::{
        Envelope, TimeFormat,
        message::Message,
        plan::{Time, unwrap_form},
    },
    secret::ring::RingKey,
    time::{Freshness, Moment},
    urlencoded,
};

/// What is known of a request besides its body. Method and query are unknown to callers who have only the headers.
pub(crate) struct Head<'r> {
    pub(crate) method: Option<&'r Method>,
    pub(crate) query: Option<&'r str>,
    pub(crate) headers: &'r HeaderMap,
}

/// What a genuine delivery turns into.
pub(crate) struct Opened {
    pub(crate) body: Bytes,
    pub(crate) timestamp: Option<Moment>,
    pub(crate) key: usize,
}

impl Shared {
    pub(crate) fn check_head(&self, method: &Method, query: Option<&str>, headers: &HeaderMap) -> Result<(), Cause> {
        let get = self.handshake.is_get();
        if get && method == Method::GET {
            return Err(handshake::answer_get(self.verify_token.as_ref(), query.unwrap_or_default()));
        }
        if method != Method::POST {
            return Err(Cause::MethodNotAllowed { method: method.clone(), allow: allowed(get) });
        }
        self.claims(headers)?;
        // What is no number is for the server to refuse; a number that is too large for one is too large.
        let declared = headers.get(header::CONTENT_LENGTH).map(HeaderValue::as_bytes);
        let digits = declared.filter(|text| !text.is_empty() && text.iter().all(u8::is_ascii_digit));
        let length = digits.map(|text| std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()));
        if length.is_some_and(|length| length.unwrap_or(u64::MAX) > self.body_limit as u64) {
            return Err(Cause::BodyTooLarge { limit: self.body_limit });
        }
        Ok(())
    }

    pub(crate) fn check(&self, head: &Head<'_>, body: Bytes) -> Result<Opened, Cause> {
        if body.len() > self.body_limit {
            return Err(Cause::BodyTooLarge { limit: self.body_limit });
        }
        let claims = self.claims(head.headers)?;
        let body = self.signed_body(body)?;
        let key = self.find_key(head, &claims, &body)?;
        let moment = match &self.plan.time {
            Time::Body(pointer, format) => Some(moment_in(&body, pointer, *format)?),
            _ => claims.moment,
        };
        self.check_freshness(moment)?;
        if let Some(ring_key) = self.keys.get(key) {
            self.answer_handshake(head.headers, &body, ring_key)?;
        }
        Ok(Opened { body, timestamp: moment, key })
    }

    /// The body as the signature covers it.
    fn signed_body(&self, body: Bytes) -> Result<Bytes, Cause> {
        let envelope = &self.plan.scheme.envelope;
        match envelope {
            Envelope::SignedJsonInForm(field) if urlencoded::is_form(&body) => unwrap_form(envelope, &body)
                .map(Bytes::from)
                .ok_or(Cause::MalformedBody { place: field.to_string(), why: "a form must have this field once" }),
            _ => Ok(body),
        }
    }

    fn find_key(&self, head: &Head<'_>, claims: &Claims<'_>, body: &[u8]) -> Result<usize, Cause> {
        let url = if self.plan.signs_url() { self.url(head.query) } else { Cow::Borrowed("") };
        if head.method.is_none() && self.plan.signs_method() {
            return Err(Cause::NeedsRequest);
        }
        let message = Message {
            body,
            timestamp: claims.timestamp,
            id: claims.id,
            headers: head.headers,
            method: head.method,
            url: &url,
        };
        let encoding = self.plan.scheme.signature.encoding;
        let mut tried = 0;
        for (index, RingKey { key, .. }) in self.active_keys() {
            tried += 1;
            let paired = if key.is_public() { self.paired(claims.signature) } else { None };
            let candidates = paired.as_ref().unwrap_or(&claims.candidates);
            if key.matches(message.slices(&self.plan), encoding, candidates.iter()) {
                return Ok(index);
            }
        }
        Err(if tried == 0 { Cause::NoActiveKey } else { Cause::Mismatch { keys: tried } })
    }

    fn active_keys(&self) -> impl Iterator<Item = (usize, &RingKey)> {
        self.keys.iter().enumerate().filter(|(_, key)| key.is_active(|| self.now()))
    }

    /// The URL that the provider called: the configured one, with this request's query unless it has its own.
    fn url(&self, query: Option<&str>) -> Cow<'_, str> {
        let configured = self.public_url.as_deref().unwrap_or_default();
        match query {
            Some(query) if !configured.contains('?') => Cow::Owned(format!("{configured}?{query}")),
            _ => Cow::Borrowed(configured),
        }
    }

    fn check_freshness(&self, moment: Option<Moment>) -> Result<(), Cause> {
        let (Some(moment), Some(window)) = (moment, &self.window) else { return Ok(()) };
        let tolerance = window.tolerance;
        match window.freshness(moment, self.now()) {
            Freshness::Fresh => Ok(()),
            Freshness::Expired { by } => Err(Cause::Expired { by, tolerance: tolerance.past }),
            Freshness::NotYetValid { by } => Err(Cause::NotYetValid { by, tolerance: tolerance.future }),
        }
    }

    fn answer_handshake(&self, headers: &HeaderMap, body: &[u8], key: &RingKey) -> Result<(), Cause> {
        match self.handshake.answer_post(headers, body, &key.key) {
            Some(answer) => Err(Cause::Handshake { answer }),
            None => Ok(()),
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
