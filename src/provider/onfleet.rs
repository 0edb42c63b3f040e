//! Onfleet.

use super::Provider;
use crate::scheme::{Algorithm, Answer, Field, Handshake, KeyFormat, Scheme, Signature};

/// Onfleet: HMAC-SHA-512 of the body, in hex, in `X-Onfleet-Signature`.
///
/// - Secret: the webhook secret, base 16. Source: [Onfleet's documentation][docs].
/// - No time is signed apart from the body. No id; the idempotency key is the digest of the body. The type is signed
///   with it (its place is unconfirmed).
/// - The check by GET (`?check=…`) is answered by the library.
/// - Confidence: medium.
///
/// [docs]: https://docs.onfleet.com/reference/webhooks
#[derive(Debug)]
pub enum Onfleet {}

impl Provider for Onfleet {
    const SCHEME: Scheme = Scheme::mac("onfleet", Algorithm::Sha512)
        .key(KeyFormat::Hex)
        .signature(Signature::header("x-onfleet-signature"))
        .kind(&[Field::json("/triggerName")])
        .handshake(Handshake::get().challenge(Field::query("check")).answer(Answer::Text));
}
