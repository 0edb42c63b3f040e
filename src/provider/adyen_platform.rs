//! Adyen for platforms.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, KeyFormat, Scheme, Signature};

/// Adyen's webhooks of the balance platform and of management: HMAC-SHA-256 of the body, in base64, in `HmacSignature`.
///
/// - Secret: the HMAC key of the webhook, in hex. The header `Protocol`, if it is there, must say `HmacSHA256`.
///   Source: [Adyen's documentation][docs].
/// - The type is in the signed body, in `type`; ids differ from type to type. No time is signed.
/// - 2xx within 10 s; retries for up to 30 days (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures
#[derive(Debug)]
pub enum AdyenPlatform {}

impl Provider for AdyenPlatform {
    const SCHEME: Scheme = Scheme::mac("adyen-platform", Algorithm::Sha256)
        .way_of("adyen")
        .key(KeyFormat::Hex)
        .signature(Signature::header("hmacsignature").encoding(Encoding::Base64))
        .pin("protocol", "HmacSHA256")
        .kind(&[Field::json("/type")]);
}
