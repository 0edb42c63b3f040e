//! Higgsfield.

use super::{Provider, StandardWebhooks};
use crate::scheme::Scheme;

/// Higgsfield sends [`StandardWebhooks`]. Source: [Higgsfield's documentation][docs].
///
/// - 2xx within 10 s; 5xx is retried, 4xx is not. The old secret stays good for 24 h after a rotation. No type is
///   documented.
/// - Confidence: medium.
///
/// [docs]: https://docs.higgsfield.ai/docs/enterprise/webhook-security
#[derive(Debug)]
pub enum Higgsfield {}

impl Provider for Higgsfield {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("higgsfield").kind(&[]);
}
