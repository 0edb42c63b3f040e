//! Attio.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Attio: HMAC-SHA-256 of the body, in hex, in `Attio-Signature`, and once more in `X-Attio-Signature`.
///
/// - Secret: the webhook's, as text. Source: [Attio's documentation][docs].
/// - No time is signed. The id is in the header `Idempotency-Key`, the same on a retry, but not signed. A body may hold
///   several events, so there is no one type.
/// - 200 or 202; up to ten retries over some three days.
/// - Confidence: medium.
///
/// [docs]: https://docs.attio.com/rest-api/guides/webhooks
#[derive(Debug)]
pub enum Attio {}

impl Provider for Attio {
    const SCHEME: Scheme = Scheme::mac("attio", Algorithm::Sha256)
        .signature(Signature::either_header("attio-signature", "x-attio-signature"))
        .id(&[Field::header("idempotency-key")]);
}
