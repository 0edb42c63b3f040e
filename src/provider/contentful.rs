//! Contentful.

use std::time::Duration;

use super::Provider;
use crate::{
    scheme::{Algorithm, Field, Listing, Part, Scheme, Signature, TimeFormat, Timestamp},
    time::Tolerance,
};

/// Contentful: HMAC-SHA-256 of `{method}\n{path}\n{headers}\n{body}`, in hex, in `x-contentful-signature`.
///
/// - Secret: the signing secret of the space or app, 64 characters, as text. Source: [Contentful's SDK][docs].
/// - The headers are those that `x-contentful-signed-headers` lists, itself and the time among them. Method, path and
///   query are signed as Contentful called them, so a proxy in front must leave them alone, and the whole request is
///   needed: [`Verifier::verify_request`](crate::Verifier::verify_request). Configure POST: other methods are refused.
/// - Time in `x-contentful-timestamp`, in milliseconds, at most 30 s old, as in the SDK. The type is in
///   `X-Contentful-Topic`, the id in `X-Contentful-Idempotency-Key`; they may be listed, but count as unsigned.
/// - 2xx within 30 s; three attempts (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://github.com/contentful/node-apps-toolkit/tree/main/src/requests
#[derive(Debug)]
pub enum Contentful {}

impl Provider for Contentful {
    const SCHEME: Scheme = Scheme::mac("contentful", Algorithm::Sha256)
        .signature(Signature::header("x-contentful-signature"))
        .timestamp(Timestamp::header("x-contentful-timestamp", TimeFormat::UnixMillis))
        .tolerance(Tolerance { past: Duration::from_secs(30), ..Tolerance::DEFAULT })
        .message(&[
            Part::Method,
            Part::literal("\n"),
            Part::EncodedPath,
            Part::literal("\n"),
            Part::headers(Field::header("x-contentful-signed-headers"), Listing::SortedPairs),
            Part::literal("\n"),
            Part::Body,
        ])
        .id(&[Field::header("x-contentful-idempotency-key")])
        .kind(&[Field::header("x-contentful-topic")]);
}
