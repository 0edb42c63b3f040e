//! Xero.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Handshake, Scheme, Signature};

/// Xero: HMAC-SHA-256 of the body, in base64, in `x-xero-signature`.
///
/// - Secret: the webhook key, as text (it looks like base64 and is not decoded). Source: [Xero's documentation][docs].
/// - No time is signed. No single id or type: the body has a list of events. The idempotency key is the digest of the
///   body.
/// - "Intent to receive": several deliveries without events (`lastEventSequence` is 0), some with a wrong signature.
///   The library answers them as Xero wants: 200 or 401, with an empty body.
/// - Events likewise: 200 without a body within 5 s; retries for 24 h, then the webhook is switched off (unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://developer.xero.com/documentation/guides/webhooks/overview/
#[derive(Debug)]
pub enum Xero {}

impl Provider for Xero {
    const SCHEME: Scheme = Scheme::mac("xero", Algorithm::Sha256)
        .signature(Signature::header("x-xero-signature").encoding(Encoding::Base64))
        .handshake(Handshake::signed(Field::json("/lastEventSequence"), "0"));
}
