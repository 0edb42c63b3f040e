//! Bird.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Bird (the platform after MessageBird): HMAC-SHA-256 of `{timestamp}\n{url}\n{SHA-256 of the body}`, in base64, in
/// `messagebird-signature`; the digest stands there as its 32 bytes.
///
/// - Secret: the signing key of the webhook subscription, as text. Source: [Bird's documentation][docs].
/// - The URL is the one that was given to Bird, with its query: give it to
///   [`Builder::public_url`](crate::verifier::Builder::public_url).
/// - Time in `messagebird-request-timestamp`, in seconds. A retry keeps the old one, so a retry after more than the
///   tolerance (5 min) is refused: raise [`tolerance`](crate::verifier::Builder::tolerance) to the span of the retries.
/// - The type is in the signed body, an id is not known.
/// - 2xx; the retries are unconfirmed.
/// - Confidence: medium.
///
/// [docs]: https://docs.bird.com/api/notifications-api/api-reference/webhook-subscriptions/verifying-a-webhook-subscription
#[derive(Debug)]
pub enum Bird {}

impl Provider for Bird {
    const SCHEME: Scheme = Scheme::mac("bird", Algorithm::Sha256)
        .signature(Signature::header("messagebird-signature").encoding(Encoding::Base64))
        .timestamp(Timestamp::header("messagebird-request-timestamp", TimeFormat::UnixSeconds))
        .message(&[
            Part::Timestamp,
            Part::literal("\n"),
            Part::Url,
            Part::literal("\n"),
            Part::body_digest(Algorithm::Sha256, Encoding::Text),
        ])
        .kind(&[Field::json("/event")]);
}
