//! Gitea.

use super::Provider;
use crate::scheme::{Algorithm, Envelope, Field, Scheme, Signature};

/// Gitea: HMAC-SHA-256 of the JSON, in hex, in `X-Gitea-Signature`.
///
/// - With content type form, the *decoded* field `payload` is signed, unlike GitHub's. Source: [Gitea's source][docs].
/// - No time is signed; id (`X-Gitea-Delivery`) and type (`X-Gitea-Event`) are in unsigned headers.
/// - Without a secret, Gitea sends the header empty, which is refused. No automatic retries.
/// - Confidence: high.
///
/// [docs]: https://github.com/go-gitea/gitea/blob/main/services/webhook/deliver.go
#[derive(Debug)]
pub enum Gitea {}

impl Provider for Gitea {
    const SCHEME: Scheme = Scheme::mac("gitea", Algorithm::Sha256)
        .signature(Signature::header("x-gitea-signature"))
        .id(&[Field::header("x-gitea-delivery")])
        .kind(&[Field::header("x-gitea-event")])
        .envelope(Envelope::SignedInForm(super::PAYLOAD));
}
