//! Chatwoot.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Chatwoot: HMAC-SHA-256 of `{timestamp}.{body}`, in hex, in `X-Chatwoot-Signature: sha256=…`.
///
/// - Secret: the webhook's, as text. Source: [Chatwoot's documentation][docs].
/// - Time in `X-Chatwoot-Timestamp`, in seconds; no tolerance is documented. The type (`event`) is in the signed body,
///   the id in the unsigned `X-Chatwoot-Delivery`, which is not always there; that a retry repeats it is unconfirmed.
/// - 2xx (retries unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://developers.chatwoot.com/api-reference/webhooks/add-a-webhook
#[derive(Debug)]
pub enum Chatwoot {}

impl Provider for Chatwoot {
    const SCHEME: Scheme = Scheme::mac("chatwoot", Algorithm::Sha256)
        .signature(Signature::header("x-chatwoot-signature").prefix("sha256="))
        .timestamp(Timestamp::header("x-chatwoot-timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::header("x-chatwoot-delivery")])
        .kind(&[Field::json("/event")]);
}
