//! Postmark.

use super::Provider;
use crate::scheme::{Field, Scheme};

/// Postmark: user and password in `Authorization: Basic …`. They cover nothing: the body is not protected, and is read
/// through [`Verified::unprotected`](crate::Verified::unprotected). Source: [Postmark's documentation][docs].
///
/// - Secret: `user:password`, as in the webhook's URL, `https://user:password@…`.
/// - No time. No id: `MessageID` is that of a message, which has many events; the type is unsigned.
/// - Confidence: medium.
///
/// [docs]: https://postmarkapp.com/developer/webhooks/webhooks-overview
#[derive(Debug)]
pub enum Postmark {}

impl Provider for Postmark {
    const SCHEME: Scheme = Scheme::basic("postmark").kind(&[Field::json("/RecordType")]);
}
