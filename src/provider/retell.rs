//! Retell.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Retell AI: HMAC-SHA-256 of `{body}{v}`, in hex, in the list `x-retell-signature: v=…,d=…`.
///
/// - Secret: the API key that is marked for webhooks, as text. Source: [Retell's documentation][docs].
/// - `v` is no version but the time, in milliseconds, signed; no tolerance is documented, the default is 5 min.
/// - No id; the idempotency key is the digest of the body. The type is signed with it (its place is unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://docs.retellai.com/features/secure-webhook
#[derive(Debug)]
pub enum Retell {}

impl Provider for Retell {
    const SCHEME: Scheme = Scheme::mac("retell", Algorithm::Sha256)
        .signature(Signature::header("x-retell-signature").pairs(Separator::Comma, "d"))
        .timestamp(Timestamp::pair("v", TimeFormat::UnixMillis))
        .message(&[Part::Body, Part::Timestamp])
        .kind(&[Field::json("/event")]);
}
