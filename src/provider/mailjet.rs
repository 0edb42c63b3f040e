//! Mailjet.

use super::Provider;
use crate::scheme::{Field, Scheme};

/// Mailjet: the secret itself in `Authorization`. It covers nothing: the body is not protected, and is read through
/// [`Verified::unprotected`](crate::Verified::unprotected). Source: [Mailjet's documentation][docs].
///
/// - Secret: the whole value of the header. If user and password stand in the webhook's URL:
///   `Scheme::basic("mailjet")`.
/// - No time, no id; the type (`event`, unconfirmed) is unsigned. Grouped events are a list, and have none.
/// - Confidence: medium.
///
/// [docs]: https://dev.mailjet.com/email/guides/webhooks/
#[derive(Debug)]
pub enum Mailjet {}

impl Provider for Mailjet {
    const SCHEME: Scheme = Scheme::token("mailjet", "authorization").kind(&[Field::json("/event")]);
}
