//! Ed25519, by ed25519-dalek.

use ed25519_dalek::{
    Signer as _, SigningKey,
    pkcs8::{
        DecodePrivateKey as _, EncodePrivateKey as _,
        spki::{EncodePublicKey as _, der::pem::LineEnding},
    },
};

pub(super) struct Private(SigningKey);

#[allow(clippy::expect_used)] // for tests, which should fail
impl Private {
    pub(super) fn fixed() -> Self {
        Self(SigningKey::from_bytes(b"hookseal: known to all for tests"))
    }

    pub(super) fn of_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    pub(super) fn generate() -> Self {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).expect("random numbers");
        Self(SigningKey::from_bytes(&seed))
    }

    pub(super) fn read(pem: &str) -> Option<Self> {
        SigningKey::from_pkcs8_pem(pem).ok().map(Self)
    }

    /// The private and the public half in PEM.
    pub(super) fn write(&self) -> (String, String) {
        let private = self.0.to_pkcs8_pem(LineEnding::LF).expect("PKCS #8");
        (private.to_string(), self.0.verifying_key().to_public_key_pem(LineEnding::LF).expect("PEM"))
    }

    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0.sign(message).to_vec()
    }
}
