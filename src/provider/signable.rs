//! Signable.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Scheme, Signature};

/// Signable: HMAC-SHA-256 of the body, in base64, in `Signature`. In early access.
///
/// - Secret: the `webhook_secret` that is told once, when the webhook is made, as text. Source: [Signable's
///   documentation][docs].
/// - The time in `X-Signable-Webhook` is not signed, and not looked at; the body has one too, which is. No id; the
///   idempotency key is the digest of the body.
/// - Confidence: medium.
///
/// [docs]: https://developers.signable.app/early-access/ea-signed-webhooks
#[derive(Debug)]
pub enum Signable {}

impl Provider for Signable {
    const SCHEME: Scheme = Scheme::mac("signable", Algorithm::Sha256)
        .signature(Signature::header("signature").encoding(Encoding::Base64));
}
