//! X, once Twitter.

use super::Provider;
use crate::scheme::{Algorithm, Answer, Encoding, Field, Handshake, Scheme, Signature};

/// X (Twitter): HMAC-SHA-256 of the body, in base64, in `x-twitter-webhooks-signature: sha256=…`.
///
/// - Secret: the app's consumer secret, as text. Source: [X's documentation][docs].
/// - No time is signed. No id and no type: what happened is told by which members the body has. The idempotency key is
///   the digest of the body.
/// - The challenge-response check (`?crc_token=…` by GET, every hour or day) is answered by the library within the 3 s
///   that X waits; the `nonce` beside it is not signed.
/// - Confidence: high for the check, medium for events.
///
/// [docs]: https://docs.x.com/x-api/webhooks
#[derive(Debug)]
pub enum X {}

impl Provider for X {
    const SCHEME: Scheme = Scheme::mac("x", Algorithm::Sha256)
        .signature(
            Signature::header("x-twitter-webhooks-signature").prefix("sha256=").encoding(Encoding::Base64),
        )
        .handshake(
            Handshake::get()
                .challenge(Field::query("crc_token"))
                .answer(Answer::json_mac("", "response_token", "sha256=", Encoding::Base64)),
        );
}
