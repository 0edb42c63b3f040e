//! Ably.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, KeyFormat, Scheme, Signature};

/// Ably: HMAC-SHA-256 of the body, in base64, in `X-Ably-Signature`.
///
/// - Secret: the API key that the integration signs with, `name:secret`; what stands after the colon is the key. With
///   several, give each its name as the [id](crate::Secret::id): `X-Ably-Key`, which must be there, says which one
///   signed. Source: [Ably's documentation][docs].
/// - No time is signed. There is neither an id nor a type that all deliveries have: a batch holds many events, and a
///   single message without an envelope is whatever was published.
/// - A batch that was not accepted is repeated after growing pauses, and given up after 5 min.
/// - Confidence: medium.
///
/// [docs]: https://ably.com/docs/platform/integrations/webhooks
#[derive(Debug)]
pub enum Ably {}

impl Provider for Ably {
    const SCHEME: Scheme = Scheme::mac("ably", Algorithm::Sha256)
        .key(KeyFormat::AfterColon)
        .key_id("x-ably-key")
        .signature(Signature::header("x-ably-signature").encoding(Encoding::Base64));
}
