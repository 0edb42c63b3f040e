//! Clerk.

use super::{Provider, Svix};
use crate::scheme::Scheme;

/// Clerk sends through [`Svix`]. Source: [Clerk's SDK][docs].
/// - Confidence: high.
///
/// [docs]: https://github.com/clerk/javascript/blob/main/packages/backend/src/webhooks.ts
#[derive(Debug)]
pub enum Clerk {}

impl Provider for Clerk {
    const SCHEME: Scheme = Svix::SCHEME.named("clerk");
}
