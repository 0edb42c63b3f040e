//! Fourthwall.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// Fourthwall: HMAC-SHA-256 of the body, in base64, in `X-Fourthwall-Hmac-SHA256`, or in
/// `X-Fourthwall-Hmac-Apps-SHA256` for platform apps.
///
/// - Secret: the webhook's secret of the shop, or the app's HMAC key, as text.
/// - No time is signed; id and type are in the signed body. Source: [Fourthwall's documentation][docs].
/// - Confidence: medium; the apps' header and the places of id and type are unconfirmed, answers and retries are not
///   known.
///
/// [docs]: https://docs.fourthwall.com/webhooks/signature-verification/
#[derive(Debug)]
pub enum Fourthwall {}

impl Provider for Fourthwall {
    const SCHEME: Scheme = Scheme::mac("fourthwall", Algorithm::Sha256)
        .signature(
            Signature::either_header("x-fourthwall-hmac-sha256", "x-fourthwall-hmac-apps-sha256")
                .encoding(Encoding::Base64),
        )
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")]);
}
