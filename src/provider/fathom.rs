//! Fathom.

use super::{Provider, StandardWebhooks};
use crate::scheme::Scheme;

/// Fathom sends [`StandardWebhooks`]. Source: [Fathom's documentation][docs].
///
/// - No type is documented.
/// - Confidence: medium.
///
/// [docs]: https://developers.fathom.ai/webhooks
#[derive(Debug)]
pub enum Fathom {}

impl Provider for Fathom {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("fathom").kind(&[]);
}
