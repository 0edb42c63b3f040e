//! Sanity.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Sanity: HMAC-SHA-256 of `{t}.{body}`, in unpadded URL-safe base64, in the list `sanity-webhook-signature: t=…,v1=…`.
///
/// - Secret: that of the webhook, as text. Source: [Sanity's toolkit][docs].
/// - Time in milliseconds, signed. The toolkit checks no age; the default of 5 min holds here. If retries turn out to
///   bring the first time of signing, allow the 30 min for which they go on.
/// - Id (`idempotency-key`) and type (`sanity-operation`: create, update, delete) are in unsigned headers.
/// - Only the canonical writing of a signature is read: no padding, no stray bits.
/// - 2xx within 30 s; 429 and 5xx are retried for 30 min (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://github.com/sanity-io/webhook-toolkit/blob/main/src/signature.ts
#[derive(Debug)]
pub enum Sanity {}

impl Provider for Sanity {
    const SCHEME: Scheme = Scheme::mac("sanity", Algorithm::Sha256)
        .signature(
            Signature::header("sanity-webhook-signature")
                .pairs(Separator::Comma, "v1")
                .encoding(Encoding::Base64Url),
        )
        .timestamp(Timestamp::pair("t", TimeFormat::UnixMillis))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::header("idempotency-key")])
        .kind(&[Field::header("sanity-operation")]);
}
