//! Mollie.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Mollie's next-generation webhooks: HMAC-SHA-256 of the body, in hex, in `X-Mollie-Signature: sha256=…`.
///
/// - Secret: the signing secret of the webhook, as text. While it is rotated, the header comes once for each secret.
///   Source: [Mollie's SDK][docs].
/// - No time is signed. Id and type are signed with the body.
/// - Classic webhooks (a form with an `id`) are not signed, and are refused: fetch the object from the API instead.
/// - 2xx within 15 s; ten attempts over 26 h (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://github.com/mollie/mollie-api-php/blob/master/src/Webhooks/SignatureValidator.php
#[derive(Debug)]
pub enum Mollie {}

impl Provider for Mollie {
    const SCHEME: Scheme = Scheme::mac("mollie", Algorithm::Sha256)
        .signature(Signature::repeatable_header("x-mollie-signature").prefix("sha256="))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")]);
}
