//! Plaid.

use super::Provider;
use crate::scheme::{
    Algorithm, Check, Encoding, Field, Jws, JwsAlgorithm, Scheme, Signature, TimeFormat, Timestamp,
};

/// Plaid: a token by ES256 in `Plaid-Verification`, whose claim `request_body_sha256` is the SHA-256 of the body in hex.
///
/// The key is fetched for each `kid` from `/webhook_verification_key/get`, by POST with your credentials: fetch it yourself
/// and give it to the verifier as a secret with that id, as a JWK. The time of signing (`iat`) counts for five minutes.
/// Deliveries have no id. Source: [Plaid's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://plaid.com/docs/api/webhooks/webhook-verification/
#[derive(Debug)]
pub enum Plaid {}

impl Provider for Plaid {
    const SCHEME: Scheme = Scheme::jws("plaid", Jws::claims(&[JwsAlgorithm::Es256]))
        .signature(Signature::header("plaid-verification").encoding(Encoding::Text))
        .timestamp(Timestamp::new(Field::claim("/iat"), TimeFormat::UnixSeconds))
        .check(Check::body_digest(Field::claim("/request_body_sha256"), Algorithm::Sha256, Encoding::Hex))
        .kind(&[Field::json("/webhook_code")]);
}
