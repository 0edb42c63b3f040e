//! Genuine deliveries of any provider.

use std::{fmt, time::SystemTime};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{
    Provider, Scheme, Secret,
    crypto::Tag,
    scheme::{
        Envelope, Grammar, Proof, TimeFormat,
        message::Message,
        plan::{At, Plan, Time as PlannedTime, unwrap_form},
    },
    secret::ring,
    urlencoded,
};

/// A genuine delivery of `P` with this body, signed now.
///
/// # Panics
///
/// If the secret is not one that the scheme can use.
pub fn sign<P: Provider>(secret: impl Into<Secret>, body: impl Into<Bytes>) -> Delivery {
    Signer::new::<P>().sign(secret, body)
}

/// Makes genuine deliveries: what [`sign`] does, with more to say.
#[derive(Clone, Debug)]
#[must_use]
pub struct Signer {
    scheme: Scheme,
    at: Option<SystemTime>,
    id: Option<String>,
    url: String,
    headers: HeaderMap,
}

impl Signer {
    /// For a provider.
    pub fn new<P: Provider>() -> Self {
        Self::from_scheme(P::SCHEME)
    }

    /// For a scheme.
    pub fn from_scheme(scheme: Scheme) -> Self {
        Self { scheme, at: None, id: None, url: "https://example.com/hook".into(), headers: HeaderMap::new() }
    }

    /// The time of signing; now, if not set.
    pub fn at(self, time: impl Into<SystemTime>) -> Self {
        Self { at: Some(time.into()), ..self }
    }

    /// The id, if the scheme has it in a header; a random one, if not set.
    pub fn id(self, id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// The URL that is called, and signed by schemes that sign it.
    pub fn url(self, url: impl Into<String>) -> Self {
        Self { url: url.into(), ..self }
    }

    /// One more header.
    ///
    /// # Panics
    ///
    /// If it is not a header.
    #[allow(clippy::expect_used)] // for tests, which should fail
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header name");
        self.headers.insert(name, HeaderValue::from_str(value).expect("a header value"));
        self
    }

    /// Signs a body.
    ///
    /// If the scheme has the time of signing in a JSON body, and the body does not say it, it is put there.
    ///
    /// # Panics
    ///
    /// If the secret is not one that the scheme can use, or the scheme contradicts itself.
    #[allow(clippy::expect_used)] // for tests, which should fail
    pub fn sign(self, secret: impl Into<Secret>, body: impl Into<Bytes>) -> Delivery {
        let secret = secret.into();
        let token = secret.bytes().to_vec();
        let plan = Plan::new(self.scheme).expect("a scheme without contradictions");
        let keys = ring::forge(&self.scheme, &[(secret, None)]).expect("a usable secret");
        let key = &keys.first().expect("one key").key;

        let timestamp = self.timestamp();
        let body = with_time(&plan, body.into(), &timestamp);
        let mut headers = self.headers.clone();
        let id = match plan.id.first().map(|place| &place.at) {
            Some(At::Header(name)) => {
                let id = self.id.clone().unwrap_or_else(random_id);
                headers.insert(name, HeaderValue::from_str(&id).expect("an id that fits into a header"));
                id
            }
            _ => String::new(),
        };
        if let PlannedTime::Header(name, _) = &plan.time {
            headers.insert(name, HeaderValue::from_str(&timestamp).expect("a timestamp"));
        }
        let signed_body = match &self.scheme.envelope {
            envelope @ Envelope::SignedJsonInForm(_) if urlencoded::is_form(&body) => {
                unwrap_form(envelope, &body).expect("the form's field").into()
            }
            _ => body.clone(),
        };
        let message = Message {
            body: &signed_body,
            timestamp: timestamp.as_bytes(),
            id: id.as_bytes(),
            headers: &headers,
            method: Some(&Method::POST),
            url: &self.url,
        };
        let tag = key.sign(message.slices(&plan));
        let signature = self.signature(&tag, &token, &timestamp);
        let name = plan.signature_headers.first().expect("a signature header");
        headers.insert(name, signature);
        Delivery { url: self.url, headers, body }
    }

    fn timestamp(&self) -> String {
        let at: OffsetDateTime = self.at.unwrap_or_else(SystemTime::now).into();
        match self.scheme.timestamp.map(|timestamp| timestamp.format) {
            Some(TimeFormat::UnixMillis) => (at.unix_timestamp_nanos() / 1_000_000).to_string(),
            Some(TimeFormat::Rfc3339) => at.format(&Rfc3339).unwrap_or_default(),
            _ => at.unix_timestamp().to_string(),
        }
    }

    #[allow(clippy::expect_used)] // for tests, which should fail
    fn signature(&self, tag: &Tag, token: &[u8], timestamp: &str) -> HeaderValue {
        let written = tag.write(self.scheme.signature.encoding);
        let signature = match self.scheme.proof {
            Proof::Mac(_) => written.text(),
            Proof::Token => token,
        };
        let signature = String::from_utf8_lossy(signature);
        let value = match (&self.scheme.signature.grammar, self.scheme.timestamp.map(|timestamp| timestamp.place)) {
            (Grammar::Whole { prefix }, _) => format!("{prefix}{signature}"),
            (Grammar::Pairs { separator, key }, Some(crate::scheme::TimePlace::Pair(time))) => {
                format!("{time}={timestamp}{}{key}={signature}", char::from(separator.byte()))
            }
            (Grammar::Pairs { key, .. }, _) => format!("{key}={signature}"),
            (Grammar::Versions { version }, _) => format!("{version},{signature}"),
        };
        HeaderValue::from_str(&value).expect("a signature that fits into a header")
    }
}

/// Puts the time into a JSON object that should have it and does not.
fn with_time(plan: &Plan, body: Bytes, timestamp: &str) -> Bytes {
    let PlannedTime::Body(pointer, _) = &plan.time else { return body };
    let [name] = pointer.segments() else { return body };
    let has_it = crate::payload::locate::value(&body, pointer).is_ok_and(|found| found.is_some());
    match body.trim_ascii_start().strip_prefix(b"{") {
        Some(rest) if !has_it => {
            let comma = if rest.trim_ascii_start().starts_with(b"}") { "" } else { "," };
            [format!("{{\"{name}\":{timestamp}{comma}").as_bytes(), rest].concat().into()
        }
        _ => body,
    }
}

#[allow(clippy::expect_used)] // for tests, which should fail
fn random_id() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("random numbers");
    format!("test_{:032x}", u128::from_ne_bytes(bytes))
}

/// A delivery, ready to be sent.
#[derive(Clone)]
#[must_use]
pub struct Delivery {
    url: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Delivery {
    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The headers, to be tampered with.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// For [`Verifier::verify`](crate::Verifier::verify).
    pub fn into_headers_and_body(self) -> (HeaderMap, Bytes) {
        (self.headers, self.body)
    }

    /// For [`Verifier::verify_request`](crate::Verifier::verify_request) and for HTTP clients.
    pub fn into_request(self) -> Request<Bytes> {
        let mut request = Request::new(self.body);
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.url.parse().unwrap_or_default();
        *request.headers_mut() = self.headers;
        request
    }
}

impl fmt::Debug for Delivery {
    /// Shows what a log may have: neither the body nor the headers, one of which may be the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery").field("url", &self.url).field("body_len", &self.body.len()).finish_non_exhaustive()
    }
}
