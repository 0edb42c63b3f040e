//! Alchemy.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Alchemy: HMAC-SHA-256 of the body, in hex, in `X-Alchemy-Signature`.
///
/// - Secret: the webhook's signing key, as text; its `whsec_` belongs to it and nothing is decoded. Source: [Alchemy's
///   documentation][docs].
/// - No time of sending is signed; id (`whevt_…`) and type are in the signed body.
/// - 2xx; six retries within an hour (unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://www.alchemy.com/docs/reference/notify-api-quickstart
#[derive(Debug)]
pub enum Alchemy {}

impl Provider for Alchemy {
    const SCHEME: Scheme = Scheme::mac("alchemy", Algorithm::Sha256)
        .signature(Signature::header("x-alchemy-signature"))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")]);
}
