//! Loops.

use super::{Provider, StandardWebhooks};
use crate::scheme::{Field, Scheme};

/// Loops sends [`StandardWebhooks`]. Source: [Loops's documentation][docs].
///
/// - Its type is signed with the body, at an unconfirmed place.
/// - Confidence: medium.
///
/// [docs]: https://loops.so/docs/webhooks
#[derive(Debug)]
pub enum Loops {}

impl Provider for Loops {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("loops").kind(&[Field::json("/eventName")]);
}
