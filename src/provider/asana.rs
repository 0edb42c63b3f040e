//! Asana.

use super::Provider;
use crate::scheme::{Algorithm, Answer, Field, Handshake, Scheme, Signature};

/// Asana: HMAC-SHA-256 of the body, in hex, in `X-Hook-Signature`.
///
/// - Secret: each webhook has its own, told once: while the webhook is made, Asana sends it to the endpoint in
///   `X-Hook-Secret` and wants it back. Keep it with [`Builder::learn_secret`](crate::verifier::Builder::learn_secret),
///   set only while you make a webhook; then that request is answered by the library. Source: [Asana's
///   documentation][docs].
/// - Neither time nor id nor one type: a body holds any number of events, each with a type of its own. None at all is
///   the heartbeat, every eight hours, which wants a 2xx too.
/// - 2xx within 10 s; retries for up to 24 h.
/// - Confidence: high.
///
/// [docs]: https://developers.asana.com/docs/webhooks-guide
#[derive(Debug)]
pub enum Asana {}

impl Provider for Asana {
    const SCHEME: Scheme =
        Scheme::mac("asana", Algorithm::Sha256).signature(Signature::header("x-hook-signature")).handshake(
            Handshake::unsigned(Field::header("x-hook-secret"), "")
                .challenge(Field::header("x-hook-secret"))
                .learns_secret()
                .answer(Answer::header("x-hook-secret")),
        );
}
