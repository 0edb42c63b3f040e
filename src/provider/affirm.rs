//! Affirm.

use super::Provider;
use crate::scheme::{Algorithm, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Affirm: HMAC-SHA-512 of `{t}.{body}`, in hex, in the list `X-Affirm-Signature: t=…,v0=…`.
///
/// - Secret: the merchant's private key, as text. Affirm itself switches signing on: ask its support. Source: [Affirm's
///   documentation][docs].
/// - Time in seconds, five minutes as Affirm advises; a retry is signed anew. `v0` is the one real version here.
/// - No id and no type that all deliveries have; the body may be a form.
/// - 2xx; repeated otherwise.
/// - Confidence: medium.
///
/// [docs]: https://docs.affirm.com/developers/docs/checking-webhook-signatures
#[derive(Debug)]
pub enum Affirm {}

impl Provider for Affirm {
    const SCHEME: Scheme = Scheme::mac("affirm", Algorithm::Sha512)
        .signature(Signature::header("x-affirm-signature").pairs(Separator::Comma, "v0"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body]);
}
