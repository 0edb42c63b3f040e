//! The Gemini API.

use super::{Provider, StandardWebhooks};
use crate::scheme::Scheme;

/// The Gemini API sends [`StandardWebhooks`]. Source: [Google's documentation][docs].
///
/// - Static webhooks only, which have a secret, told once; dynamic ones are signed with a key of Google's, and are
///   refused. Its type is signed with the body, at an unconfirmed place.
/// - Confidence: medium.
///
/// [docs]: https://ai.google.dev/gemini-api/docs/webhooks
#[derive(Debug)]
pub enum Gemini {}

impl Provider for Gemini {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("gemini");
}
