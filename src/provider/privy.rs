//! Privy.

use super::{Provider, Svix};
use crate::scheme::Scheme;

/// Privy sends through [`Svix`]. Source: [Privy's documentation][docs].
///
/// - Its type is signed with the body, at an unconfirmed place.
/// - Confidence: medium.
///
/// [docs]: https://docs.privy.io/api-reference/webhooks/overview
#[derive(Debug)]
pub enum Privy {}

impl Provider for Privy {
    const SCHEME: Scheme = Svix::SCHEME.named("privy");
}
