//! Bolt.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// Bolt: HMAC-SHA-256 of the body, in base64, in `X-Bolt-Hmac-Sha256`.
///
/// - Secret: the signing secret of the merchant account, as text. Source: [Bolt's documentation][docs].
/// - No time is signed. `id` is the transaction's, the same in all its events, so it does not count as the event's; the
///   type is signed (unconfirmed).
/// - 2xx (retries unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://help.bolt.com/developers/webhooks/hook-verification/
#[derive(Debug)]
pub enum Bolt {}

impl Provider for Bolt {
    const SCHEME: Scheme = Scheme::mac("bolt", Algorithm::Sha256)
        .signature(Signature::header("x-bolt-hmac-sha256").encoding(Encoding::Base64))
        .kind(&[Field::json("/type")]);
}
