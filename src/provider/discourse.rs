//! Discourse.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Discourse: HMAC-SHA-256 of the body, in hex, in `X-Discourse-Event-Signature: sha256=…`.
///
/// - Secret: the one typed into the webhook's settings, as text. Without one, no signature is sent.
/// - No time is signed. The type (`X-Discourse-Event`) is in an unsigned header. `X-Discourse-Event-Id` is that of the
///   attempt: a retry has a new one, so the idempotency key is the digest of the body. Source: [Discourse's
///   source][docs].
/// - The body is JSON whatever content type was chosen.
/// - 2xx. Retries, if the site's setting allows them, after 1, 5, 25 and 125 minutes; 404 and 410 are not retried and
///   may switch the webhook off.
/// - Confidence: high.
///
/// [docs]: https://github.com/discourse/discourse/blob/main/app/jobs/regular/emit_web_hook_event.rb
#[derive(Debug)]
pub enum Discourse {}

impl Provider for Discourse {
    const SCHEME: Scheme = Scheme::mac("discourse", Algorithm::Sha256)
        .signature(Signature::header("x-discourse-event-signature").prefix("sha256="))
        .kind(&[Field::header("x-discourse-event")]);
}
