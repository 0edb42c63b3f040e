//! `360Learning`.

use super::{Provider, StandardWebhooks};
use crate::scheme::Scheme;

/// `360Learning` sends [`StandardWebhooks`]. Source: [`360Learning`'s documentation][docs].
///
/// - Its type is signed with the body.
/// - Confidence: medium.
///
/// [docs]: https://360learning.readme.io/docs/security-and-signature-verification
#[derive(Debug)]
pub enum ThreeSixtyLearning {}

impl Provider for ThreeSixtyLearning {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("three-sixty-learning");
}
