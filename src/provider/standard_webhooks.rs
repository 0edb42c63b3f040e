//! Standard Webhooks.

use super::Provider;
use crate::scheme::{
    Algorithm, Encoding, Field, KeyFormat, Part, Scheme, Signature, Text, TimeFormat, Timestamp,
};

/// Standard Webhooks: HMAC-SHA-256 of `{id}.{timestamp}.{body}`, in base64, in the list
/// `Webhook-Signature: v1,… v1,…`.
///
/// - Secret: base64 with the prefix `whsec_`. Id and time are in signed headers; the id is the same on a retry.
///   Source: [the specification][docs].
/// - With the feature `ed25519` and a public key (`whpk_…`) as the secret, entries `v1a,…` are verified; with both
///   kinds
///   of secrets, either is enough. Entries of other versions are skipped.
/// - 2xx; retries over several days. 410 makes the sender switch the endpoint off.
/// - Confidence: high.
///
/// [docs]: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
#[derive(Debug)]
pub enum StandardWebhooks {}

impl Provider for StandardWebhooks {
    const SCHEME: Scheme = Scheme::mac("standard-webhooks", Algorithm::Sha256)
        .key(KeyFormat::Base64 { prefix: Text::new("whsec_") })
        .or_ed25519("v1a", "whpk_")
        .signature(Signature::header("webhook-signature").versions("v1").encoding(Encoding::Base64))
        .timestamp(Timestamp::header("webhook-timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::Id, Part::literal("."), Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::header("webhook-id")])
        .kind(&[Field::json("/type")]);
}
