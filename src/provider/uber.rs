//! Uber.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Uber (Eats, Direct): HMAC-SHA-256 of the body, in hex, in `X-Uber-Signature`.
///
/// - Secret: the app's client secret, as text. Source: [Uber's documentation][docs].
/// - No time is signed apart from the body. Id and type are signed with it (their places are unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://developer.uber.com/docs/eats/guides/webhooks
#[derive(Debug)]
pub enum Uber {}

impl Provider for Uber {
    const SCHEME: Scheme = Scheme::mac("uber", Algorithm::Sha256)
        .signature(Signature::header("x-uber-signature"))
        .id(&[Field::json("/event_id")])
        .kind(&[Field::json("/event_type")]);
}
