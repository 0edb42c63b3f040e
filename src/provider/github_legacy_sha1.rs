//! GitHub's old header.

use super::Provider;
use crate::scheme::{Algorithm, Envelope, Field, Scheme, Signature};

/// GitHub's old header, `X-Hub-Signature: sha1=…`, for servers that send no other. Never a fallback of
/// [`GitHub`](super::GitHub). Source: [GitHub's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
#[derive(Debug)]
pub enum GitHubLegacySha1 {}

impl Provider for GitHubLegacySha1 {
    const SCHEME: Scheme = Scheme::mac("github-legacy-sha1", Algorithm::Sha1)
        .signature(Signature::header("x-hub-signature").prefix("sha1="))
        .id(&[Field::header("x-github-delivery")])
        .kind(&[Field::header("x-github-event")])
        .envelope(Envelope::JsonInForm(super::PAYLOAD))
        .body_limit(super::github::LARGEST);
}
