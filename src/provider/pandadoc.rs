//! `PandaDoc`.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// `PandaDoc`: HMAC-SHA-256 of the body, in hex, in the query's `signature`.
///
/// - Secret: the shared key of the webhook, as text. Source: [`PandaDoc`'s documentation][docs].
/// - Verifying takes the query: [`verify_request`](crate::Verifier::verify_request). The rest of the URL is not signed.
/// - No time is signed. No id and no single type: the body is a list of events. The idempotency key is the digest of
///   the body.
/// - Confidence: medium.
///
/// [docs]: https://developers.pandadoc.com/reference/webhook-verification
#[derive(Debug)]
pub enum PandaDoc {}

impl Provider for PandaDoc {
    const SCHEME: Scheme =
        Scheme::mac("pandadoc", Algorithm::Sha256).signature(Signature::field(Field::query("signature")));
}
