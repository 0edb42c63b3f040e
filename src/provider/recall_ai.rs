//! Recall.ai.

use super::{Provider, StandardWebhooks};
use crate::scheme::{Field, Scheme};

/// Recall.ai sends [`StandardWebhooks`]. Source: [Recall.ai's documentation][docs].
///
/// - Its type is signed with the body, at an unconfirmed place.
/// - Confidence: medium.
///
/// [docs]: https://docs.recall.ai/docs/authenticating-requests-from-recallai
#[derive(Debug)]
pub enum RecallAi {}

impl Provider for RecallAi {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("recall-ai").kind(&[Field::json("/event")]);
}
