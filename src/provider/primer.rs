//! Primer.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// Primer: HMAC-SHA-256 of the body, in base64, in `X-Signature-Primary` and, for 24 h after a rotation,
/// `X-Signature-Secondary`.
///
/// - Secrets: the signing secret, as text; during a rotation the new one first and the old one second. Each counts in
///   its own header only. Source: [Primer's documentation][docs].
/// - No id; the idempotency key is the digest of the body. The type is signed with it. `signedAt` (in seconds, signed
///   with the body) is not looked at, since not every kind of event is documented to have it: hold it against the clock
///   where it is there.
/// - 2xx within 10 s; five retries over about half an hour.
/// - Confidence: medium.
///
/// [docs]: https://primer.io/docs/api-reference/get-started/configure-webhooks
#[derive(Debug)]
pub enum Primer {}

impl Provider for Primer {
    const SCHEME: Scheme = Scheme::mac("primer", Algorithm::Sha256)
        .signature(
            Signature::header_per_secret("x-signature-primary", "x-signature-secondary").encoding(Encoding::Base64),
        )
        .kind(&[Field::json("/eventType")]);
}
