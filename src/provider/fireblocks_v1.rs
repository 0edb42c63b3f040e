//! Fireblocks, in its former way.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, RsaPadding, Scheme, Signature, SignatureAlgorithm};

/// Fireblocks' webhooks of version 1: RSA with SHA-512 of the body, in base64, in `Fireblocks-Signature`.
///
/// - Secret: Fireblocks' public key, in PEM, from its documentation: one for each of its regions and for the sandbox.
/// - No time is signed that could be held against a clock: `/createdAt` says when something happened. Id `/id`, type
///   `/eventType`. Fireblocks ended its support for this version in June 2026.
/// - Source: [Fireblocks' documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://developers.fireblocks.com/reference/validating-webhooks
#[derive(Debug)]
pub enum FireblocksV1 {}

impl Provider for FireblocksV1 {
    const SCHEME: Scheme = Scheme::signed("fireblocks-v1", RSA_SHA512)
        .signature(Signature::header("fireblocks-signature").encoding(Encoding::Base64))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/eventType"), Field::json("/type")]);
}

const RSA_SHA512: SignatureAlgorithm =
    SignatureAlgorithm::Rsa { padding: RsaPadding::Pkcs1, hash: Algorithm::Sha512 };
