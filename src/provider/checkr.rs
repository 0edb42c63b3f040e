//! Checkr.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Checkr: HMAC-SHA-256 of the body, in hex, in `X-Checkr-Signature`.
///
/// - Secret: the API key, as text. Source: [Checkr's documentation][docs].
/// - No time of sending is signed; id and type are in the signed body.
/// - 2xx (retries unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://docs.checkr.com/#section/Webhooks
#[derive(Debug)]
pub enum Checkr {}

impl Provider for Checkr {
    const SCHEME: Scheme = Scheme::mac("checkr", Algorithm::Sha256)
        .signature(Signature::header("x-checkr-signature"))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")]);
}
