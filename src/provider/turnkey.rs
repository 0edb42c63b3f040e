//! Turnkey.

use super::Provider;
use crate::scheme::{Encoding, Field, KeysAt, Part, Scheme, Signature, SignatureAlgorithm, TimeFormat, Timestamp};

/// Turnkey: Ed25519 of `v1.ed25519.{key id}.{timestamp}.{event id}.{body}`, in hex, in `X-Turnkey-Signature`.
///
/// - The key is named in `X-Turnkey-Signature-Key-Id` and fetched as a JWK Set from Turnkey's API; needs the feature `jwt`,
///   which reads such sets.
/// - Version and algorithm, in headers of their own, must be `v1` and `ed25519`, and are signed.
/// - The time, in `X-Turnkey-Timestamp`, is in milliseconds and signed; Turnkey leaves the window to you. Id
///   `X-Turnkey-Event-Id`, signed; type `/type`.
/// - Source: [Turnkey's documentation][docs], its package @turnkey/crypto 2.13.2.
/// - Confidence: high.
///
/// [docs]: https://docs.turnkey.com/features/webhooks/verify-signatures
#[derive(Debug)]
pub enum Turnkey {}

impl Provider for Turnkey {
    const SCHEME: Scheme = Scheme::signed("turnkey", SignatureAlgorithm::Ed25519)
        .signature(Signature::header("x-turnkey-signature").encoding(Encoding::Hex))
        .pin("x-turnkey-signature-version", "v1")
        .pin("x-turnkey-signature-algorithm", "ed25519")
        .key_id("x-turnkey-signature-key-id")
        .keys_at(KeysAt::set("https://api.turnkey.com/public/v1/discovery/webhooks/jwks"))
        .timestamp(Timestamp::header("x-turnkey-timestamp", TimeFormat::UnixMillis))
        .message(&[
            Part::literal("v1.ed25519."),
            Part::header("x-turnkey-signature-key-id"),
            Part::literal("."),
            Part::Timestamp,
            Part::literal("."),
            Part::Id,
            Part::literal("."),
            Part::Body,
        ])
        .id(&[Field::header("x-turnkey-event-id")])
        .kind(&[Field::json("/type")]);
}
