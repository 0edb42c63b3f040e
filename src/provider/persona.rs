//! Persona.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Persona: HMAC-SHA-256 of `{t}.{body}`, in hex, in the list `Persona-Signature: t=…,v1=…`.
///
/// - Secret: that of the webhook (`wbhsec_…`), as text with its prefix. While it is rotated, two such sets stand in the
///   header with a space between them. Source: [Persona's documentation][docs].
/// - Time in seconds, signed; no tolerance is documented, the default is 5 min. Id and type are signed with the body.
/// - 2xx within 5 s; about eight attempts (unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://docs.withpersona.com/webhooks
#[derive(Debug)]
pub enum Persona {}

impl Provider for Persona {
    const SCHEME: Scheme = Scheme::mac("persona", Algorithm::Sha256)
        .signature(Signature::header("persona-signature").pairs(Separator::CommaOrSpace, "v1"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::json("/data/id")])
        .kind(&[Field::json("/data/attributes/name")]);
}
