//! `MessageBird`.

use super::Provider;
use crate::{
    Tolerance,
    scheme::{Algorithm, Check, Encoding, Field, Jws, JwsAlgorithm, Part, Scheme, Signature, When},
};

/// `MessageBird`: a token by HS256, HS384 or HS512 in `MessageBird-Signature-JWT`, whose claims `url_hash` and `payload_hash` are
/// the SHA-256 of the URL and of the body in hex. Source: [MessageBird's documentation][docs], its 44 reference vectors.
///
/// - Secret: the signing key, as text. Give the URL to [`Builder::public_url`](crate::verifier::Builder::public_url): the
///   request's query is appended.
/// - Any method. `payload_hash` must be there if there is a body, and only then.
/// - The token begins (`nbf`) and ends (`exp`), both to one second. Its id (`jti`) is signed.
/// - Accounts of the newer platform sign otherwise: see [`Bird`](super::Bird).
/// - Confidence: high.
///
/// [docs]: https://developers.messagebird.com/api/#verifying-http-requests
#[derive(Debug)]
pub enum MessageBird {}

const HASHES: &[JwsAlgorithm] = &[JwsAlgorithm::Hs256, JwsAlgorithm::Hs384, JwsAlgorithm::Hs512];

impl Provider for MessageBird {
    const SCHEME: Scheme = Scheme::jws("messagebird", Jws::claims(HASHES).leeway(1))
        .signature(Signature::header("messagebird-signature-jwt").encoding(Encoding::Text))
        .tolerance(Tolerance::seconds(1))
        .message(&[Part::Url])
        .check(Check::is(Field::claim("/iss"), "MessageBird"))
        .check(Check::message_digest(Field::claim("/url_hash"), Algorithm::Sha256, Encoding::Hex))
        .check(Check::body_digest(Field::claim("/payload_hash"), Algorithm::Sha256, Encoding::Hex).when(When::Body))
        .any_method()
        .id(&[Field::claim("/jti")]);
}
