//! Meta: Facebook, Instagram, Messenger, WhatsApp.

use super::Provider;
use crate::scheme::{Algorithm, Answer, Field, Handshake, Scheme, Signature};

/// Meta: HMAC-SHA-256 of the body, in hex, in `X-Hub-Signature-256: sha256=…`.
///
/// - Secret: the app secret. Neither time nor id; the idempotency key is the digest of the body, which may batch many
///   updates, each with an id of its own to check. Source: [Meta's documentation][docs].
/// - Meta signs the escaped form (`\u00e4`) that it sends: verify the bytes as received.
/// - The endpoint is checked by GET: give the "Verify Token" to
///   [`Builder::verify_token`](crate::verifier::Builder::verify_token). 200; retries for 36 h.
/// - Confidence: high.
///
/// [docs]: https://developers.facebook.com/docs/graph-api/webhooks/getting-started
#[derive(Debug)]
pub enum Meta {}

/// WhatsApp's Cloud API signs as all of Meta does.
pub type WhatsApp = Meta;

impl Provider for Meta {
    const SCHEME: Scheme = Scheme::mac("meta", Algorithm::Sha256)
        .signature(Signature::header("x-hub-signature-256").prefix("sha256="))
        .kind(&[Field::json("/object")])
        .handshake(
            Handshake::get()
                .when(Field::query("hub.mode"), "subscribe")
                .token(Field::query("hub.verify_token"))
                .challenge(Field::query("hub.challenge"))
                .answer(Answer::Text),
        );
}
