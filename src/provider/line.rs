//! LINE.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Scheme, Signature};

/// LINE's Messaging API: HMAC-SHA-256 of the body, in base64, in `x-line-signature`.
///
/// - Secret: the channel secret, as text. No time of sending is signed.
/// - The body has a list of events, each with a `webhookEventId` and a `type` of its own to check; a redelivery says so
///   in `deliveryContext.isRedelivery`, and may then differ from the first delivery. Source: [LINE's
///   documentation][docs].
/// - The console's "Verify" sends a signed body without events, which wants a 200 too.
/// - 2xx; redelivery is off unless the channel's settings turn it on.
/// - Confidence: high; the redelivery is unconfirmed.
///
/// [docs]: https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
#[derive(Debug)]
pub enum Line {}

impl Provider for Line {
    const SCHEME: Scheme = Scheme::mac("line", Algorithm::Sha256)
        .signature(Signature::header("x-line-signature").encoding(Encoding::Base64));
}
