//! Vercel.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Vercel: HMAC-SHA-1 of the body, in hex, in `x-vercel-signature`.
///
/// - No time of sending is signed; id and type are in the signed body. Source: [Vercel's documentation][docs].
/// - 2xx within 30 s; retries for up to 24 h.
/// - Confidence: medium.
///
/// [docs]: https://vercel.com/docs/webhooks/webhooks-api#securing-webhooks
#[derive(Debug)]
pub enum Vercel {}

impl Provider for Vercel {
    const SCHEME: Scheme = Scheme::mac("vercel", Algorithm::Sha1)
        .signature(Signature::header("x-vercel-signature"))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")]);
}
