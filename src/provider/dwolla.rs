//! Dwolla.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Dwolla: HMAC-SHA-256 of the body, in hex, in `X-Request-Signature-SHA-256`.
///
/// - Secret: the one given when the subscription was created, as text. No time is signed.
/// - Id and type are in the signed body; the type's copy in the header `X-Dwolla-Topic` is unsigned and not looked at.
///   Source: [Dwolla's documentation][docs].
/// - Confidence: medium; the places of id and type are unconfirmed, answers and retries are not known.
///
/// [docs]: https://developers.dwolla.com/docs/balance/webhooks/process-validate
#[derive(Debug)]
pub enum Dwolla {}

impl Provider for Dwolla {
    const SCHEME: Scheme = Scheme::mac("dwolla", Algorithm::Sha256)
        .signature(Signature::header("x-request-signature-sha-256"))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/topic")]);
}
