//! Sinch.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Sinch's conversations: HMAC-SHA-256 of `{body}.{nonce}.{timestamp}`, in base64, in `x-sinch-webhook-signature`.
///
/// - Secret: that of the webhook, as text. Source: [Sinch's documentation][docs].
/// - Nonce and time (in seconds) are in signed headers; no tolerance is documented, the default is 5 min. The header
///   that names the algorithm must say `HmacSHA256` if it is there.
/// - No id and no type: what happened is told by which members the body has. The idempotency key is the digest of the
///   body.
/// - Confidence: medium.
///
/// [docs]: https://developers.sinch.com/docs/conversation/callbacks
#[derive(Debug)]
pub enum Sinch {}

impl Provider for Sinch {
    const SCHEME: Scheme = Scheme::mac("sinch", Algorithm::Sha256)
        .signature(Signature::header("x-sinch-webhook-signature").encoding(Encoding::Base64))
        .pin("x-sinch-webhook-signature-algorithm", "HmacSHA256")
        .timestamp(Timestamp::header("x-sinch-webhook-signature-timestamp", TimeFormat::UnixSeconds))
        .message(&[
            Part::Body,
            Part::literal("."),
            Part::header("x-sinch-webhook-signature-nonce"),
            Part::literal("."),
            Part::Timestamp,
        ]);
}
