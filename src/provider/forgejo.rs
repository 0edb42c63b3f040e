//! Forgejo.

use super::{Gitea, Provider};
use crate::scheme::{Field, Scheme, Signature};

/// Forgejo: HMAC-SHA-256 of the JSON, in hex, in `X-Forgejo-Signature`.
///
/// - Secret: the webhook's secret, as text. Without one, the header is sent empty, which is refused.
/// - As [`Gitea`], under headers of its own: with content type form, the *decoded* field `payload` is signed. Source:
///   [Forgejo's documentation][docs].
/// - No time is signed; id (`X-Forgejo-Delivery`) and type (`X-Forgejo-Event`) are in unsigned headers.
/// - 2xx; no automatic retries.
/// - Confidence: high for the formula, medium for the names of the headers; Forgejo sends Gitea's as well.
///
/// [docs]: https://forgejo.org/docs/latest/user/webhooks/
#[derive(Debug)]
pub enum Forgejo {}

impl Provider for Forgejo {
    const SCHEME: Scheme = Gitea::SCHEME
        .named("forgejo")
        .signature(Signature::header("x-forgejo-signature"))
        .id(&[Field::header("x-forgejo-delivery")])
        .kind(&[Field::header("x-forgejo-event")]);
}
