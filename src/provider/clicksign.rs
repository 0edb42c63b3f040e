//! Clicksign.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Clicksign: HMAC-SHA-256 of the body, in hex, in `Content-Hmac: sha256=…`.
///
/// - Secret: the "HMAC SHA256 Secret" that is made with the webhook, as text. Source: [Clicksign's
///   documentation][docs].
/// - No time of sending is signed and there is no id; the type (`event.name`) is in the signed body, and once more in
///   the unsigned header `Event`.
/// - 2xx (retries unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://developers.clicksign.com/docs/seguranca-de-webhooks
#[derive(Debug)]
pub enum Clicksign {}

impl Provider for Clicksign {
    const SCHEME: Scheme = Scheme::mac("clicksign", Algorithm::Sha256)
        .signature(Signature::header("content-hmac").prefix("sha256="))
        .kind(&[Field::json("/event/name")]);
}
