//! Vapi, in its two ways.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Vapi with an HMAC credential: HMAC-SHA-256 of the body, in hex, in `x-vapi-signature`.
///
/// - Secret: that of the credential, as text. Source: [Vapi's documentation][docs].
/// - No time is signed; a captured delivery stays valid. No id; the idempotency key is the digest of the body. The type
///   is signed with it (its place is unconfirmed).
/// - Some messages (`tool-calls`, `assistant-request`) want an answer in the response: give it yourself.
/// - Confidence: medium.
///
/// [docs]: https://docs.vapi.ai/server-url/server-authentication
#[derive(Debug)]
pub enum Vapi {}

impl Provider for Vapi {
    const SCHEME: Scheme = Scheme::mac("vapi", Algorithm::Sha256)
        .signature(Signature::header("x-vapi-signature"))
        .kind(&[Field::json("/message/type")]);
}

/// Vapi with a secret only: the secret itself in `X-Vapi-Secret`.
///
/// - A token covers nothing: the body is not protected, and is read through
///   [`Verified::unprotected`](crate::Verified::unprotected). Use [`Vapi`] where you can. Source: [Vapi's
///   documentation][docs].
/// - No time, no id; the type is unsigned.
/// - Confidence: medium.
///
/// [docs]: https://docs.vapi.ai/server-url/server-authentication
#[derive(Debug)]
pub enum VapiToken {}

impl Provider for VapiToken {
    const SCHEME: Scheme =
        Scheme::token("vapi-token", "x-vapi-secret").way_of("vapi").kind(&[Field::json("/message/type")]);
}
