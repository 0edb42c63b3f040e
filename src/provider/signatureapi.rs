//! `SignatureAPI`.

use super::{Provider, StandardWebhooks};
use crate::scheme::Scheme;

/// `SignatureAPI` sends [`StandardWebhooks`]. Source: [`SignatureAPI`'s documentation][docs].
///
/// - Its type is signed with the body, at an unconfirmed place.
/// - Confidence: medium.
///
/// [docs]: https://signatureapi.com/docs/api/guides/how-to/verify-webhooks
#[derive(Debug)]
pub enum SignatureApi {}

impl Provider for SignatureApi {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("signatureapi");
}
