//! beehiiv.

use super::{Provider, Svix};
use crate::scheme::{Field, Scheme};

/// beehiiv sends through [`Svix`]. Source: [beehiiv's documentation][docs].
///
/// - Its type is signed with the body, at an unconfirmed place.
/// - Confidence: medium.
///
/// [docs]: https://developers.beehiiv.com/webhooks
#[derive(Debug)]
pub enum Beehiiv {}

impl Provider for Beehiiv {
    const SCHEME: Scheme = Svix::SCHEME.named("beehiiv").kind(&[Field::json("/event_type")]);
}
