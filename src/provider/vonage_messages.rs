//! Vonage's signed webhooks.

use super::Provider;
use crate::scheme::{Algorithm, Check, Encoding, Field, Jws, JwsAlgorithm, Scheme, TimeFormat, Timestamp};

/// Vonage's signed webhooks (Messages, Dispatch, Voice): a token by HS256 after `Bearer ` in `Authorization`, whose claim
/// `payload_hash` is the SHA-256 of the body in hex. Source: [Vonage's documentation][docs].
///
/// - Secret: the signature secret of the account, as text. Vonage's own function takes RS256 with the same argument, too:
///   here it is refused.
/// - The time of signing (`iat`) counts for five minutes; the token has no end. A token without `payload_hash` is refused.
/// - A message has the same `message_uuid` in all its events, so it is not taken for an event's id: the idempotency key is
///   the digest of the body.
/// - Confidence: medium.
///
/// [docs]: https://developer.vonage.com/en/getting-started/concepts/webhooks#decoding-signed-webhooks
#[derive(Debug)]
pub enum VonageMessages {}

impl Provider for VonageMessages {
    const SCHEME: Scheme = Scheme::jws("vonage-messages", Jws::claims(&[JwsAlgorithm::Hs256]))
        .timestamp(Timestamp::new(Field::claim("/iat"), TimeFormat::UnixSeconds))
        .check(Check::is(Field::claim("/iss"), "Vonage"))
        .check(Check::body_digest(Field::claim("/payload_hash"), Algorithm::Sha256, Encoding::Hex))
        .kind(&[Field::json("/status"), Field::json("/message_type")]);
}
