//! Box.

use std::time::Duration;

use super::Provider;
use crate::{
    scheme::{Algorithm, Encoding, Field, Part, Scheme, Signature, TimeFormat, Timestamp},
    time::Tolerance,
};

/// Box: HMAC-SHA-256 of `{body}{timestamp}`, in base64, in `BOX-SIGNATURE-PRIMARY` and `BOX-SIGNATURE-SECONDARY`.
///
/// - Secrets: the primary and the secondary signature key, as text and in this order; each is held against its own
///   header only, and one that is right is enough. Source: [Box's documentation][docs].
/// - Time in `BOX-DELIVERY-TIMESTAMP` (RFC 3339, behind the body with nothing in between), at most 10 min old. Other
///   values of `BOX-SIGNATURE-VERSION` and `BOX-SIGNATURE-ALGORITHM` than `1` and `HmacSHA256` are refused.
/// - Id and type (`trigger`) are in the signed body. `BOX-DELIVERY-ID` is another one on each attempt.
/// - 2xx within 30 s; 10 to 12 retries.
/// - Confidence: high.
///
/// [docs]: https://developer.box.com/guides/webhooks/v2/signatures-v2/
#[derive(Debug)]
pub enum Box {}

impl Provider for Box {
    const SCHEME: Scheme = Scheme::mac("box", Algorithm::Sha256)
        .signature(
            Signature::header_per_secret("box-signature-primary", "box-signature-secondary").encoding(Encoding::Base64),
        )
        .timestamp(Timestamp::header("box-delivery-timestamp", TimeFormat::Rfc3339))
        .tolerance(Tolerance { past: Duration::from_secs(600), ..Tolerance::DEFAULT })
        .message(&[Part::Body, Part::Timestamp])
        .pin("box-signature-version", "1")
        .pin("box-signature-algorithm", "HmacSHA256")
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/trigger")]);
}
