//! ECDSA (FIPS 186-5, section 6), by RustCrypto's curves.

use crate::scheme::{Curve, EcdsaForm};

/// A point on one of the curves.
pub(super) enum Key {
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    P521(p521::ecdsa::VerifyingKey),
    Secp256k1(k256::ecdsa::VerifyingKey),
}

/// Whether a signature is a key's signature of a digest. The four crates share their types' names, not the types.
///
/// Of the two values that `s` may have, either is accepted: most signers do not care, and who has one signature can write
/// the other. k256 wants the lower one, to the other curves it is the same.
macro_rules! verify {
    ($curve:ident, $key:expr, $form:expr, $digest:expr, $signature:expr) => {{
        use $curve::ecdsa::{Signature, signature::hazmat::PrehashVerifier as _};

        let signature = match $form {
            EcdsaForm::Der => Signature::from_der($signature),
            EcdsaForm::Fixed => Signature::from_slice($signature),
        };
        signature.is_ok_and(|signature| $key.verify_prehash($digest, &signature.normalize_s()).is_ok())
    }};
}

impl Key {
    pub(super) fn new(curve: Curve, point: &[u8]) -> Result<Self, &'static str> {
        let key = match curve {
            Curve::P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(point).map(Self::P256),
            Curve::P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(point).map(Self::P384),
            Curve::P521 => p521::ecdsa::VerifyingKey::from_sec1_bytes(point).map(Self::P521),
            Curve::Secp256k1 => k256::ecdsa::VerifyingKey::from_sec1_bytes(point).map(Self::Secp256k1),
        };
        key.map_err(|_| "is no point on the curve that it names: was a character of it changed?")
    }

    pub(super) fn curve(&self) -> Curve {
        match self {
            Self::P256(_) => Curve::P256,
            Self::P384(_) => Curve::P384,
            Self::P521(_) => Curve::P521,
            Self::Secp256k1(_) => Curve::Secp256k1,
        }
    }

    pub(super) fn verify(&self, form: EcdsaForm, digest: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::P256(key) => verify!(p256, key, form, digest, signature),
            Self::P384(key) => verify!(p384, key, form, digest, signature),
            Self::P521(key) => verify!(p521, key, form, digest, signature),
            Self::Secp256k1(key) => verify!(k256, key, form, digest, signature),
        }
    }
}
