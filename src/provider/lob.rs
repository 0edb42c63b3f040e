//! Lob.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Lob: HMAC-SHA-256 of `{timestamp}.{body}`, in hex, in `Lob-Signature`.
///
/// - Secret: the webhook's secret, as text.
/// - Time in `Lob-Signature-Timestamp`. Implementations agree on milliseconds; seconds, told apart by magnitude, are
///   taken too. No window is documented. Id and type are in the signed body. Source: [Lob's documentation][docs].
/// - 2xx; anything else is retried.
/// - Confidence: medium; the unit of the time and the places of id and type are unconfirmed.
///
/// [docs]: https://docs.lob.com/#tag/Webhooks
#[derive(Debug)]
pub enum Lob {}

impl Provider for Lob {
    const SCHEME: Scheme = Scheme::mac("lob", Algorithm::Sha256)
        .signature(Signature::header("lob-signature"))
        .timestamp(Timestamp::header("lob-signature-timestamp", TimeFormat::UnixSecondsOrMillis))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/event_type/id")]);
}
