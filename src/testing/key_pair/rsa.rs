//! RSA, by AWS-LC.

use aws_lc_rs::{
    encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der},
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{self as aws, KeyPair as _, RsaSignatureEncoding},
};
use spki::der::pem::{self, LineEnding};

#[cfg(all(feature = "ecdsa", feature = "sha1"))]
use super::rsa_sha1;
use crate::scheme::{Algorithm, RsaPadding};
#[cfg(all(feature = "ecdsa", feature = "sha1"))]
use crate::{crypto, scheme::Encoding};

/// Of 2048 bits, in this file for all to read.
const FIXED: &str = include_str!("rsa.pem");

pub(super) struct Private(KeyPair);

#[allow(clippy::expect_used)] // for tests, which should fail
impl Private {
    pub(super) fn fixed() -> Self {
        Self::read(FIXED).expect("a private key")
    }

    pub(super) fn generate() -> Self {
        Self(KeyPair::generate(KeySize::Rsa2048).expect("a key"))
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        let (_, der) = pem::decode_vec(text.trim().as_bytes()).ok()?;
        KeyPair::from_pkcs8(&der).ok().map(Self)
    }

    /// The private and the public half in PEM.
    pub(super) fn write(&self) -> (String, String) {
        let private: Pkcs8V1Der<'_> = self.0.as_der().expect("PKCS #8");
        let public: PublicKeyX509Der<'_> = self.0.public_key().as_der().expect("DER");
        let written = |label, der| pem::encode_string(label, LineEnding::LF, der).expect("PEM");
        (written("PRIVATE KEY", private.as_ref()), written("PUBLIC KEY", public.as_ref()))
    }

    pub(super) fn sign(&self, padding: RsaPadding, hash: Algorithm, message: &[u8]) -> Vec<u8> {
        #[cfg(all(feature = "ecdsa", feature = "sha1"))]
        if let (RsaPadding::Pkcs1, Algorithm::Sha1) = (padding, hash) {
            let private: Pkcs8V1Der<'_> = self.0.as_der().expect("PKCS #8");
            let digest = crypto::written_digest(hash, Encoding::Text, message);
            return rsa_sha1::sign(private.as_ref(), &digest).expect("a key of 2048 bits");
        }
        let mut signature = vec![0; self.0.public_modulus_len()];
        let encoding =
            encoding(padding, hash).expect("a hash to sign with; SHA-1 needs the features `ecdsa` and `sha1`, too");
        self.0.sign(encoding, &SystemRandom::new(), message, &mut signature).expect("a signature");
        signature
    }
}

fn encoding(padding: RsaPadding, hash: Algorithm) -> Option<&'static RsaSignatureEncoding> {
    Some(match (padding, hash) {
        (RsaPadding::Pkcs1, Algorithm::Sha256) => &aws::RSA_PKCS1_SHA256,
        (RsaPadding::Pkcs1, Algorithm::Sha384) => &aws::RSA_PKCS1_SHA384,
        (RsaPadding::Pkcs1, Algorithm::Sha512) => &aws::RSA_PKCS1_SHA512,
        (RsaPadding::Pss, Algorithm::Sha256) => &aws::RSA_PSS_SHA256,
        (RsaPadding::Pss, Algorithm::Sha384) => &aws::RSA_PSS_SHA384,
        (RsaPadding::Pss, Algorithm::Sha512) => &aws::RSA_PSS_SHA512,
        _ => return None,
    })
}
