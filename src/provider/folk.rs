//! folk.

use super::{Provider, StandardWebhooks};
use crate::scheme::Scheme;

/// folk sends [`StandardWebhooks`]. Source: [folk's documentation][docs].
///
/// - Its type is signed with the body, at an unconfirmed place.
/// - Confidence: medium.
///
/// [docs]: https://developer.folk.app/
#[derive(Debug)]
pub enum Folk {}

impl Provider for Folk {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("folk");
}
