//! Lark and Feishu.

use super::Provider;
use crate::scheme::{Algorithm, Answer, Field, Handshake, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Lark (Feishu): plain SHA-256 of `{timestamp}{nonce}{secret}{body}`, in hex, in `X-Lark-Signature`.
///
/// - Secret: the app's "Encrypt Key", as text. Time in `X-Lark-Request-Timestamp`, in seconds; the nonce, in
///   `X-Lark-Request-Nonce`, is signed too. No window is documented. Source: [Lark's documentation][docs].
/// - With an Encrypt Key the body is `{"encrypt":"…"}` (AES-256-CBC): it is verified as it came and yours to decrypt,
///   and id and type are inside; [`LarkEncrypted`](super::LarkEncrypted) decrypts it. Events of versions 2 and 1 that are not encrypted have them in the signed body.
/// - `url_verification` has no signature. The library answers it if its token is the one given to
///   [`Builder::verify_token`](crate::verifier::Builder::verify_token); if it is encrypted, it cannot.
/// - Not for apps with a Verification Token alone, nor for card callbacks (SHA-1).
/// - 200 within 3 s, 1 s for `url_verification`; four retries, after 15 s, 5 min, 1 h and 6 h.
/// - Confidence: high; the retries are unconfirmed.
///
/// [docs]: https://open.larksuite.com/document/server-docs/event-subscription-guide/event-subscription-configure-
#[derive(Debug)]
pub enum Lark {}

impl Provider for Lark {
    const SCHEME: Scheme = Scheme::hash(
        "lark",
        Algorithm::Sha256,
        &[Part::Timestamp, Part::header("x-lark-request-nonce"), Part::Secret, Part::Body],
    )
    .signature(Signature::header("x-lark-signature"))
    .timestamp(Timestamp::header("x-lark-request-timestamp", TimeFormat::UnixSecondsOrWord))
    .id(&[Field::json("/header/event_id"), Field::json("/uuid")])
    .kind(&[Field::json("/header/event_type"), Field::json("/event/type")])
    .handshake(
        Handshake::unsigned(Field::json("/type"), "url_verification")
            .token(Field::json("/token"))
            .challenge(Field::json("/challenge"))
            .answer(Answer::json("challenge")),
    );
}
