//! Paystack.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Paystack: HMAC-SHA-512 of the body, in hex, in `x-paystack-signature`.
///
/// - Secret: the API's secret key (`sk_…`), as text. Source: [Paystack's documentation][docs].
/// - No time is signed. No id: `data.id` is that of a transaction or dispute, which has several events; the idempotency
///   key is the digest of the body. The type is signed with it.
/// - 200; retries for 72 h (unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://paystack.com/docs/payments/webhooks/
#[derive(Debug)]
pub enum Paystack {}

impl Provider for Paystack {
    const SCHEME: Scheme = Scheme::mac("paystack", Algorithm::Sha512)
        .signature(Signature::header("x-paystack-signature"))
        .kind(&[Field::json("/event")]);
}
