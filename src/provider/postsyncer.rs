//! `PostSyncer`.

use super::{Provider, StandardWebhooks};
use crate::scheme::Scheme;

/// `PostSyncer` sends [`StandardWebhooks`]. Source: [`PostSyncer`'s documentation][docs].
///
/// - No type is documented.
/// - Confidence: medium.
///
/// [docs]: https://docs.postsyncer.com/guides/verify-webhooks
#[derive(Debug)]
pub enum PostSyncer {}

impl Provider for PostSyncer {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("postsyncer").kind(&[]);
}
