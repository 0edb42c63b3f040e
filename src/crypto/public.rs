//! Signatures that are made with a private key: the public halves, parsed and prepared once.

use std::sync::Arc;

#[cfg(feature = "ed25519")]
use zeroize::Zeroizing;

use super::hash;
use crate::scheme::{Algorithm, Curve, SignatureAlgorithm};

mod absent;
#[cfg(feature = "ecdsa")]
mod ecdsa;
#[cfg(feature = "ed25519")]
mod ed25519;
pub(crate) mod read;
#[cfg(feature = "rsa")]
mod rsa;

#[cfg(not(feature = "ecdsa"))]
use absent::ecdsa;
#[cfg(not(feature = "ed25519"))]
use absent::ed25519;
#[cfg(not(feature = "rsa"))]
use absent::rsa;

/// A public key, parsed and prepared once. A clone is a reference count.
#[derive(Clone)]
pub(crate) struct PublicKey(Arc<Kind>);

/// A kind whose feature is off has no values, so that only its reader has to say so.
#[allow(clippy::large_enum_variant)] // each is behind an `Arc`
enum Kind {
    Ed25519(ed25519::Key),
    Ecdsa(ecdsa::Key),
    Rsa(rsa::Key),
}

impl PublicKey {
    /// The 32 bytes of RFC 8032, section 5.1.5.
    pub(crate) fn ed25519(bytes: &[u8]) -> Result<Self, &'static str> {
        ed25519::Key::new(bytes).map(Kind::Ed25519).map(Self::of)
    }

    /// A point as in SEC 1, section 2.3.3: compressed or not.
    fn ecdsa(curve: Curve, point: &[u8]) -> Result<Self, &'static str> {
        ecdsa::Key::new(curve, point).map(Kind::Ecdsa).map(Self::of)
    }

    /// Modulus and public exponent, big-endian.
    fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<Self, &'static str> {
        rsa::Key::new(modulus, exponent).map(Kind::Rsa).map(Self::of)
    }

    fn of(kind: Kind) -> Self {
        Self(Arc::new(kind))
    }

    /// Whether the key can verify this algorithm at all: its kind and its curve.
    pub(crate) fn fits(&self, algorithm: SignatureAlgorithm) -> bool {
        match (&*self.0, algorithm) {
            (Kind::Ed25519(_), SignatureAlgorithm::Ed25519) | (Kind::Rsa(_), SignatureAlgorithm::Rsa { .. }) => true,
            (Kind::Ecdsa(key), SignatureAlgorithm::Ecdsa { curve, .. }) => key.curve() == curve,
            _ => false,
        }
    }

    /// Whether `signature`, decoded, is this key's signature of `message` by `algorithm`. So it is not if key and
    /// algorithm do not fit, or the hash is none that signatures are made with, or not in this build.
    pub(crate) fn verify(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        if !self.fits(algorithm) {
            return false;
        }
        match (&*self.0, algorithm) {
            (Kind::Ed25519(key), SignatureAlgorithm::Ed25519) => key.verify(message, signature),
            (Kind::Ecdsa(key), SignatureAlgorithm::Ecdsa { hash: algorithm, form, .. }) if signs(algorithm) => {
                key.verify(form, hash(algorithm, std::iter::once(message)).bytes(), signature)
            }
            (Kind::Rsa(key), SignatureAlgorithm::Rsa { padding, hash }) if signs(hash) => {
                key.verify(padding, hash, message, signature)
            }
            _ => false,
        }
    }
}

/// The seed of an Ed25519 key pair that a text is, repeated and cut off ([`KeyFormat::Ed25519Seed`](crate::scheme::KeyFormat)).
#[cfg(feature = "ed25519")]
pub(crate) fn repeated_seed(text: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut seed = Zeroizing::new([0; 32]);
    for (to, from) in seed.iter_mut().zip(text.iter().cycle()) {
        *to = *from;
    }
    seed
}

/// Whether the hash is one that signatures are made with, and in this build.
fn signs(hash: Algorithm) -> bool {
    let known = matches!(hash, Algorithm::Sha256 | Algorithm::Sha384 | Algorithm::Sha512 | Algorithm::Sha1);
    known && hash.missing_feature().is_none()
}
