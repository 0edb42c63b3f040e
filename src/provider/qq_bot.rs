//! QQ's bots.

use super::Provider;
use crate::scheme::{
    Encoding, Field, KeyFormat, Part, Scheme, Signature, SignatureAlgorithm, TimeFormat, Timestamp,
};

/// QQ's bots: Ed25519 of `{timestamp}{body}`, in hex, in `X-Signature-Ed25519`.
///
/// - Secret: the bot's secret. The pair of keys is derived from it, so whoever can verify can sign, too.
/// - The time, in `X-Signature-Timestamp`, is signed; QQ documents no window. Id `/id`, type `/t`.
/// - The answer is `{"op":12}`. QQ's check of a new address (`"op":13`) wants a signature of its own, which is not made here:
///   it arrives as an event, and its handler answers it.
/// - Source: [QQ's documentation][docs], its SDK botgo and its tests.
/// - Confidence: high.
///
/// [docs]: https://bot.q.qq.com/wiki/develop/api-v2/dev-prepare/interface-framework/event-emit.html
#[derive(Debug)]
pub enum QqBot {}

impl Provider for QqBot {
    const SCHEME: Scheme = Scheme::signed("qq-bot", SignatureAlgorithm::Ed25519)
        .key(KeyFormat::Ed25519Seed)
        .signature(Signature::header("x-signature-ed25519").encoding(Encoding::Hex))
        .timestamp(Timestamp::header("x-signature-timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::Body])
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/t")])
        .answer(r#"{"op":12}"#);
}
