//! Midtrans.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Signature};

/// Midtrans: plain SHA-512 of `{order_id}{status_code}{gross_amount}{secret}`, in hex, in the body's `signature_key`.
///
/// - Secret: the server key, as text. Source: [Midtrans's documentation][docs].
/// - The rest of the body is not protected, `transaction_status` and `fraud_status` neither: whoever saw one notification
///   can send any status with it. It is read through [`Verified::unprotected`](crate::Verified::unprotected): ask the API
///   for the status. Nothing stands between the values, so digits can be moved from one to the next.
/// - No time is signed. Id (`transaction_id`, that of the transaction and not of the event) and type
///   (`transaction_status`) are unsigned; the idempotency key is the digest of the body.
/// - 200; up to five retries (unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://docs.midtrans.com/docs/https-notification-webhooks
#[derive(Debug)]
pub enum Midtrans {}

impl Provider for Midtrans {
    const SCHEME: Scheme = Scheme::hash(
        "midtrans",
        Algorithm::Sha512,
        &[
            Part::value(Field::json("/order_id")),
            Part::value(Field::json("/status_code")),
            Part::value(Field::json("/gross_amount")),
            Part::Secret,
        ],
    )
    .signature(Signature::field(Field::json("/signature_key")))
    .kind(&[Field::json("/transaction_status")]);
}
