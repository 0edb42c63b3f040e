//! Gogs.

use super::{Gitea, Provider};
use crate::scheme::{Field, Scheme, Signature};

/// Gogs: HMAC-SHA-256 of the JSON, in hex, in `X-Gogs-Signature`.
///
/// - Secret: the webhook's secret, as text. Without one, the header is sent empty, which is refused.
/// - As [`Gitea`], under headers of its own: with content type form, the *decoded* field `payload` is signed. Source:
///   [Gogs' documentation][docs].
/// - No time is signed; id (`X-Gogs-Delivery`) and type (`X-Gogs-Event`) are in unsigned headers.
/// - 2xx; no automatic retries.
/// - Confidence: high, from Gitea's source, which sends the same headers.
///
/// [docs]: https://gogs.io/docs/features/webhook
#[derive(Debug)]
pub enum Gogs {}

impl Provider for Gogs {
    const SCHEME: Scheme = Gitea::SCHEME
        .named("gogs")
        .signature(Signature::header("x-gogs-signature"))
        .id(&[Field::header("x-gogs-delivery")])
        .kind(&[Field::header("x-gogs-event")]);
}
