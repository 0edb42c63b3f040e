//! Nylas.

use super::Provider;
use crate::scheme::{Algorithm, Answer, Field, Handshake, Scheme, Signature};

/// Nylas (v3): HMAC-SHA-256 of the body, in hex, in `X-Nylas-Signature`.
///
/// - Secret: the `webhook_secret`, as text. If compressed delivery is on, the compressed bytes are signed: verify them
///   before anything unpacks them. Source: [Nylas's documentation][docs].
/// - No time is signed. Id and type are signed with the body.
/// - The challenge, by GET within 10 s, is answered by the library.
/// - Three attempts, then the webhook is marked as failing (unconfirmed).
/// - Confidence: medium for the signature, high for the challenge.
///
/// [docs]: https://developer.nylas.com/docs/v3/notifications/
#[derive(Debug)]
pub enum Nylas {}

impl Provider for Nylas {
    const SCHEME: Scheme = Scheme::mac("nylas", Algorithm::Sha256)
        .signature(Signature::header("x-nylas-signature"))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")])
        .handshake(Handshake::get().challenge(Field::query("challenge")).answer(Answer::Text));
}
