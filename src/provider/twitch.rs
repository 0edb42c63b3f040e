//! Twitch EventSub.

use std::time::Duration;

use super::Provider;
use crate::{
    scheme::{Algorithm, Answer, Field, Handshake, Part, Scheme, Signature, TimeFormat, Timestamp},
    time::Tolerance,
};

/// Twitch EventSub: HMAC-SHA-256 of `{id}{timestamp}{body}`, in hex, in
/// `Twitch-Eventsub-Message-Signature: sha256=…`.
///
/// - Id and time (RFC 3339, to the nanosecond) are in signed headers; tolerance 10 min. The type is in an unsigned one,
///   and so is whether it is a `revocation`: look at `subscription.status` in the body. Source: [Twitch's
///   documentation][docs].
/// - 2xx within a few seconds. The callback verification is answered by the library.
/// - Confidence: high.
///
/// [docs]: https://dev.twitch.tv/docs/eventsub/handling-webhook-events/
#[derive(Debug)]
pub enum Twitch {}

impl Provider for Twitch {
    const SCHEME: Scheme = Scheme::mac("twitch", Algorithm::Sha256)
        .signature(Signature::header("twitch-eventsub-message-signature").prefix("sha256="))
        .timestamp(Timestamp::header("twitch-eventsub-message-timestamp", TimeFormat::Rfc3339))
        .tolerance(Tolerance::symmetric(Duration::from_secs(600)))
        .message(&[Part::Id, Part::Timestamp, Part::Body])
        .id(&[Field::header("twitch-eventsub-message-id")])
        .kind(&[Field::header("twitch-eventsub-subscription-type")])
        .handshake(
            Handshake::signed(Field::header("twitch-eventsub-message-type"), "webhook_callback_verification")
                .challenge(Field::json("/challenge"))
                .answer(Answer::Text),
        );
}
