//! Plivo, the older version.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Part, Scheme, Signature};

/// Plivo, version 2: HMAC-SHA-256 of the URL without its query and `X-Plivo-Signature-V2-Nonce`, in base64, in
/// `X-Plivo-Signature-V2`. Prefer [`Plivo`](super::Plivo), which signs the parameters too.
///
/// - Neither the query nor the body is protected: whoever saw a delivery can send any other with its signature for ever.
///   The body is read through [`Verified::unprotected`](crate::Verified::unprotected).
/// - Secret: the auth token of the account. Source: [Plivo's documentation][docs].
/// - The URL is the one that was given to Plivo: [`Builder::public_url`](crate::verifier::Builder::public_url).
/// - POST only; with GET, what happened would be in the query. No time, id or type is signed; the idempotency key is the
///   digest of the body.
/// - Confidence: high.
///
/// [docs]: https://www.plivo.com/docs/messaging/concepts/signature-validation
#[derive(Debug)]
pub enum PlivoV2 {}

impl Provider for PlivoV2 {
    const SCHEME: Scheme = Scheme::mac("plivo-v2", Algorithm::Sha256)
        .way_of("plivo")
        .signature(Signature::header("x-plivo-signature-v2").encoding(Encoding::Base64))
        .message(&[Part::UrlWithoutQuery, Part::header("x-plivo-signature-v2-nonce")]);
}
