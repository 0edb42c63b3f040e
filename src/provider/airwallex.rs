//! Airwallex.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Airwallex: HMAC-SHA-256 of `{timestamp}{body}`, in hex, in `x-signature`.
///
/// - Secret: the one of the notification URL, as text. Source: [Airwallex's documentation][docs].
/// - Time in `x-timestamp`, in milliseconds, with nothing between it and the body; no tolerance is documented. Id and
///   type (`name`) are in the signed body.
/// - 200 and nothing else; repeated otherwise.
/// - Confidence: medium.
///
/// [docs]: https://www.airwallex.com/docs/developer-tools/webhooks/listen-for-webhook-events
#[derive(Debug)]
pub enum Airwallex {}

impl Provider for Airwallex {
    const SCHEME: Scheme = Scheme::mac("airwallex", Algorithm::Sha256)
        .signature(Signature::header("x-signature"))
        .timestamp(Timestamp::header("x-timestamp", TimeFormat::UnixMillis))
        .message(&[Part::Timestamp, Part::Body])
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/name")]);
}
