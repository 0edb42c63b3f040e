//! Ed25519 (RFC 8032), by ed25519-dalek.

use ed25519_dalek::{Signature, VerifyingKey};

/// A key that is not of small order: with such a one, a signature fits many messages.
pub(super) struct Key(VerifyingKey);

impl Key {
    pub(super) fn new(bytes: &[u8]) -> Result<Self, &'static str> {
        let bytes = bytes.try_into().map_err(|_| "is an Ed25519 public key of another length than 32 bytes")?;
        let key = VerifyingKey::from_bytes(bytes).ok().filter(|key| !key.is_weak());
        key.map(Self).ok_or("is no Ed25519 public key, or a weak one: was a character of it changed?")
    }

    /// Strictly: neither the key nor the signature's point is of small order, and the signature's number is reduced.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|signature| self.0.verify_strict(message, &signature).is_ok())
    }
}
