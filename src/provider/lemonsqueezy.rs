//! Lemon Squeezy.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Lemon Squeezy: HMAC-SHA-256 of the body, in hex, in `X-Signature`.
///
/// - Secret: the webhook's signing secret, 6 to 40 characters, as text.
/// - No time is signed, and there is no id; the idempotency key is the digest of the body. The type is in the signed
///   body; its copy in the header `X-Event-Name` is unsigned and not looked at. Source: [Lemon Squeezy's
///   documentation][docs].
/// - 200; three retries, after 5, 25 and 125 seconds.
/// - Confidence: medium; the retries are unconfirmed.
///
/// [docs]: https://docs.lemonsqueezy.com/help/webhooks/signing-requests
#[derive(Debug)]
pub enum LemonSqueezy {}

impl Provider for LemonSqueezy {
    const SCHEME: Scheme = Scheme::mac("lemonsqueezy", Algorithm::Sha256)
        .signature(Signature::header("x-signature"))
        .kind(&[Field::json("/meta/event_name")]);
}
