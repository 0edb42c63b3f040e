//! Keygen.

use super::Provider;
use crate::scheme::{Field, HttpAlgorithm, HttpSignature, Scheme};

/// Keygen's webhooks: a signature of the request as in draft-cavage-http-signatures, by Ed25519, or by RSA with SHA-256 and
/// PKCS #1 v1.5 (`rsa-sha256`), in `Keygen-Signature`. `(request-target)`, `host`, `date` and `digest` must be covered, and with
/// them URL and body.
///
/// - Secret: the public key of the account, in hex, or that of the webhook endpoint in PEM. `keyid` is the account's id: give
///   the secret that id, or none.
/// - `host` is held against the public URL, if the verifier knows it. RSA with PSS (`rsa-pss-sha256`) is not supported.
/// - The id is that of the webhook event. Source: [Keygen's documentation][docs].
/// - Confidence: medium.
///
/// [docs]: https://keygen.sh/docs/api/signatures/
#[derive(Debug)]
pub enum Keygen {}

impl Provider for Keygen {
    const SCHEME: Scheme = Scheme::http_signature(
        "keygen",
        HttpSignature::cavage("keygen-signature", &[HttpAlgorithm::Ed25519, HttpAlgorithm::RsaV15Sha256])
            .or_header("signature")
            .covered(&["(request-target)", "host"]),
    )
    .id(&[Field::json("/data/id")])
    .kind(&[Field::json("/data/attributes/event")]);
}
