//! Linear.

use std::time::Duration;

use super::Provider;
use crate::{
    scheme::{Algorithm, Field, Scheme, Signature, TimeFormat, Timestamp},
    time::Tolerance,
};

/// Linear: HMAC-SHA-256 of the body, in hex, in `Linear-Signature`.
///
/// - The time is in the signed body, `webhookTimestamp` in milliseconds; tolerance 60 s. The header
///   `Linear-Timestamp` is not signed and not looked at. Source: [Linear's documentation][docs].
/// - The id (`Linear-Delivery`) is in an unsigned header; the type is signed.
/// - 200 within 5 s; three retries, after a minute, an hour and six hours.
/// - Confidence: high.
///
/// [docs]: https://linear.app/developers/webhooks
#[derive(Debug)]
pub enum Linear {}

impl Provider for Linear {
    const SCHEME: Scheme = Scheme::mac("linear", Algorithm::Sha256)
        .signature(Signature::header("linear-signature"))
        .timestamp(Timestamp::json("/webhookTimestamp", TimeFormat::UnixMillis))
        .tolerance(Tolerance::symmetric(Duration::from_secs(60)))
        .id(&[Field::header("linear-delivery")])
        .kind(&[Field::json("/type")]);
}
