//! Mux.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Mux: HMAC-SHA-256 of `{t}.{body}`, in hex, in the list `Mux-Signature: t=…,v1=…`.
///
/// - Secret: the signing secret of the webhook, as text. Source: [Mux's documentation][docs].
/// - Time in seconds, signed; tolerance 5 min. Id and type are signed with the body.
/// - Confidence: high.
///
/// [docs]: https://www.mux.com/docs/core/verify-webhook-signatures
#[derive(Debug)]
pub enum Mux {}

impl Provider for Mux {
    const SCHEME: Scheme = Scheme::mac("mux", Algorithm::Sha256)
        .signature(Signature::header("mux-signature").pairs(Separator::Comma, "v1"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")]);
}
