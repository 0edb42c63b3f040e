//! Dub.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Dub: HMAC-SHA-256 of the body, in hex, in `Dub-Signature`.
///
/// - Secret: the webhook's signing secret, as text. No time is signed; id and type are in the signed body. Source:
///   [Dub's documentation][docs].
/// - Confidence: medium; the places of id and type are unconfirmed, answers and retries are not known.
///
/// [docs]: https://dub.co/docs/webhooks/verify-webhook-requests
#[derive(Debug)]
pub enum Dub {}

impl Provider for Dub {
    const SCHEME: Scheme = Scheme::mac("dub", Algorithm::Sha256)
        .signature(Signature::header("dub-signature"))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/event")]);
}
