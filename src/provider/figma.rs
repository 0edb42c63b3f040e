//! Figma.

use super::Provider;
use crate::scheme::{Encoding, Field, Scheme, Signature};

/// Figma: the webhook's passcode as it is, in the body's `passcode`.
///
/// - Secret: the passcode given when the webhook was created, up to 100 characters.
/// - The body is not protected and is read through [`Verified::unprotected`](crate::Verified::unprotected). The type in
///   it is unsigned, no time is signed, and there is no id: `webhook_id` is that of the subscription. Source: [Figma's
///   documentation][docs].
/// - Figma takes a 400 for "wrong passcode" and stops the webhook at once. The 401 that is the default here lets it try
///   again; [`Policy`](crate::Policy) can change that.
/// - A `PING` comes when the webhook is created. Three retries, after 5 min, 30 min and 3 h.
/// - Confidence: high; the retries are unconfirmed.
///
/// [docs]: https://developers.figma.com/docs/rest-api/webhooks-security
#[derive(Debug)]
pub enum Figma {}

impl Provider for Figma {
    const SCHEME: Scheme = Scheme::token("figma", "")
        .signature(Signature::field(Field::json("/passcode")).encoding(Encoding::Text))
        .kind(&[Field::json("/event_type")]);
}
