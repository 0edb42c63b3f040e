//! Chargebee.

use super::Provider;
use crate::scheme::{Field, Scheme};

/// Chargebee: a user name and a password that you chose (RFC 7617), in `Authorization`.
///
/// - Secret: `user:password`. It covers neither body nor time: the body is not protected, and is read through
///   [`Verified::unprotected`](crate::Verified::unprotected). Fetch the event by its id. Source: [Chargebee's
///   documentation][docs].
/// - Id and type (`event_type`) are in the body, unprotected too.
/// - 2xx (retries unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://www.chargebee.com/docs/2.0/webhook_settings.html
#[derive(Debug)]
pub enum Chargebee {}

impl Provider for Chargebee {
    const SCHEME: Scheme = Scheme::basic("chargebee").id(&[Field::json("/id")]).kind(&[Field::json("/event_type")]);
}
