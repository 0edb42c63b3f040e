//! Render.

use super::{Provider, StandardWebhooks};
use crate::scheme::Scheme;

/// Render sends [`StandardWebhooks`]. Source: [Render's documentation][docs].
///
/// - Its type is signed with the body, at an unconfirmed place.
/// - Confidence: medium.
///
/// [docs]: https://render.com/docs/webhooks
#[derive(Debug)]
pub enum Render {}

impl Provider for Render {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("render");
}
