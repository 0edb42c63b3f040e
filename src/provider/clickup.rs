//! ClickUp.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// ClickUp: HMAC-SHA-256 of the body, in hex, in `X-Signature`.
///
/// - Secret: `webhook.secret`, from the answer to the webhook's making, as text. Source: [ClickUp's
///   documentation][docs].
/// - No time of sending is signed and there is no id (`webhook_id` is the webhook's); the type (`event`) is in the
///   signed body.
/// - 2xx within 7 s; five retries. **A 401 suspends the webhook at once**: with a wrong secret, the first event ends
///   it. Choose another status for [`Case::Unauthentic`](crate::policy::Case::Unauthentic) while you set it up.
/// - Confidence: medium.
///
/// [docs]: https://developer.clickup.com/docs/webhooksignature
#[derive(Debug)]
pub enum ClickUp {}

impl Provider for ClickUp {
    const SCHEME: Scheme = Scheme::mac("clickup", Algorithm::Sha256)
        .signature(Signature::header("x-signature"))
        .kind(&[Field::json("/event")]);
}
