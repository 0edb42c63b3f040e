//! Pipedrive.

use super::Provider;
use crate::scheme::{Field, Scheme};

/// Pipedrive: user and password in `Authorization: Basic …`. They cover nothing: the body is not protected, and is read
/// through [`Verified::unprotected`](crate::Verified::unprotected). Source: [Pipedrive's documentation][docs].
///
/// - Secret: `user:password`, as typed into the webhook; without, it has no authorization, and is refused.
/// - No time, no id that all versions have; the type (`meta.action`, of `meta.entity`; unconfirmed) is unsigned.
/// - Confidence: medium.
///
/// [docs]: https://pipedrive.readme.io/docs/guide-for-webhooks-v2
#[derive(Debug)]
pub enum Pipedrive {}

impl Provider for Pipedrive {
    const SCHEME: Scheme = Scheme::basic("pipedrive").kind(&[Field::json("/meta/action")]);
}
