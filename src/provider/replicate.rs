//! Replicate.

use super::{Provider, StandardWebhooks};
use crate::scheme::{Field, Scheme};

/// Replicate sends [`StandardWebhooks`]. Source: [Replicate's documentation][docs].
///
/// - Secret: the account's (`whsec_…`), from its API.
/// - There is no type; what stands for one, the prediction's `status`, is signed with the body.
/// - Confidence: high.
///
/// [docs]: https://replicate.com/docs/topics/webhooks/verify-webhook
#[derive(Debug)]
pub enum Replicate {}

impl Provider for Replicate {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("replicate").kind(&[Field::json("/status")]);
}
