//! Kick.

use super::Provider;
use crate::scheme::{Encoding, Field, KeysAt, Part, Scheme, Signature, SignatureAlgorithm, TimeFormat, Timestamp};

/// Kick: RSA with SHA-256 of `{id}.{timestamp}.{body}`, in base64, in `Kick-Event-Signature`.
///
/// - The key is fetched from `https://api.kick.com/public/v1/public-key`; it may be pasted as well, in PEM.
/// - The time, in `Kick-Event-Message-Timestamp`, and the id, in `Kick-Event-Message-Id`, are signed. Kick documents no
///   window. The type, in `Kick-Event-Type`, is not signed: two kinds of events whose bodies look alike can be exchanged.
/// - Source: [Kick's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://github.com/KickEngineering/KickDevDocs/blob/main/events/webhook-security.md
#[derive(Debug)]
pub enum Kick {}

impl Provider for Kick {
    const SCHEME: Scheme = Scheme::signed("kick", SignatureAlgorithm::RSA_SHA256)
        .signature(Signature::header("kick-event-signature").encoding(Encoding::Base64))
        .keys_at(KeysAt::set("https://api.kick.com/public/v1/public-key"))
        .timestamp(Timestamp::header("kick-event-message-timestamp", TimeFormat::Rfc3339))
        .message(&[Part::Id, Part::literal("."), Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::header("kick-event-message-id")])
        .kind(&[Field::header("kick-event-type")]);
}
