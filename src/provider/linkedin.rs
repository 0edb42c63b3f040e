//! `LinkedIn`.

use super::Provider;
use crate::scheme::{Algorithm, Answer, Encoding, Field, Handshake, Part, Scheme, Signature};

/// `LinkedIn`: HMAC-SHA-256 of `hmacsha256={body}`, in hex, in `X-LI-Signature`.
///
/// - Secret: the app's client secret, as text. The prefix is a part of the message, not of the header.
/// - No time is signed, and no single id or type is known; the idempotency key is the digest of the body. Source:
///   [`LinkedIn`'s documentation][docs].
/// - The endpoint is checked by GET, again and again; the library answers with the challenge code and its MAC.
/// - Confidence: medium; answers and retries are not known.
///
/// [docs]: https://learn.microsoft.com/linkedin/shared/api-guide/webhook-validation
#[derive(Debug)]
pub enum LinkedIn {}

impl Provider for LinkedIn {
    const SCHEME: Scheme = Scheme::mac("linkedin", Algorithm::Sha256)
        .signature(Signature::header("x-li-signature"))
        .message(&[Part::literal("hmacsha256="), Part::Body])
        .handshake(
            Handshake::get().challenge(Field::query("challengeCode")).answer(Answer::json_mac(
                "challengeCode",
                "challengeResponse",
                "",
                Encoding::Hex,
            )),
        );
}
