//! Modern Treasury.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Modern Treasury: HMAC-SHA-256 of the body, in hex, in `X-Signature`.
///
/// - Secret: the webhook key, as text. Source: [Modern Treasury's documentation][docs].
/// - No time is signed, and no id: the idempotency key is the digest of the body. What the event is about
///   (`X-Topic: payment_order`) is in an unsigned header; what happened to it is in the signed body, `event`.
/// - Confidence: medium.
///
/// [docs]: https://docs.moderntreasury.com/platform/reference/webhooks
#[derive(Debug)]
pub enum ModernTreasury {}

impl Provider for ModernTreasury {
    const SCHEME: Scheme = Scheme::mac("modern-treasury", Algorithm::Sha256)
        .signature(Signature::header("x-signature"))
        .kind(&[Field::header("x-topic")]);
}
