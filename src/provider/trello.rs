//! Trello.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Part, Scheme, Signature};

/// Trello: HMAC-SHA-1 of `{body}{url}`, in base64, in `X-Trello-Webhook`.
///
/// Needs the feature `sha1`.
///
/// - Secret: the secret of the application (Power-Up), as text. Source: [Trello's documentation][docs].
/// - The URL is the `callbackURL` that the webhook was created with, query included, byte for byte: give it to
///   [`Builder::public_url`](crate::verifier::Builder::public_url). Nothing stands between body and URL.
/// - Id and type are those of the action in the signed body; no time is signed.
/// - When a webhook is created, Trello sends HEAD and wants 200, which the library answers.
/// - 2xx within 30 s; three retries. 410 deletes the webhook (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/
#[derive(Debug)]
pub enum Trello {}

impl Provider for Trello {
    const SCHEME: Scheme = Scheme::mac("trello", Algorithm::Sha1)
        .signature(Signature::header("x-trello-webhook").encoding(Encoding::Base64))
        .message(&[Part::Body, Part::Url])
        .id(&[Field::json("/action/id")])
        .kind(&[Field::json("/action/type")])
        .answers_head();
}
