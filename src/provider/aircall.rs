//! Aircall.

use super::Provider;
use crate::scheme::{Field, Scheme};

/// Aircall: the webhook's token itself, in the member `token` of the JSON body.
///
/// - Secret: the token that was told when the webhook was made, as text. Source: [Aircall's documentation][docs].
/// - It covers neither body nor time: the body is not protected, and is read through
///   [`Verified::unprotected`](crate::Verified::unprotected). Do not log bodies either: the token is in each of them.
/// - No id; the type is `event`, unprotected too.
/// - 2xx (retries unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://developer.aircall.io/api-references/#webhooks
#[derive(Debug)]
pub enum Aircall {}

impl Provider for Aircall {
    const SCHEME: Scheme = Scheme::token_in("aircall", Field::json("/token")).kind(&[Field::json("/event")]);
}
