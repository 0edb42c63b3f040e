//! Signatures of requests as the standards have them, for senders that have no type of their own here.

use super::Provider;
use crate::scheme::{HttpAlgorithm, HttpSignature, Scheme};

/// HTTP Message Signatures (RFC 9421), for any sender that covers method, URL, body (`content-digest`, RFC 9530) and the time
/// `created`: by Ed25519, ECDSA on P-256, RSA, or HMAC with SHA-256.
///
/// - Secret: the sender's public key in PEM, JWK or hex, or the shared secret. Its id is the `keyid`, if you give it one.
/// - The verifier needs the public URL. For other components, a label or a tag, make a scheme with
///   [`HttpSignature`]: what has to be covered is the receiver's to say. The RFC defines no id of an event; `nonce` is not read.
/// - Source: [RFC 9421][rfc].
/// - Confidence: high.
///
/// [rfc]: https://www.rfc-editor.org/rfc/rfc9421
#[derive(Debug)]
pub enum HttpMessageSignatures {}

impl Provider for HttpMessageSignatures {
    const SCHEME: Scheme = Scheme::http_signature(
        "http-message-signatures-rfc9421",
        HttpSignature::rfc9421(&[
            HttpAlgorithm::Ed25519,
            HttpAlgorithm::EcdsaP256Sha256,
            HttpAlgorithm::RsaPssSha512,
            HttpAlgorithm::RsaV15Sha256,
            HttpAlgorithm::HmacSha256,
        ]),
    );
}

/// Signatures as in draft-cavage-http-signatures-12, which RFC 9421 replaces, for any sender that covers `(request-target)`, the
/// body (`digest`, RFC 3230) and the time (`date` or `(created)`), in the header `Signature`: by Ed25519, RSA with SHA-256, or
/// HMAC with SHA-256.
///
/// - Secret: the sender's public key, or the shared secret; its id is the `keyId`, if you give it one. A `keyId` that is a URL
///   is never fetched. For other headers, make a scheme with [`HttpSignature`].
/// - Source: [draft-cavage-http-signatures-12][draft].
/// - Confidence: high.
///
/// [draft]: https://datatracker.ietf.org/doc/html/draft-cavage-http-signatures-12
#[derive(Debug)]
pub enum HttpSignaturesDraft {}

impl Provider for HttpSignaturesDraft {
    const SCHEME: Scheme = Scheme::http_signature(
        "http-signatures-draft-cavage",
        HttpSignature::cavage(
            "signature",
            &[HttpAlgorithm::Ed25519, HttpAlgorithm::RsaV15Sha256, HttpAlgorithm::HmacSha256],
        ),
    );
}
