//! `LiveChat`.

use super::Provider;
use crate::scheme::{Encoding, Field, Scheme, Signature};

/// `LiveChat`: the webhook's secret key as it is, in the body's `secret_key`.
///
/// - Secret: the `secret_key` given when the webhook was registered.
/// - The body is not protected and is read through [`Verified::unprotected`](crate::Verified::unprotected). The type in
///   it (`action`) is unsigned, no time is signed, and there is no id: `webhook_id` is that of the registration.
///   Source: [`LiveChat`'s documentation][docs].
/// - Confidence: medium; the place of the type is unconfirmed, answers and retries are not known.
///
/// [docs]: https://platform.text.com/docs/management/webhooks
#[derive(Debug)]
pub enum LiveChat {}

impl Provider for LiveChat {
    const SCHEME: Scheme = Scheme::token("livechat", "")
        .signature(Signature::field(Field::json("/secret_key")).encoding(Encoding::Text))
        .kind(&[Field::json("/action")]);
}
