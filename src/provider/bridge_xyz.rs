//! Bridge.

use super::Provider;
use crate::{
    Tolerance,
    scheme::{
        Algorithm, Encoding, Field, Part, Scheme, Separator, Signature, SignatureAlgorithm, TimeFormat, Timestamp,
    },
};

/// Bridge (bridge.xyz): RSA with SHA-256 of the SHA-256 of `{t}.{body}`, in `X-Webhook-Signature: t=…,v0=…`, in base64.
///
/// - What is signed is the digest, which RSA hashes once more: a verifier that hashes once refuses genuine deliveries.
/// - Secret: the public key of the endpoint, in PEM, which Bridge's API returns when a webhook is made.
/// - The time is in milliseconds, and counts for ten minutes; a retry is signed anew. Id `/event_id`, type `/event_type`.
/// - Source: [Bridge's documentation][docs], its test data.
/// - Confidence: high.
///
/// [docs]: https://apidocs.bridge.xyz/platform/additional-information/webhooks/signature
#[derive(Debug)]
pub enum BridgeXyz {}

impl Provider for BridgeXyz {
    const SCHEME: Scheme = Scheme::signed("bridge-xyz", SignatureAlgorithm::RSA_SHA256)
        .over_digest(Algorithm::Sha256)
        .signature(Signature::header("x-webhook-signature").pairs(Separator::Comma, "v0").encoding(Encoding::Base64))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixMillis))
        .tolerance(Tolerance::seconds(600))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::json("/event_id")])
        .kind(&[Field::json("/event_type")]);
}
