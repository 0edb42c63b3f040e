//! Webex.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Webex: HMAC-SHA-1 of the body, in hex, in `X-Spark-Signature`. Needs the feature `sha1`.
///
/// - Secret: that of the webhook, as text; without one, nothing is signed, and all is refused. Source: [Webex's
///   documentation][docs].
/// - No time is signed. No id: the body's is the webhook's own; the idempotency key is the digest of the body. The type
///   is two words, both signed: `resource` (`messages`), which is taken for it, and `event` (`created`).
/// - This is the Webhooks API; Contact Center signs otherwise.
/// - Confidence: medium.
///
/// [docs]: https://developer.webex.com/docs/webhooks
#[derive(Debug)]
pub enum Webex {}

impl Provider for Webex {
    const SCHEME: Scheme = Scheme::mac("webex", Algorithm::Sha1)
        .signature(Signature::header("x-spark-signature"))
        .kind(&[Field::json("/resource")]);
}
