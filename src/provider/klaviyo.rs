//! Klaviyo.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Klaviyo's system webhooks: HMAC-SHA-256 of `{body}{Klaviyo-Timestamp}`, in hex, in `Klaviyo-Signature`.
///
/// - Secret: the webhook's secret key, as text.
/// - How `Klaviyo-Timestamp` writes the time is not documented. It is signed as received; the time that is held against
///   the clock is `meta.timestamp` in the signed body, as in RFC 3339. No window is documented. Source: [Klaviyo's
///   documentation][docs].
/// - The body has a list of events, each with an `external_id` and a `topic` of its own to check; the idempotency key
///   is the digest of the whole but for the time. `meta.klaviyo_webhook_id` and the header beside it name the
///   subscription.
/// - Confidence: medium; whether a retry has a new `meta.timestamp` is unconfirmed, answers and retries are not known.
///
/// [docs]: https://developers.klaviyo.com/en/docs/working_with_system_webhooks
#[derive(Debug)]
pub enum Klaviyo {}

impl Provider for Klaviyo {
    const SCHEME: Scheme = Scheme::mac("klaviyo", Algorithm::Sha256)
        .signature(Signature::header("klaviyo-signature"))
        .timestamp(Timestamp::json("/meta/timestamp", TimeFormat::Rfc3339))
        .message(&[Part::Body, Part::value(Field::header("klaviyo-timestamp"))]);
}
