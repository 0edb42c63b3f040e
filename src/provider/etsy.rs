//! Etsy.

use super::{Provider, StandardWebhooks};
use crate::scheme::{Field, Scheme};

/// Etsy sends [`StandardWebhooks`]. Source: [Etsy's documentation][docs].
///
/// - Its type is signed with the body.
/// - Confidence: medium.
///
/// [docs]: https://developers.etsy.com/documentation/essentials/webhooks/
#[derive(Debug)]
pub enum Etsy {}

impl Provider for Etsy {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("etsy").kind(&[Field::json("/event_type")]);
}
