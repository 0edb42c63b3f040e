//! ECDSA, by RustCrypto's curves; nonces are those of RFC 6979, so that a signature is the same each time.

use crate::{
    crypto,
    scheme::{Algorithm, Curve, EcdsaForm, Encoding},
};

/// A key of one of the curves. The four crates share their types' names, not the types.
pub(super) enum Private {
    P256(p256::SecretKey),
    P384(p384::SecretKey),
    P521(p521::SecretKey),
    Secp256k1(k256::SecretKey),
}

macro_rules! write {
    ($curve:ident, $key:expr) => {{
        use $curve::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, LineEnding};

        let private = $key.to_pkcs8_pem(LineEnding::LF).expect("PKCS #8");
        (private.to_string(), $key.public_key().to_public_key_pem(LineEnding::LF).expect("PEM"))
    }};
}

macro_rules! sign {
    ($curve:ident, $key:expr, $form:expr, $digest:expr) => {{
        use $curve::ecdsa::{Signature, SigningKey, signature::hazmat::PrehashSigner as _};

        let signature: Signature = SigningKey::from($key.clone()).sign_prehash($digest).expect("a digest to sign");
        match $form {
            EcdsaForm::Der => signature.to_der().as_bytes().to_vec(),
            EcdsaForm::Fixed => signature.to_bytes().to_vec(),
        }
    }};
}

#[allow(clippy::expect_used)] // for tests, which should fail
impl Private {
    /// The key whose number these bytes write, if there is one.
    fn new(curve: Curve, number: &[u8]) -> Option<Self> {
        match curve {
            Curve::P256 => p256::SecretKey::from_slice(number).ok().map(Self::P256),
            Curve::P384 => p384::SecretKey::from_slice(number).ok().map(Self::P384),
            Curve::P521 => p521::SecretKey::from_slice(number).ok().map(Self::P521),
            Curve::Secp256k1 => k256::SecretKey::from_slice(number).ok().map(Self::Secp256k1),
        }
    }

    /// Numbers on this curve as long as its order, in bytes, and how large the first byte may be.
    fn size(curve: Curve) -> (usize, u8) {
        match curve {
            Curve::P256 | Curve::Secp256k1 => (32, 0xff),
            Curve::P384 => (48, 0xff),
            Curve::P521 => (66, 0x01),
        }
    }

    pub(super) fn fixed(curve: Curve) -> Self {
        let (len, largest) = Self::size(curve);
        let number: Vec<u8> = std::iter::once(0x42 & largest).chain(std::iter::repeat(0x42)).take(len).collect();
        Self::new(curve, &number).expect("a number below the order")
    }

    pub(super) fn generate(curve: Curve) -> Self {
        let (len, largest) = Self::size(curve);
        loop {
            let mut number = vec![0; len];
            getrandom::fill(&mut number).expect("random numbers");
            if let Some(first) = number.first_mut() {
                *first &= largest;
            }
            if let Some(key) = Self::new(curve, &number) {
                return key;
            }
        }
    }

    pub(super) fn read(pem: &str) -> Option<Self> {
        use p256::pkcs8::DecodePrivateKey as _;

        let p256 = p256::SecretKey::from_pkcs8_pem(pem).map(Self::P256);
        p256.or_else(|_| p384::SecretKey::from_pkcs8_pem(pem).map(Self::P384))
            .or_else(|_| p521::SecretKey::from_pkcs8_pem(pem).map(Self::P521))
            .or_else(|_| k256::SecretKey::from_pkcs8_pem(pem).map(Self::Secp256k1))
            .ok()
    }

    /// The private and the public half in PEM.
    pub(super) fn write(&self) -> (String, String) {
        match self {
            Self::P256(key) => write!(p256, key),
            Self::P384(key) => write!(p384, key),
            Self::P521(key) => write!(p521, key),
            Self::Secp256k1(key) => write!(k256, key),
        }
    }

    pub(super) fn curve(&self) -> Curve {
        match self {
            Self::P256(_) => Curve::P256,
            Self::P384(_) => Curve::P384,
            Self::P521(_) => Curve::P521,
            Self::Secp256k1(_) => Curve::Secp256k1,
        }
    }

    pub(super) fn sign(&self, hash: Algorithm, form: EcdsaForm, message: &[u8]) -> Vec<u8> {
        let digest = crypto::written_digest(hash, Encoding::Text, message);
        match self {
            Self::P256(key) => sign!(p256, key, form, &digest),
            Self::P384(key) => sign!(p384, key, form, &digest),
            Self::P521(key) => sign!(p521, key, form, &digest),
            Self::Secp256k1(key) => sign!(k256, key, form, &digest),
        }
    }
}
