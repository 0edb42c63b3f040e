//! Snyk.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Snyk: HMAC-SHA-256 of the body, in hex, in `X-Hub-Signature: sha256=…`, the header in which others send SHA-1.
///
/// - Secret: that of the webhook, as text. Source: [Snyk's documentation][docs].
/// - Not signed: the type (`X-Snyk-Event: project_snapshot/v0`), the time, and `X-Snyk-Transport-ID`, which names the
///   delivery and not the event. The idempotency key is the digest of the body.
/// - `ping` is an event as others are.
/// - Confidence: medium.
///
/// [docs]: https://docs.snyk.io/snyk-api/snyk-webhooks/validating-payloads
#[derive(Debug)]
pub enum Snyk {}

impl Provider for Snyk {
    const SCHEME: Scheme = Scheme::mac("snyk", Algorithm::Sha256)
        .signature(Signature::header("x-hub-signature").prefix("sha256="))
        .kind(&[Field::header("x-snyk-event")]);
}
