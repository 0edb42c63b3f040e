//! Typeform.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// Typeform: HMAC-SHA-256 of the body, in *base64*, in `Typeform-Signature: sha256=…`.
///
/// - No time is signed; id and type are in the signed body. Source: [Typeform's documentation][docs].
/// - 2xx within 30 s; retries for hours; 404 and 410 switch the webhook off.
/// - Confidence: medium.
///
/// [docs]: https://www.typeform.com/developers/webhooks/secure-your-webhooks/
#[derive(Debug)]
pub enum Typeform {}

impl Provider for Typeform {
    const SCHEME: Scheme = Scheme::mac("typeform", Algorithm::Sha256)
        .signature(Signature::header("typeform-signature").prefix("sha256=").encoding(Encoding::Base64))
        .id(&[Field::json("/event_id")])
        .kind(&[Field::json("/event_type")]);
}
