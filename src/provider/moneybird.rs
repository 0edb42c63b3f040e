//! Moneybird.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Moneybird: HMAC-SHA-256 of `{t}.{body}`, in hex, in the list `Moneybird-Signature: t=…,v1=…`.
///
/// - Secret: the signing secret, as text, which is told when the webhook is created. While it is rotated, the list has
///   several `v1`. Source: [Moneybird's documentation][docs].
/// - Time in seconds, signed; tolerance 5 min. The type (`action`) is signed with the body. The id
///   (`Idempotency-Key`, unconfirmed) is in an unsigned header; the idempotency key is the digest of the body.
/// - Webhooks without a signing secret are not signed, and are refused.
/// - Confidence: high.
///
/// [docs]: https://developer.moneybird.com/webhooks/verifying-signatures
#[derive(Debug)]
pub enum Moneybird {}

impl Provider for Moneybird {
    const SCHEME: Scheme = Scheme::mac("moneybird", Algorithm::Sha256)
        .signature(Signature::header("moneybird-signature").pairs(Separator::Comma, "v1"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::header("idempotency-key")])
        .kind(&[Field::json("/action")]);
}
