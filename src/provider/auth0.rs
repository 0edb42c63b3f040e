//! Auth0 log streams.

use super::Provider;
use crate::scheme::Scheme;

/// Auth0 log streams: a credential that you chose, as it is, in `Authorization`.
///
/// - As [`Alertmanager`](super::Alertmanager). A body holds many entries, as an array or one a line, so it has
///   neither one id nor one type.
///   Source: [Auth0's documentation][docs].
/// - Confidence: medium.
///
/// [docs]: https://auth0.com/docs/customize/log-streams/custom-log-streams
#[derive(Debug)]
pub enum Auth0 {}

impl Provider for Auth0 {
    const SCHEME: Scheme = Scheme::token("auth0", "authorization");
}
