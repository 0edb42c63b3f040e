//! Recurly.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Recurly: HMAC-SHA-256 of `{time}.{body}`, in hex, in the list `recurly-signature: {time},…,…`.
///
/// - Secret: that of the endpoint, as text (it looks like base 16 and is not). After a rotation, for 24 h, the list has
///   two signatures. Source: [Recurly's SDK][docs].
/// - Time in milliseconds, first in the list, signed; tolerance 5 min.
/// - No id: the body's is that of an account or a subscription, which has many events; the idempotency key is the
///   digest of the body. The type (`event_type`, of `object_type`) is signed with it.
/// - Only JSON webhooks are signed; those in XML are refused.
/// - 2xx; ten attempts over days (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://github.com/recurly/recurly-client-ruby/blob/v3-v2021-02-25/lib/recurly/webhooks.rb
#[derive(Debug)]
pub enum Recurly {}

impl Provider for Recurly {
    const SCHEME: Scheme = Scheme::mac("recurly", Algorithm::Sha256)
        .signature(Signature::header("recurly-signature").time_first(Separator::Comma))
        .timestamp(Timestamp::first(TimeFormat::UnixMillis))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .kind(&[Field::json("/event_type")]);
}
