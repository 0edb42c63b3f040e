//! Viber.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Viber's bots: HMAC-SHA-256 of the body, in hex, in `X-Viber-Content-Signature`.
///
/// - Secret: the bot's authentication token, as text. Source: [Viber's SDK][docs].
/// - The same signature is in the query, as `sig`, which is not looked at.
/// - The body has a time (in milliseconds), which is not held against the clock: some events have other numbers there.
/// - No id: `message_token` is that of a message, which is delivered and seen; the idempotency key is the digest of the
///   body. The type is signed with it.
/// - Setting the webhook sends an event `webhook`, signed as others are; 200 answers it.
/// - Confidence: high.
///
/// [docs]: https://github.com/Viber/viber-bot-python/blob/master/viberbot/api/api.py
#[derive(Debug)]
pub enum Viber {}

impl Provider for Viber {
    const SCHEME: Scheme = Scheme::mac("viber", Algorithm::Sha256)
        .signature(Signature::header("x-viber-content-signature"))
        .kind(&[Field::json("/event")]);
}
