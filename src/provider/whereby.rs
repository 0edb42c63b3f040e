//! Whereby.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Whereby: HMAC-SHA-256 of `{t}.{body}`, in hex, in the list `Whereby-Signature: t=…,v1=…`.
///
/// - Secret: that of the webhook, as text. Source: [Whereby's documentation][docs].
/// - Time in seconds, signed; no tolerance is documented, the default is 5 min. Id and type are signed with the body
///   (their places are unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://docs.whereby.com/reference/webhooks
#[derive(Debug)]
pub enum Whereby {}

impl Provider for Whereby {
    const SCHEME: Scheme = Scheme::mac("whereby", Algorithm::Sha256)
        .signature(Signature::header("whereby-signature").pairs(Separator::Comma, "v1"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")]);
}
