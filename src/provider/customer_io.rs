//! Customer.io.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Customer.io reporting webhooks: HMAC-SHA-256 of `v0:{timestamp}:{body}`, in hex, in `X-CIO-Signature`.
///
/// - Secret: the signing key on the webhook's page, as text. Source: [Customer.io's documentation][docs].
/// - Time in `X-CIO-Timestamp`, in seconds; no tolerance is documented. Id (`event_id`) and type (`metric`) are in the
///   signed body; what it happened to is `object_type`.
/// - 2xx within 4 s; retries for seven days, while later events wait behind the failed one. A 401 delays them by an
///   hour.
/// - Confidence: medium.
///
/// [docs]: https://docs.customer.io/integrations/api/webhooks/
#[derive(Debug)]
pub enum CustomerIo {}

impl Provider for CustomerIo {
    const SCHEME: Scheme = Scheme::mac("customer-io", Algorithm::Sha256)
        .signature(Signature::header("x-cio-signature"))
        .timestamp(Timestamp::header("x-cio-timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::literal("v0:"), Part::Timestamp, Part::literal(":"), Part::Body])
        .id(&[Field::json("/event_id")])
        .kind(&[Field::json("/metric")]);
}
