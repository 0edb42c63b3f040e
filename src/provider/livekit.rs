//! `LiveKit`.

use super::Provider;
use crate::scheme::{Algorithm, Check, Encoding, Field, Jws, JwsAlgorithm, Scheme, Signature};

/// `LiveKit`: a token by HS256 in `Authorization`, without `Bearer`, whose claim `sha256` is the SHA-256 of the body in base64.
/// Source: [LiveKit's documentation][docs], its package livekit-server-sdk 2.19.2.
///
/// - Secret: the API secret, as text. Setting `api_key`: the API key that it belongs to, which must be the issuer (`iss`).
/// - The token begins (`nbf`) and ends (`exp`). The body has the type `application/webhook+json`; its id and its type are signed.
/// - Confidence: high.
///
/// [docs]: https://docs.livekit.io/home/server/webhooks/
#[derive(Debug)]
pub enum LiveKit {}

impl Provider for LiveKit {
    const SCHEME: Scheme = Scheme::jws("livekit", Jws::claims(&[JwsAlgorithm::Hs256]))
        .signature(Signature::either_header("authorization", "authorize").encoding(Encoding::Text))
        .check(Check::setting(Field::claim("/iss"), "api_key"))
        .check(Check::body_digest(Field::claim("/sha256"), Algorithm::Sha256, Encoding::Base64))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/event")]);
}
