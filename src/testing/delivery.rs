//! What was made: a delivery, ready to be sent.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Request};

/// A delivery, ready to be sent.
#[derive(Clone)]
#[must_use]
pub struct Delivery {
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
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
