//! `DocuSign` Connect.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// `DocuSign` Connect: HMAC-SHA-256 of the body, in base64, in `X-DocuSign-Signature-1`, `-2`, …
///
/// - Secret: a key of the account's Connect settings, as text; it looks like base64 and is not decoded. Each active key
///   has a header of its own, and any of them may be yours; of up to 100, the first 16 are looked at.
/// - No time is signed, and there is no id of the delivery: an event is told by `data.envelopeId`, `event` and
///   `generatedDateTime`. The type is in the signed body. Source: [`DocuSign`'s documentation][docs].
/// - `X-Authorization-Digest` must say `HMACSHA256` if it is there.
/// - 2xx within 100 s; retries for up to 15 days.
/// - The body is JSON or XML, and may hold whole documents: raise the body limit then. An XML body has no type here.
/// - Confidence: high; the retries are unconfirmed.
///
/// [docs]: https://developers.docusign.com/platform/webhooks/connect/validate/
#[derive(Debug)]
pub enum DocuSign {}

impl Provider for DocuSign {
    const SCHEME: Scheme = Scheme::mac("docusign", Algorithm::Sha256)
        .signature(Signature::numbered_headers("x-docusign-signature-").encoding(Encoding::Base64))
        .pin("x-authorization-digest", "HMACSHA256")
        .kind(&[Field::json("/event")]);
}
