//! Iterable.

use super::Provider;
use crate::scheme::{Field, Scheme};

/// Iterable: the secret as it is, in `Authorization`, or in another header as at [`Datadog`](super::Datadog).
///
/// - Secret: the whole value of this header in the webhook's settings, `Bearer …` included. For user and password, take
///   [`Scheme::basic`]. Source: [Iterable's documentation][docs].
/// - The body is not protected and is read through [`Verified::unprotected`](crate::Verified::unprotected). System
///   webhooks say their type in it (`eventName`); no id is known and no time is signed.
/// - Confidence: medium; the place of the type is unconfirmed, answers and retries are not known.
///
/// [docs]: https://support.iterable.com/hc/articles/208013936
#[derive(Debug)]
pub enum Iterable {}

impl Provider for Iterable {
    const SCHEME: Scheme = Scheme::token("iterable", "authorization").kind(&[Field::json("/eventName")]);
}
