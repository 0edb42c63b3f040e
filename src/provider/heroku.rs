//! Heroku.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// Heroku app webhooks: HMAC-SHA-256 of the body, in base64, in `Heroku-Webhook-Hmac-SHA256`.
///
/// - Secret: the subscription's signing secret, as text. No time is signed.
/// - Id and type are in the signed body, below `webhook_metadata.event`; the ids of delivery and attempt beside it are
///   not the event's. Source: [Heroku's documentation][docs].
/// - 2xx. Subscriptions of level `sync` are retried, those of level `notify` are not.
/// - Confidence: medium; the places of id and type are unconfirmed.
///
/// [docs]: https://devcenter.heroku.com/articles/app-webhooks
#[derive(Debug)]
pub enum Heroku {}

impl Provider for Heroku {
    const SCHEME: Scheme = Scheme::mac("heroku", Algorithm::Sha256)
        .signature(Signature::header("heroku-webhook-hmac-sha256").encoding(Encoding::Base64))
        .id(&[Field::json("/webhook_metadata/event/id")])
        .kind(&[Field::json("/webhook_metadata/event/include")]);
}
