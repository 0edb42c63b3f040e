//! Calendly.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Calendly: HMAC-SHA-256 of `{t}.{body}`, in hex, in the list `Calendly-Webhook-Signature: t=…,v1=…`.
///
/// - No id; the idempotency key is the digest of the body. Source: [Calendly's documentation][docs].
/// - 2xx within 10 s; retries for 24 h, then the webhook is switched off.
/// - Confidence: medium.
///
/// [docs]: https://developer.calendly.com/api-docs/4c305798a61d3-webhook-signatures
#[derive(Debug)]
pub enum Calendly {}

impl Provider for Calendly {
    const SCHEME: Scheme = Scheme::mac("calendly", Algorithm::Sha256)
        .signature(Signature::header("calendly-webhook-signature").pairs(Separator::Comma, "v1"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .kind(&[Field::json("/event")]);
}
