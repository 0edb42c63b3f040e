//! Airtable.

use super::Provider;
use crate::scheme::{Algorithm, KeyFormat, Scheme, Signature, Text};

/// Airtable: HMAC-SHA-256 of the body, in hex, in `X-Airtable-Content-MAC: hmac-sha256=…`.
///
/// - Secret: `macSecretBase64`, told once when the webhook is made; it is base64. Source: [Airtable's
///   documentation][docs].
/// - The body only says which base and webhook have news: fetch the payloads, from the cursor that you keep. Its time
///   is signed, but is that of the event; there is no id and no type.
/// - 200 or 204 with an empty body; repeated after growing pauses otherwise (unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://airtable.com/developers/web/api/webhooks-overview
#[derive(Debug)]
pub enum Airtable {}

impl Provider for Airtable {
    const SCHEME: Scheme = Scheme::mac("airtable", Algorithm::Sha256)
        .key(KeyFormat::Base64 { prefix: Text::EMPTY })
        .signature(Signature::header("x-airtable-content-mac").prefix("hmac-sha256="));
}
