//! The way of a delivery: limits, headers, signature, time, handshake; in this order.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Method, header};

use super::Shared;
use crate::{
    error::{Cause, allowed},
    handshake,
    payload::pointer::Pointer,
    scheme::{
        Envelope, Grammar, KeyPair, Scheme, Text, TimeFormat, TimePlace, Timestamp,
        candidates::Candidates,
        find,
        message::{Message, Values},
        plan::{Piece, unwrap_form},
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

/// What the headers say, not yet proven.
struct Claims<'h> {
    candidates: Candidates<'h>,
    /// Those made with a pair of keys, if there is a public key to verify them.
    paired: Candidates<'h>,
    /// As received: this is what is signed.
    timestamp: &'h [u8],
    moment: Option<Moment>,
    id: &'h [u8],
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
        let declared = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if declared.is_some_and(|length| length > self.body_limit as u64) {
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
        let moment = match &self.plan.timestamp_in_body {
            Some((pointer, format)) => Some(moment_in(&body, pointer, *format)?),
            None => claims.moment,
        };
        self.check_freshness(moment)?;
        if let Some(ring_key) = self.keys.get(key) {
            self.answer_handshake(head.headers, &body, ring_key)?;
        }
        Ok(Opened { body, timestamp: moment, key })
    }

    fn claims<'h>(&self, headers: &'h HeaderMap) -> Result<Claims<'h>, Cause> {
        let scheme = &self.plan.scheme;
        let (header, value) = self.signature(headers)?;
        let timestamp_key = match &scheme.timestamp {
            Some(Timestamp { place: TimePlace::Pair(key), .. }) => Some(key),
            _ => None,
        };
        let candidates = Candidates::read(value, &scheme.signature.grammar, timestamp_key);
        if candidates.timestamp_repeated {
            return Err(Cause::Malformed { header: header.clone(), why: "it has two timestamps" });
        }
        let any_public = self.keys.iter().any(|key| key.key.is_public());
        let paired = match &scheme.ed25519 {
            Some(KeyPair { version, .. }) if any_public => {
                Candidates::read(value, &Grammar::Versions { version: *version }, None)
            }
            _ => Candidates::NONE,
        };
        let all_public = any_public && self.keys.iter().all(|key| key.key.is_public());
        if paired.is_empty() && (candidates.is_empty() || all_public) {
            return Err(Cause::NoSignature { header: header.clone(), wanted: wanted(scheme, all_public) });
        }
        let (time_header, timestamp) = match (&self.plan.timestamp_header, timestamp_key) {
            (Some(name), _) => (name, Some(find::required(headers, name)?.as_bytes())),
            (None, Some(_)) => (header, candidates.timestamp),
            (None, None) => (header, Some(&[][..])),
        };
        let malformed = |why| Cause::Malformed { header: time_header.clone(), why };
        let timestamp = timestamp.ok_or_else(|| malformed("it has no timestamp"))?;
        let moment = match scheme.timestamp {
            Some(Timestamp { place: TimePlace::Header(_) | TimePlace::Pair(_), format }) => {
                Some(Moment::parse(timestamp, format).map_err(malformed)?)
            }
            _ => None,
        };
        let id = match &self.plan.signed_id_header {
            Some(name) => find::signed_id(headers, name)?.as_bytes(),
            None => &[],
        };
        for piece in &self.plan.message {
            if let Piece::Header(name) = piece {
                find::required(headers, name)?;
            }
        }
        Ok(Claims { candidates, paired, timestamp, moment, id })
    }

    /// The signature header: the first of the scheme's names that is there.
    fn signature<'h>(&self, headers: &'h HeaderMap) -> Result<(&HeaderName, &'h [u8]), Cause> {
        for name in &self.plan.signature_headers {
            if let Some(value) = find::optional(headers, name)? {
                return match value.as_bytes().trim_ascii() {
                    [] => Err(Cause::Malformed { header: name.clone(), why: "it is empty" }),
                    _ => Ok((name, value.as_bytes())),
                };
            }
        }
        let header = self.plan.signature_headers.first().cloned().unwrap_or(header::AUTHORIZATION);
        Err(Cause::Missing { header })
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
        let values = Values {
            body,
            timestamp: claims.timestamp,
            id: claims.id,
            headers: head.headers,
            method: head.method,
            url: &url,
        };
        let message = Message::new(&self.plan, &values)?;
        let encoding = self.plan.scheme.signature.encoding;
        let mut tried = 0;
        for (index, RingKey { key, .. }) in self.active_keys() {
            tried += 1;
            let candidates = if key.is_public() { &claims.paired } else { &claims.candidates };
            if key.matches(message.slices(), encoding, candidates.iter()) {
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
        let (Some(moment), Some(tolerance), Some(timestamp)) = (moment, self.tolerance, self.plan.scheme.timestamp)
        else {
            return Ok(());
        };
        match moment.freshness(self.now(), timestamp.format, tolerance) {
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

/// What the signature header should have had, for an error.
fn wanted(scheme: &Scheme, only_pairs: bool) -> String {
    match &scheme.signature.grammar {
        Grammar::Versions { .. } if only_pairs => {
            format!("signature `{},…`", scheme.ed25519.map_or(Text::EMPTY, |pair| pair.version))
        }
        Grammar::Whole { prefix } if prefix.is_empty() => "signature".into(),
        Grammar::Whole { prefix } => format!("signature that starts with `{prefix}`"),
        Grammar::Pairs { key, .. } => format!("signature `{key}=…`"),
        Grammar::Versions { version } => format!("signature `{version},…`"),
    }
}
