//! Checkout.com.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Checkout.com: HMAC-SHA-256 of the body, in hex, in `Cko-Signature`.
///
/// - Secret: the signature key that you gave the webhook, as text; in the old API, the secret API key. The key that may
///   come in `Authorization` besides is not looked at. Source: [Checkout.com's documentation][docs].
/// - No time of sending is signed; id and type are in the signed body.
/// - `authentication_failed` events have been seen with malformed JSON: they verify, but cannot be parsed.
/// - 2xx within 10 s; eight retries over some three days (unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://www.checkout.com/docs/developer-resources/event-notifications/receive-webhooks
#[derive(Debug)]
pub enum CheckoutCom {}

impl Provider for CheckoutCom {
    const SCHEME: Scheme = Scheme::mac("checkout-com", Algorithm::Sha256)
        .signature(Signature::header("cko-signature"))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")]);
}
