//! Airship.

use super::Provider;
use crate::scheme::{Algorithm, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Airship open channels: HMAC-SHA-256 of `{timestamp}:{body}`, in hex, in `X-UA-SIGNATURE`.
///
/// - Secret: the signature secret that you typed in under "Signature Hash", as text. Source: [Airship's article][docs].
/// - Time in `X-UA-TIMESTAMP`, in seconds; no tolerance is documented. No id and no type that all deliveries have.
/// - Bodies come with `Content-Encoding: gzip`; whether the compressed or the plain bytes are signed is unconfirmed.
///   The check by `GET …/validate` is not answered by the library.
/// - 2xx (retries unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://support.airship.com/hc/en-us/articles/360032501831
#[derive(Debug)]
pub enum Airship {}

impl Provider for Airship {
    const SCHEME: Scheme = Scheme::mac("airship", Algorithm::Sha256)
        .signature(Signature::header("x-ua-signature"))
        .timestamp(Timestamp::header("x-ua-timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal(":"), Part::Body]);
}
