//! Stark Bank.

use super::Provider;
use crate::scheme::{Algorithm, Curve, EcdsaForm, Encoding, Field, Scheme, Signature, SignatureAlgorithm};

/// Stark Bank: ECDSA on secp256k1 with SHA-256 of the body, in base64, in `Digital-Signature`.
///
/// - Secret: Stark Bank's public key, in PEM, from `GET /v2/public-key` of its API; ask again when deliveries fail.
/// - No time is signed that could be held against a clock. Id `/event/id`, type `/event/subscription`.
/// - Source: [Stark Bank's documentation][docs], its sdk-python.
/// - Confidence: high.
///
/// [docs]: https://starkbank.com/docs/api#webhook
#[derive(Debug)]
pub enum StarkBank {}

impl Provider for StarkBank {
    const SCHEME: Scheme = Scheme::signed("starkbank", SECP256K1)
        .signature(Signature::header("digital-signature").encoding(Encoding::Base64))
        .id(&[Field::json("/event/id")])
        .kind(&[Field::json("/event/subscription")]);
}

const SECP256K1: SignatureAlgorithm =
    SignatureAlgorithm::Ecdsa { curve: Curve::Secp256k1, hash: Algorithm::Sha256, form: EcdsaForm::Der };
