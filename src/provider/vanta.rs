//! Vanta.

use super::{Provider, Svix};
use crate::scheme::Scheme;

/// Vanta sends through [`Svix`]. Source: [Vanta's documentation][docs].
///
/// - Its type is signed with the body, at an unconfirmed place.
/// - Confidence: medium.
///
/// [docs]: https://developer.vanta.com/
#[derive(Debug)]
pub enum Vanta {}

impl Provider for Vanta {
    const SCHEME: Scheme = Svix::SCHEME.named("vanta");
}
