//! RSA (RFC 8017), by AWS-LC.

use std::sync::OnceLock;

use aws_lc_rs::{
    rsa::PublicKeyComponents,
    signature::{self as aws, ParsedPublicKey, RsaParameters},
};

use crate::scheme::{Algorithm, RsaPadding};

/// A modulus of 2048 to 8192 bits and its exponent.
///
/// AWS-LC prepares a key for one padding and hash. Most keys sign with one only, so each is prepared at its first use.
pub(super) struct Key {
    components: PublicKeyComponents<Box<[u8]>>,
    prepared: [OnceLock<Option<ParsedPublicKey>>; 7],
}

/// Shorter keys can be broken, or will be soon (NIST SP 800-131A, revision 2, section 3).
const MIN_BITS: usize = 2048;
/// Longer keys cost more than they protect; AWS-LC knows none.
const MAX_BITS: usize = 8192;
/// What AWS-LC, Windows and Go have agreed on: larger exponents only cost time.
const MAX_EXPONENT_BITS: usize = 33;

impl Key {
    pub(super) fn new(modulus: &[u8], exponent: &[u8]) -> Result<Self, &'static str> {
        let (n, e) = (strip(modulus), strip(exponent));
        match bits(n) {
            0..MIN_BITS => return Err("is an RSA key of fewer than 2048 bits, which is too short to be trusted"),
            MIN_BITS..=MAX_BITS => {}
            _ => return Err("is an RSA key of more than 8192 bits, which nobody signs webhooks with"),
        }
        let is_odd = |number: &[u8]| number.last().is_some_and(|byte| byte % 2 == 1);
        if !is_odd(n) || !is_odd(e) || !(2..=MAX_EXPONENT_BITS).contains(&bits(e)) {
            return Err("is no RSA key: its modulus is even, or its exponent even, 1 or too large");
        }
        let components = PublicKeyComponents { n: n.into(), e: e.into() };
        Ok(Self { components, prepared: Default::default() })
    }

    pub(super) fn verify(&self, padding: RsaPadding, hash: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let Some((slot, parameters)) = parameters(padding, hash) else { return false };
        let prepare = || self.components.to_parsed_public_key(parameters).ok();
        let key = self.prepared.get(slot).and_then(|slot| slot.get_or_init(prepare).as_ref());
        key.is_some_and(|key| key.verify_sig(message, signature).is_ok())
    }
}

/// What AWS-LC calls padding and hash, and where their key is kept.
fn parameters(padding: RsaPadding, hash: Algorithm) -> Option<(usize, &'static RsaParameters)> {
    Some(match (padding, hash) {
        (RsaPadding::Pkcs1, Algorithm::Sha256) => (0, &aws::RSA_PKCS1_2048_8192_SHA256),
        (RsaPadding::Pkcs1, Algorithm::Sha384) => (1, &aws::RSA_PKCS1_2048_8192_SHA384),
        (RsaPadding::Pkcs1, Algorithm::Sha512) => (2, &aws::RSA_PKCS1_2048_8192_SHA512),
        (RsaPadding::Pss, Algorithm::Sha256) => (3, &aws::RSA_PSS_2048_8192_SHA256),
        (RsaPadding::Pss, Algorithm::Sha384) => (4, &aws::RSA_PSS_2048_8192_SHA384),
        (RsaPadding::Pss, Algorithm::Sha512) => (5, &aws::RSA_PSS_2048_8192_SHA512),
        (RsaPadding::Pkcs1, Algorithm::Sha1) => (6, &aws::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY),
        _ => return None,
    })
}

/// A number without the zeros in front.
fn strip(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

/// How many bits a stripped number has.
fn bits(number: &[u8]) -> usize {
    let unused = number.first().map_or(0, |byte| byte.leading_zeros() as usize);
    (number.len() * 8).saturating_sub(unused)
}
