//! fal.

use super::Provider;
use crate::scheme::{
    Algorithm, Encoding, Field, KeysAt, Part, Scheme, Signature, SignatureAlgorithm, TimeFormat, Timestamp,
};

/// fal: Ed25519 of request id, user id, time and the SHA-256 of the body in hex, a line each, in hex, in
/// `X-Fal-Webhook-Signature`.
///
/// - The keys are fetched as a JWK Set; a delivery does not say which one it means, so all are tried. Needs the feature
///   `jwt`, which reads such sets.
/// - The time, in `X-Fal-Webhook-Timestamp`, is signed; five minutes. Id `X-Fal-Webhook-Request-Id`, signed; type `/status`.
/// - Source: [fal's documentation][docs], as several projects have it.
/// - Confidence: medium.
///
/// [docs]: https://docs.fal.ai/model-apis/model-endpoints/webhooks
#[derive(Debug)]
pub enum Fal {}

impl Provider for Fal {
    const SCHEME: Scheme = Scheme::signed("fal", SignatureAlgorithm::Ed25519)
        .signature(Signature::header("x-fal-webhook-signature").encoding(Encoding::Hex))
        .keys_at(KeysAt::set("https://rest.fal.ai/.well-known/jwks.json"))
        .timestamp(Timestamp::header("x-fal-webhook-timestamp", TimeFormat::UnixSeconds))
        .message(&[
            Part::Id,
            Part::literal("\n"),
            Part::header("x-fal-webhook-user-id"),
            Part::literal("\n"),
            Part::Timestamp,
            Part::literal("\n"),
            Part::body_digest(Algorithm::Sha256, Encoding::Hex),
        ])
        .id(&[Field::header("x-fal-webhook-request-id")])
        .kind(&[Field::json("/status")]);
}
