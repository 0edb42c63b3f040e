//! Dropbox.

use super::Provider;
use crate::scheme::{Algorithm, Answer, Field, Handshake, Scheme, Signature};

/// Dropbox: HMAC-SHA-256 of the body, in hex, in `X-Dropbox-Signature`.
///
/// - Secret: the app secret, as text. No time is signed, and there is neither id nor type: the body lists the accounts
///   that have changed. Source: [Dropbox's documentation][docs].
/// - Two changes of the same accounts have equal bodies, and so one idempotency key: ask the API for the changes
///   whenever a delivery comes, rather than once for each body.
/// - The endpoint is checked by GET, with a challenge that the library echoes.
/// - An answer within 10 s.
/// - Confidence: high; the time limit is unconfirmed.
///
/// [docs]: https://www.dropbox.com/developers/reference/webhooks
#[derive(Debug)]
pub enum Dropbox {}

impl Provider for Dropbox {
    const SCHEME: Scheme = Scheme::mac("dropbox", Algorithm::Sha256)
        .signature(Signature::header("x-dropbox-signature"))
        .handshake(Handshake::get().challenge(Field::query("challenge")).answer(Answer::Text));
}
