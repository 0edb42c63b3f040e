//! Zapier's white label.

use super::{Provider, StandardWebhooks};
use crate::scheme::Scheme;

/// Zapier's white label sends [`StandardWebhooks`]. Source: [Zapier's documentation][docs].
///
/// - No type is documented.
/// - Confidence: medium.
///
/// [docs]: https://docs.zapier.com/
#[derive(Debug)]
pub enum ZapierWhiteLabel {}

impl Provider for ZapierWhiteLabel {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("zapier-white-label").kind(&[]);
}
