//! Discord.

use super::Provider;
use crate::scheme::{
    Answer, Encoding, Field, Handshake, Part, Scheme, Signature, SignatureAlgorithm, TimeFormat, Timestamp,
};

/// Discord's interactions: Ed25519 of `{timestamp}{body}`, in hex, in `X-Signature-Ed25519`.
///
/// The secret is the application's public key, in hex, from the developer portal. The time, in `X-Signature-Timestamp`, is
/// signed; Discord documents no window. Its `PING` is answered. From time to time Discord sends a wrong signature and
/// wants 401. Reply within 3 s. Source: [Discord's documentation][docs], its package discord-interactions 4.4.0.
/// - Confidence: high.
///
/// [docs]: https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint
#[derive(Debug)]
pub enum Discord {}

impl Provider for Discord {
    const SCHEME: Scheme = EVENTS
        .named("discord")
        .kind(&[Field::json("/type")])
        .handshake(Handshake::signed(Field::json("/type"), "1").challenge(Field::json("/type")).answer(Answer::json("type")));
}

/// Discord's webhook events, signed as [`Discord`]'s interactions are. Their `PING` is answered with 204.
///
/// Source: [Discord's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://discord.com/developers/docs/events/webhook-events
#[derive(Debug)]
pub enum DiscordEvents {}

impl Provider for DiscordEvents {
    const SCHEME: Scheme = EVENTS
        .way_of("discord")
        .kind(&[Field::json("/event/type")])
        .handshake(Handshake::signed(Field::json("/type"), "0").answer(Answer::Status(204)));
}

const EVENTS: Scheme = Scheme::signed("discord-events", SignatureAlgorithm::Ed25519)
    .signature(Signature::header("x-signature-ed25519").encoding(Encoding::Hex))
    .timestamp(Timestamp::header("x-signature-timestamp", TimeFormat::UnixSeconds))
    .message(&[Part::Timestamp, Part::Body])
    .id(&[Field::json("/id")]);
