//! `FusionAuth`.

use super::Provider;
use crate::scheme::{Algorithm, Check, Encoding, Field, Jws, JwsAlgorithm, Scheme, Signature};

/// `FusionAuth`: a token in `X-FusionAuth-Signature-JWT`, whose claim `request_body_sha256` is the SHA-256 of the body in base64.
/// Source: [FusionAuth's documentation][docs].
///
/// - Secret: the key that the webhook was given in `FusionAuth`'s key master. What it is decides what may sign: text is the
///   secret of HS256, HS384 and HS512; a public key (PEM or JWK) verifies RS, ES and `EdDSA` of its kind.
/// - The token has no time unless it ends (`exp`). Id and type are signed with the body.
/// - Confidence: medium.
///
/// [docs]: https://fusionauth.io/docs/extend/events-and-webhooks/signing
#[derive(Debug)]
pub enum FusionAuth {}

const ALGORITHMS: &[JwsAlgorithm] = &[
    JwsAlgorithm::Hs256,
    JwsAlgorithm::Hs384,
    JwsAlgorithm::Hs512,
    JwsAlgorithm::Rs256,
    JwsAlgorithm::Rs384,
    JwsAlgorithm::Rs512,
    JwsAlgorithm::Es256,
    JwsAlgorithm::Es384,
    JwsAlgorithm::Es512,
    JwsAlgorithm::EdDsa,
];

impl Provider for FusionAuth {
    const SCHEME: Scheme = Scheme::jws("fusionauth", Jws::claims(ALGORITHMS))
        .signature(Signature::header("x-fusionauth-signature-jwt").encoding(Encoding::Text))
        .check(Check::body_digest(Field::claim("/request_body_sha256"), Algorithm::Sha256, Encoding::Base64))
        .id(&[Field::json("/event/id")])
        .kind(&[Field::json("/event/type")]);
}
