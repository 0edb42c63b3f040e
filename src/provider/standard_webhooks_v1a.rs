//! Standard Webhooks, with public keys only.

use super::Provider;
use crate::scheme::{Encoding, Field, Part, Scheme, Signature, SignatureAlgorithm, TimeFormat, Timestamp};

/// Standard Webhooks whose sender signs with a pair of keys: Ed25519 of `{id}.{timestamp}.{body}`, in base64, in entries
/// `v1a,…` of `webhook-signature`.
///
/// - Secret: the public key, `whpk_` and base64. A private one (`whsk_…`) is refused.
/// - Entries of other versions are skipped: `v1,…` is never held against a public key. Where a sender signs in both ways, or
///   a shared secret stands beside the public key, use [`StandardWebhooks`](super::StandardWebhooks), which takes either.
/// - Source: the [specification][docs]; its only published implementation is the server of Svix.
/// - Confidence: high.
///
/// [docs]: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
#[derive(Debug)]
pub enum StandardWebhooksV1a {}

impl Provider for StandardWebhooksV1a {
    const SCHEME: Scheme = Scheme::signed("standard-webhooks-v1a", SignatureAlgorithm::Ed25519)
        .way_of("standard-webhooks")
        .signature(Signature::header("webhook-signature").versions("v1a").encoding(Encoding::Base64))
        .timestamp(Timestamp::header("webhook-timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::Id, Part::literal("."), Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::header("webhook-id")])
        .kind(&[Field::json("/type")]);
}
