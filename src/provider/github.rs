//! GitHub.

use super::Provider;
use crate::scheme::{Algorithm, Envelope, Field, Scheme, Signature};

/// GitHub's largest payload, in bytes: deliveries over it are not sent.
pub(super) const LARGEST: usize = 25 * 1024 * 1024;

/// GitHub: HMAC-SHA-256 of the body, in hex, in `X-Hub-Signature-256: sha256=…`.
///
/// - No time is signed, and the id (`X-GitHub-Delivery`) and type (`X-GitHub-Event`) are in unsigned headers: the
///   idempotency key is the digest of the body. Source: [GitHub's documentation][docs].
/// - With content type form, the JSON is in the field `payload`, and the form is signed as it was sent.
/// - 2xx within 10 s. GitHub never repeats a delivery by itself; payloads up to 25 MB.
/// - Confidence: high.
///
/// [docs]: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
#[derive(Debug)]
pub enum GitHub {}

impl Provider for GitHub {
    const SCHEME: Scheme = Scheme::mac("github", Algorithm::Sha256)
        .signature(Signature::header("x-hub-signature-256").prefix("sha256="))
        .id(&[Field::header("x-github-delivery")])
        .kind(&[Field::header("x-github-event")])
        .envelope(Envelope::JsonInForm(super::PAYLOAD))
        .body_limit(LARGEST);
}
