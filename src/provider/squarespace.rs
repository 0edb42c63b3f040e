//! Squarespace.

use super::Provider;
use crate::scheme::{Algorithm, Field, KeyFormat, Scheme, Signature};

/// Squarespace: HMAC-SHA-256 of the body, in hex, in `Squarespace-Signature`.
///
/// - Secret: that of the subscription, base 16. Source: [Squarespace's documentation][docs].
/// - No time is signed apart from the body. Id and type are signed with it (their places are unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://developers.squarespace.com/webhooks/overview
#[derive(Debug)]
pub enum Squarespace {}

impl Provider for Squarespace {
    const SCHEME: Scheme = Scheme::mac("squarespace", Algorithm::Sha256)
        .key(KeyFormat::Hex)
        .signature(Signature::header("squarespace-signature"))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/topic")]);
}
