//! Front.

use super::Provider;
use crate::scheme::{
    Algorithm, Answer, Encoding, Field, Handshake, Part, Scheme, Signature, TimeFormat, Timestamp,
};

/// Front's application webhooks: HMAC-SHA-256 of `{timestamp}:{body}`, in base64, in `X-Front-Signature`.
///
/// - Secret: the app's signing key, as text. Time in `X-Front-Request-Timestamp`, in milliseconds; no window is
///   documented. Id and type are in the signed body. Source: [Front's documentation][docs].
/// - The endpoint is checked by a signed delivery of the type `sync`, which the library answers with what stands in
///   `X-Front-Challenge`. That header is not signed: it is echoed as JSON, whatever it says.
/// - Rule webhooks are signed otherwise (SHA-1, no time) and not by this scheme.
/// - Confidence: medium; the place of the id is unconfirmed, answers and retries are not known.
///
/// [docs]: https://dev.frontapp.com/docs/application-webhooks
#[derive(Debug)]
pub enum FrontApp {}

impl Provider for FrontApp {
    const SCHEME: Scheme = Scheme::mac("front-app", Algorithm::Sha256)
        .signature(Signature::header("x-front-signature").encoding(Encoding::Base64))
        .timestamp(Timestamp::header("x-front-request-timestamp", TimeFormat::UnixMillis))
        .message(&[Part::Timestamp, Part::literal(":"), Part::Body])
        .id(&[Field::json("/payload/id")])
        .kind(&[Field::json("/type")])
        .handshake(
            Handshake::signed(Field::json("/type"), "sync")
                .challenge(Field::header("x-front-challenge"))
                .answer(Answer::json("challenge")),
        );
}
