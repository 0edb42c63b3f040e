//! Zendesk.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Zendesk: HMAC-SHA-256 of `{timestamp}{body}`, in base64, in `X-Zendesk-Webhook-Signature`.
///
/// - Secret: the text as it is, although it looks like base64. Time in RFC 3339. The id (of the invocation) is in an
///   unsigned header; the body of trigger webhooks is free, so no id is taken from it. Source: [Zendesk's
///   documentation][docs].
/// - 12 s to answer; retries after 409, and after 429 and 503 with a `Retry-After` under a minute.
/// - Confidence: high.
///
/// [docs]: https://developer.zendesk.com/documentation/webhooks/verifying/
#[derive(Debug)]
pub enum Zendesk {}

impl Provider for Zendesk {
    const SCHEME: Scheme = Scheme::mac("zendesk", Algorithm::Sha256)
        .signature(Signature::header("x-zendesk-webhook-signature").encoding(Encoding::Base64))
        .timestamp(Timestamp::header("x-zendesk-webhook-signature-timestamp", TimeFormat::Rfc3339))
        .message(&[Part::Timestamp, Part::Body])
        .id(&[Field::header("x-zendesk-webhook-invocation-id")])
        .kind(&[Field::json("/type")]);
}
