//! `EmailOctopus`.

use super::Provider;
use crate::scheme::{Algorithm, Scheme, Signature};

/// `EmailOctopus`: HMAC-SHA-256 of the body, in hex, in `EmailOctopus-Signature: sha256=…`.
///
/// - Secret: the webhook's secret, as text. No time is signed.
/// - The body is a list of up to 1000 events, each with an `id` and a `type` of its own to check; the idempotency key
///   is the digest of the whole. Source: [`EmailOctopus`' documentation][docs].
/// - Raise the body limit if your contacts have many fields.
/// - Confidence: medium; answers and retries are not known.
///
/// [docs]: https://emailoctopus.com/api-documentation/webhooks
#[derive(Debug)]
pub enum EmailOctopus {}

impl Provider for EmailOctopus {
    const SCHEME: Scheme = Scheme::mac("emailoctopus", Algorithm::Sha256)
        .signature(Signature::header("emailoctopus-signature").prefix("sha256="));
}
