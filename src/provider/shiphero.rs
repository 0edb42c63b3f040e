//! `ShipHero`.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// `ShipHero`: HMAC-SHA-256 of the body, in base64, in `x-shiphero-hmac-sha256`.
///
/// - Secret: the shared secret that is told when the webhook is made, as text. Source: [`ShipHero`'s
///   documentation][docs].
/// - No time is signed. The id (`X-Shiphero-Message-ID`) is in an unsigned header; the type is signed with the body.
/// - 200 with `{"code": "200", "Status": "Success"}` within 10 s, which the library answers; five retries
///   (unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://developer.shiphero.com/webhooks/
#[derive(Debug)]
pub enum ShipHero {}

impl Provider for ShipHero {
    const SCHEME: Scheme = Scheme::mac("shiphero", Algorithm::Sha256)
        .signature(Signature::header("x-shiphero-hmac-sha256").encoding(Encoding::Base64))
        .id(&[Field::header("x-shiphero-message-id")])
        .kind(&[Field::json("/webhook_type")])
        .answer(r#"{"code": "200", "Status": "Success"}"#);
}
