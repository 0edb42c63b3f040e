//! Documenso.

use super::Provider;
use crate::scheme::{Field, Scheme};

/// Documenso: the webhook's secret as it is, in `X-Documenso-Secret`.
///
/// - The body is not protected and is read through [`Verified::unprotected`](crate::Verified::unprotected). No time is
///   signed, there is no id of the event, and the type is unsigned, in the body. Source: [Documenso's
///   documentation][docs].
/// - Without a secret, Documenso sends the header empty, which is refused.
/// - Confidence: medium; the place of the type is unconfirmed, answers and retries are not known.
///
/// [docs]: https://docs.documenso.com/developers/webhooks
#[derive(Debug)]
pub enum Documenso {}

impl Provider for Documenso {
    const SCHEME: Scheme = Scheme::token("documenso", "x-documenso-secret").kind(&[Field::json("/event")]);
}
