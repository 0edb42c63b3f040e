//! Square.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Part, Scheme, Signature};

/// Square: HMAC-SHA-256 of `{url}{body}`, in base64, in `x-square-hmacsha256-signature`.
///
/// - Secret: the signature key of the subscription, as text. Source: [Square's documentation][docs].
/// - The URL is the subscription's notification URL, byte for byte: give it to
///   [`Builder::public_url`](crate::verifier::Builder::public_url). Nothing stands between URL and body.
/// - The older header `x-square-signature` (SHA-1) is not looked at.
/// - Id (`event_id`) and type are in the signed body; no time is signed, so remember ids as long as a replay would hurt.
/// - 2xx within 10 s; 11 retries within 24 h (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://developer.squareup.com/docs/webhooks/step3validate
#[derive(Debug)]
pub enum Square {}

impl Provider for Square {
    const SCHEME: Scheme = Scheme::mac("square", Algorithm::Sha256)
        .signature(Signature::header("x-square-hmacsha256-signature").encoding(Encoding::Base64))
        .message(&[Part::Url, Part::Body])
        .id(&[Field::json("/event_id")])
        .kind(&[Field::json("/type")]);
}
