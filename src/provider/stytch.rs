//! Stytch.

use super::{Provider, Svix};
use crate::scheme::{Field, Scheme};

/// Stytch sends through [`Svix`]. Source: [Stytch's documentation][docs].
///
/// - Its type, what happened to the `object_type` beside it, is signed with the body, at an unconfirmed place.
/// - Confidence: medium.
///
/// [docs]: https://stytch.com/docs/guides/dashboard/webhooks
#[derive(Debug)]
pub enum Stytch {}

impl Provider for Stytch {
    const SCHEME: Scheme = Svix::SCHEME.named("stytch").kind(&[Field::json("/action")]);
}
