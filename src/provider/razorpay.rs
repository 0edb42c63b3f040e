//! Razorpay.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Razorpay: HMAC-SHA-256 of the body, in hex, in `X-Razorpay-Signature`.
///
/// - Secret: that of the webhook, as text. Retries of events from before a change of it are signed with the old one:
///   keep both for a day. Source: [Razorpay's documentation][docs].
/// - No time is signed apart from the body. The id (`X-Razorpay-Event-Id`) is in an unsigned header; the type is signed
///   with the body.
/// - 2xx within 5 s; retries for 24 h, then the webhook is switched off (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://razorpay.com/docs/webhooks/validate-test/
#[derive(Debug)]
pub enum Razorpay {}

impl Provider for Razorpay {
    const SCHEME: Scheme = Scheme::mac("razorpay", Algorithm::Sha256)
        .signature(Signature::header("x-razorpay-signature"))
        .id(&[Field::header("x-razorpay-event-id")])
        .kind(&[Field::json("/event")]);
}
