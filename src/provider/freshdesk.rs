//! Freshdesk's automations.

use super::Provider;
use crate::scheme::Scheme;

/// Freshdesk's automations: the secret as it is, in `Authorization`, or in another header as at
///   [`Datadog`](super::Datadog).
///
/// - Secret: the whole value of this custom header in the rule's "Trigger webhook" action. With "Requires
///   authentication" by user and password, take [`Scheme::basic`]. Source: [Freshdesk's documentation][docs].
/// - The body is not protected and is read through [`Verified::unprotected`](crate::Verified::unprotected). Its shape
///   is your own, so no id and no type are known; no time is signed.
/// - Confidence: medium; answers and retries are not known.
///
/// [docs]: https://support.freshdesk.com/support/solutions/articles/132589
#[derive(Debug)]
pub enum Freshdesk {}

impl Provider for Freshdesk {
    const SCHEME: Scheme = Scheme::token("freshdesk", "authorization");
}
