//! Shippo.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Shippo: HMAC-SHA-256 of `{t}.{body}`, in hex, in the list `Shippo-Auth-Signature: t=…,v1=…`.
///
/// - Secret: one that Shippo gives out on request, as text; until then nothing is signed, and all is refused. Source:
///   [Shippo's documentation][docs].
/// - Time in seconds, signed; no tolerance is documented, the default is 5 min. No id; the idempotency key is the
///   digest of the body. The type is signed with it (its place is unconfirmed).
/// - 2xx within 3 s.
/// - Confidence: medium.
///
/// [docs]: https://docs.goshippo.com/tracking/webhook-security
#[derive(Debug)]
pub enum Shippo {}

impl Provider for Shippo {
    const SCHEME: Scheme = Scheme::mac("shippo", Algorithm::Sha256)
        .signature(Signature::header("shippo-auth-signature").pairs(Separator::Comma, "v1"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .kind(&[Field::json("/event")]);
}
