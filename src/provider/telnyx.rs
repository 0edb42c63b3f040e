//! Telnyx.

use super::Provider;
use crate::scheme::{Encoding, Field, Part, Scheme, Signature, SignatureAlgorithm, TimeFormat, Timestamp};

/// Telnyx: Ed25519 of `{timestamp}|{body}`, in base64, in `telnyx-signature-ed25519`.
///
/// - Secret: the public key of the account, in base64, from the portal (Keys & Credentials).
/// - The time, in `telnyx-timestamp`, is signed; five minutes. Id `/data/id`, type `/data/event_type`, both signed.
/// - Source: [Telnyx's documentation][docs], its package telnyx 7.24.0.
/// - Confidence: high.
///
/// [docs]: https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks
#[derive(Debug)]
pub enum Telnyx {}

impl Provider for Telnyx {
    const SCHEME: Scheme = Scheme::signed("telnyx", SignatureAlgorithm::Ed25519)
        .signature(Signature::header("telnyx-signature-ed25519").encoding(Encoding::Base64))
        .timestamp(Timestamp::header("telnyx-timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("|"), Part::Body])
        .id(&[Field::json("/data/id")])
        .kind(&[Field::json("/data/event_type")]);
}
