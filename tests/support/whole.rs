//! A genuine delivery of any preset as a whole request, and whether a changed one is still the same event.
#![allow(dead_code)] // each test uses a part of it

use bytes::Bytes;
use hookseal::{IdempotencyKey, Scheme, Verified, Verifier, VerifyErrorKind, scheme::Proof, verifier::Custom};
use http::{HeaderName, HeaderValue, Request};

use super::genuine::{self, says};

#[path = "signing.rs"]
mod signing;

/// What two deliveries of one event have in common.
#[derive(Debug, PartialEq)]
struct Same {
    key: Option<IdempotencyKey>,
    body: Option<Bytes>,
    time: Option<i64>,
}

pub(crate) struct Whole {
    pub(crate) scheme: Scheme,
    pub(crate) request: Request<Bytes>,
    verifier: Verifier<Custom>,
    same: Same,
}

impl Whole {
    /// A delivery of this body, in front of the usual verifier.
    pub(crate) fn of(scheme: Scheme, body: &str) -> Self {
        Self::with(scheme, genuine::sign(scheme, body.to_owned()).into_request(), genuine::verifier(scheme))
    }

    /// The same, if the scheme can have such a body: what signs JSON or a form has no other.
    pub(crate) fn try_of(scheme: Scheme, body: &str) -> Option<Self> {
        let signed = signing::attempt(|| genuine::sign(scheme, body.to_owned()).into_request())?;
        let verifier = genuine::verifier(scheme);
        verifier.verify_request(signed.clone()).is_ok().then(|| Self::with(scheme, signed, verifier))
    }

    pub(crate) fn with(scheme: Scheme, request: Request<Bytes>, verifier: Verifier<Custom>) -> Self {
        let event = verifier.verify_request(request.clone());
        let event = event.unwrap_or_else(|error| panic!("{}: a genuine delivery: {error:?}", scheme.name()));
        let same = same(&event);
        Self { scheme, request, verifier, same }
    }

    pub(crate) fn name(&self) -> &str {
        self.scheme.name()
    }

    /// Whether signatures are made with private keys: their verification takes long.
    pub(crate) fn is_slow(&self) -> bool {
        !self.scheme.proof().signatures().is_empty() && !matches!(self.scheme.proof(), Proof::Token)
    }

    /// Whether the request is accepted as the same event; `false` if it is refused as any other.
    ///
    /// # Panics
    ///
    /// If it is accepted as another event, or refused in a way that tells something.
    pub(crate) fn accepts(&self, request: Request<Bytes>, case: &dyn std::fmt::Display) -> bool {
        self.judge(request).unwrap_or_else(|wrong| panic!("{}: {case}: {wrong}", self.name()))
    }

    /// The same; what is wrong is returned.
    pub(crate) fn judge(&self, request: Request<Bytes>) -> Result<bool, String> {
        use VerifyErrorKind::{CouldNotCheck, Handshake, HandshakeRefused, MethodNotAllowed};

        match self.verifier.verify_request(request) {
            Ok(event) if same(&event) == self.same => Ok(true),
            Ok(event) => Err(format!("another event: {:?} instead of {:?}", same(&event), self.same)),
            Err(error) => {
                let is_usual = !matches!(error.kind(), CouldNotCheck | Handshake | HandshakeRefused | MethodNotAllowed);
                let is_silent = error.status() == 401 && error.response().body().is_empty();
                if is_usual && !is_silent { Err(format!("{error:?}")) } else { Ok(false) }
            }
        }
    }

    /// The request with another value of one header; `None` if no header can have it.
    pub(crate) fn with_header(&self, name: &HeaderName, value: &[u8]) -> Option<Request<Bytes>> {
        let value = HeaderValue::from_bytes(value).ok()?;
        let mut request = self.request.clone();
        request.headers_mut().insert(name, value);
        Some(request)
    }

    pub(crate) fn with_body(&self, body: impl Into<Bytes>) -> Request<Bytes> {
        self.request.clone().map(|_| body.into())
    }

    /// The request at another URL; `None` if it is none.
    pub(crate) fn with_url(&self, url: &[u8]) -> Option<Request<Bytes>> {
        let mut request = self.request.clone();
        *request.uri_mut() = std::str::from_utf8(url).ok()?.parse().ok()?;
        Some(request)
    }

    pub(crate) fn url(&self) -> String {
        self.request.uri().to_string()
    }
}

/// What is covered of an event. Where nothing of an event is, anything may differ but the time.
fn same(event: &Verified<Custom>) -> Same {
    let scheme = event.scheme();
    let is_known = scheme.covers_body() || event.id_is_signed() || says(scheme, "each-item");
    // Where values are signed, other bytes can say the same.
    let is_exact = scheme.covers_body() && !says(scheme, "parameters");
    Same {
        key: is_known.then(|| event.idempotency_key()),
        body: is_exact.then(|| event.bytes()),
        time: event.timestamp().filter(|_| event.covers_timestamp()).map(time::OffsetDateTime::unix_timestamp),
    }
}
