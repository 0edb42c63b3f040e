//! New Relic.

use super::Provider;
use crate::scheme::Scheme;

/// New Relic: the secret itself in `Authorization`. It covers nothing: the body is not protected, and is read through
/// [`Verified::unprotected`](crate::Verified::unprotected). Source: [New Relic's documentation][docs].
///
/// - Secret: the whole value of the header, as typed into the webhook's destination. Another header:
///   `Verifier::from_scheme(NewRelic::SCHEME.signature(Signature::header("x-mine").encoding(Encoding::Text)))`.
/// - No time, no id, no type: the user writes the template of the body.
/// - Confidence: medium.
///
/// [docs]: https://docs.newrelic.com/docs/alerts/get-notified/notification-integrations/
#[derive(Debug)]
pub enum NewRelic {}

impl Provider for NewRelic {
    const SCHEME: Scheme = Scheme::token("new-relic", "authorization");
}
