//! Yousign.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Yousign: HMAC-SHA-256 of the body, in hex, in `X-Yousign-Signature-256: sha256=…`.
///
/// - Secret: that of the subscription, as text. Source: [Yousign's documentation][docs].
/// - No time is signed apart from the body. Id and type are signed with it (their places are unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://developers.yousign.com/docs/verify-webhooks-signatures
#[derive(Debug)]
pub enum Yousign {}

impl Provider for Yousign {
    const SCHEME: Scheme = Scheme::mac("yousign", Algorithm::Sha256)
        .signature(Signature::header("x-yousign-signature-256").prefix("sha256="))
        .id(&[Field::json("/event_id")])
        .kind(&[Field::json("/event_name")]);
}
