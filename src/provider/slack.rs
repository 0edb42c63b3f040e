//! Slack.

use super::Provider;
use crate::scheme::{
    Algorithm, Answer, Envelope, Field, Handshake, Part, Scheme, Signature, TimeFormat, Timestamp,
};

/// Slack: HMAC-SHA-256 of `v0:{timestamp}:{body}`, in hex, in `X-Slack-Signature: v0=…`.
///
/// - Secret: the signing secret, as text. Time in `X-Slack-Request-Timestamp`, in seconds. Source: [Slack's
///   documentation][docs].
/// - Events are JSON; slash commands are forms; interactivity is a form with the JSON in `payload`.
/// - 2xx within 3 s; three retries. `url_verification` is answered by the library.
/// - Confidence: high.
///
/// [docs]: https://docs.slack.dev/authentication/verifying-requests-from-slack
#[derive(Debug)]
pub enum Slack {}

impl Provider for Slack {
    const SCHEME: Scheme = Scheme::mac("slack", Algorithm::Sha256)
        .signature(Signature::header("x-slack-signature").prefix("v0="))
        .timestamp(Timestamp::header("x-slack-request-timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::literal("v0:"), Part::Timestamp, Part::literal(":"), Part::Body])
        .id(&[Field::json("/event_id")])
        .kind(&[Field::json("/event/type"), Field::json("/type"), Field::form("command")])
        .envelope(Envelope::JsonInForm(super::PAYLOAD))
        .handshake(
            Handshake::signed(Field::json("/type"), "url_verification")
                .challenge(Field::json("/challenge"))
                .answer(Answer::Text),
        );
}
