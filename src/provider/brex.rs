//! Brex.

use super::{Provider, StandardWebhooks};
use crate::scheme::{Field, Scheme};

/// Brex: [`StandardWebhooks`], HMAC-SHA-256 of `{id}.{timestamp}.{body}`, in base64, in `Webhook-Signature: v1,…`.
///
/// - Secret: from the API's list of webhook secrets; base64, with or without `whsec_`. Source: [Brex's
///   documentation][docs].
/// - Id and time (seconds) are in signed headers; the type is `event_type` in the signed body.
/// - 2xx (retries unconfirmed). Older accounts may get the headers of [`Svix`](super::Svix).
/// - Confidence: medium.
///
/// [docs]: https://developer.brex.com/docs/webhooks/
#[derive(Debug)]
pub enum Brex {}

impl Provider for Brex {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("brex").kind(&[Field::json("/event_type")]);
}
