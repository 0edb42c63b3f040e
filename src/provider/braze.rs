//! Braze.

use super::Provider;
use crate::scheme::Scheme;

/// Braze: a credential that you chose, as it is, in `Authorization`.
///
/// - As [`Alertmanager`](super::Alertmanager). The body is of your own making, so no id and no type are known.
///   Source: [Braze's
///   documentation][docs].
/// - Confidence: medium.
///
/// [docs]: https://www.braze.com/docs/user_guide/message_building_by_channel/webhooks/
#[derive(Debug)]
pub enum Braze {}

impl Provider for Braze {
    const SCHEME: Scheme = Scheme::token("braze", "authorization");
}
