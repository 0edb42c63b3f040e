//! Patreon.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Patreon: HMAC-MD5 of the body, in hex, in `X-Patreon-Signature`. Needs the feature `md5`.
///
/// - Secret: that of the webhook, as text. Source: [Patreon's documentation][docs].
/// - No time is signed. No id: `data.id` is the member's, who has many events; the idempotency key is the digest of the
///   body. The type (`X-Patreon-Event: members:pledge:create`) is in an unsigned header.
/// - While deliveries fail, Patreon queues them.
/// - Confidence: high.
///
/// [docs]: https://github.com/Patreon/platform-documentation/blob/master/source/includes/_webhooks_v2.md
#[derive(Debug)]
pub enum Patreon {}

impl Provider for Patreon {
    const SCHEME: Scheme = Scheme::mac("patreon", Algorithm::Md5)
        .signature(Signature::header("x-patreon-signature"))
        .kind(&[Field::header("x-patreon-event")]);
}
