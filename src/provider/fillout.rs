//! Fillout.

use super::Provider;
use crate::scheme::Scheme;

/// Fillout: the secret as it is, in `Authorization`, or in another header as at [`Datadog`](super::Datadog).
///
/// - Secret: the whole value that you give this header in the form's webhook integration. Source: [Fillout's
///   documentation][docs].
/// - The body is not protected and is read through [`Verified::unprotected`](crate::Verified::unprotected). It has no
///   type, and no time is signed.
/// - Confidence: medium; answers and retries are not known.
///
/// [docs]: https://www.fillout.com/help/webhook
#[derive(Debug)]
pub enum Fillout {}

impl Provider for Fillout {
    const SCHEME: Scheme = Scheme::token("fillout", "authorization");
}
