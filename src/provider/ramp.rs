//! Ramp.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Ramp: HMAC-SHA-256 of the body, in hex, in `X-Ramp-Signature` (older documentation: `X-Ramp-Webhook-Signature`).
///
/// - Secret: that of the subscription, as text. Source: [Ramp's documentation][docs].
/// - No time is signed. Id and type are signed with the body; the id is the same on a retry.
/// - A new subscription begins with a request that has a `challenge`, which is not answered but given to Ramp's API:
///   read it where you log what arrives, or before the verifier.
/// - 2xx within 10 s; ten retries of 429 and 5xx, none of other statuses.
/// - Confidence: medium.
///
/// [docs]: https://docs.ramp.com/developer-api/v1/webhooks
#[derive(Debug)]
pub enum Ramp {}

impl Provider for Ramp {
    const SCHEME: Scheme = Scheme::mac("ramp", Algorithm::Sha256)
        .signature(Signature::either_header("x-ramp-signature", "x-ramp-webhook-signature"))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")]);
}
