//! Close.

use super::Provider;
use crate::scheme::{Algorithm, Field, KeyFormat, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Close: HMAC-SHA-256 of `{timestamp}{body}`, in hex, in `close-sig-hash`.
///
/// - Secret: the subscription's `signature_key`; it is hex. Source: [Close's documentation][docs].
/// - Time in `close-sig-timestamp`, in seconds, with nothing between it and the body; no tolerance is documented.
/// - Id (`event.id`) and type (`event.object_type`) are in the signed body; what happened to the object is
///   `event.action`.
/// - 2xx; repeated otherwise.
/// - Confidence: medium.
///
/// [docs]: https://developer.close.com/resources/webhook-subscriptions/
#[derive(Debug)]
pub enum Close {}

impl Provider for Close {
    const SCHEME: Scheme = Scheme::mac("close", Algorithm::Sha256)
        .key(KeyFormat::Hex)
        .signature(Signature::header("close-sig-hash"))
        .timestamp(Timestamp::header("close-sig-timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::Body])
        .id(&[Field::json("/event/id")])
        .kind(&[Field::json("/event/object_type")]);
}
