//! Maxio Advanced Billing, formerly Chargify.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Maxio Advanced Billing (Chargify): HMAC-SHA-256 of the body, in hex, in
/// `X-Chargify-Webhook-Signature-Hmac-Sha-256`.
///
/// - Secret: the site's shared key, as text. Source: [Maxio's documentation][docs].
/// - The body is a form. No time is signed; id and type (`event`) are in the signed body. The id is once more in the
///   unsigned `X-Chargify-Webhook-Id`, the signature once more in the URL: neither is looked at.
/// - 200 within 15 s and nothing else; five attempts in some five minutes.
/// - Confidence: medium.
///
/// [docs]: https://docs.maxio.com/hc/en-us/articles/24294819360525-API-Keys
#[derive(Debug)]
pub enum Chargify {}

impl Provider for Chargify {
    const SCHEME: Scheme = Scheme::mac("chargify", Algorithm::Sha256)
        .signature(Signature::header("x-chargify-webhook-signature-hmac-sha-256"))
        .id(&[Field::form("id")])
        .kind(&[Field::form("event")]);
}
