//! Paddle Billing.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Paddle Billing: HMAC-SHA-256 of `{ts}:{body}`, in hex, in the list `Paddle-Signature: ts=…;h1=…`.
///
/// - Secret: the whole text, `pdl_ntfset_…`. Two `h1` while a secret is rotated. Source: [Paddle's
///   documentation][docs].
/// - The SDKs allow an age of 5 s only; real networks and retries need more, so the usual 5 min stand here.
/// - The id is that of the event, which a retry repeats, not that of the notification.
/// - 2xx within 5 s; 60 retries over three days in live mode.
/// - Confidence: high.
///
/// [docs]: https://developer.paddle.com/webhooks/signature-verification
#[derive(Debug)]
pub enum Paddle {}

impl Provider for Paddle {
    const SCHEME: Scheme = Scheme::mac("paddle", Algorithm::Sha256)
        .signature(Signature::header("paddle-signature").pairs(Separator::Semicolon, "h1"))
        .timestamp(Timestamp::pair("ts", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal(":"), Part::Body])
        .id(&[Field::json("/event_id")])
        .kind(&[Field::json("/event_type")]);
}
