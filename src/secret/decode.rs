//! How the text of a secret becomes the bytes of a key, and what no secret may be.

use base64ct::{Base64, Encoding as _};
use zeroize::Zeroizing;

#[cfg(feature = "ed25519")]
use crate::crypto::public;
#[cfg(feature = "aes")]
use crate::{cipher::CipherKey, crypto, scheme::Cipher};
use crate::{crypto::Key, scheme::KeyFormat};

#[cfg(feature = "ed25519")]
pub(super) fn ed25519(encoded: &[u8]) -> Result<Key, &'static str> {
    crate::crypto::public::read::whpk(encoded).map(Key::Public)
}

#[cfg(not(feature = "ed25519"))]
pub(super) fn ed25519(_: &[u8]) -> Result<Key, &'static str> {
    Err("is a public key: turn the feature `ed25519` on, or paste the symmetric secret")
}

/// The public key of the pair whose seed the text is, see [`KeyFormat::Ed25519Seed`].
#[cfg(feature = "ed25519")]
pub(super) fn seed(text: &[u8]) -> Result<Key, &'static str> {
    let pair = ed25519_dalek::SigningKey::from_bytes(&public::repeated_seed(text));
    public::PublicKey::ed25519(pair.verifying_key().as_bytes()).map(Key::Public)
}

#[cfg(not(feature = "ed25519"))]
pub(super) fn seed(_: &[u8]) -> Result<Key, &'static str> {
    Err("is the seed of a key: turn the feature `ed25519` on")
}

/// Whether a text is written as public keys are, in a scheme that has shared secrets, too.
pub(super) fn looks_public(text: &[u8]) -> bool {
    text.trim_ascii_start().starts_with(b"-----BEGIN") || text.trim_ascii_start().starts_with(b"{")
}

/// What neither a secret nor a public key may be.
pub(super) fn present(text: &[u8]) -> Result<(), &'static str> {
    if text.is_empty() {
        return Err("is empty: the environment variable or file that it comes from is not set");
    }
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err("is blank: the environment variable or file that it comes from holds only white space");
    }
    Ok(())
}

/// What no secret of any scheme may be.
pub(super) fn check(secret: &[u8], format: &KeyFormat) -> Result<(), &'static str> {
    if secret.trim_ascii().len() != secret.len() {
        return Err("begins or ends with white space: remove it, often the line break at the end of a file");
    }
    if secret.starts_with(b"-----BEGIN") {
        return Err("is a PEM key or certificate; this scheme needs the shared secret");
    }
    if secret == b"whsec_" {
        return Err("is only a prefix: copy the whole of it from the dashboard");
    }
    if secret.starts_with(b"whsec_whsec_") {
        return Err("has its prefix twice: paste it once");
    }
    let prefix = match format {
        KeyFormat::Base64 { prefix } | KeyFormat::Base64IfPrefixed { prefix } => prefix.as_bytes(),
        _ => &[],
    };
    if secret.starts_with(b"v1,whsec_") && prefix != b"v1,whsec_" {
        return Err("begins with `v1,`, which is not part of it: paste what comes after the comma");
    }
    if secret.starts_with(b"whsk_") {
        return Err("is the sender's private key (`whsk_`), which should not be here: use `whsec_…` or the public key");
    }
    Ok(())
}

/// The key bytes of a secret, or what is wrong with it.
pub(super) fn key(secret: &[u8], format: &KeyFormat) -> Result<Zeroizing<Vec<u8>>, &'static str> {
    if secret.starts_with(b"whpk_") {
        return Err("is a public key (`whpk_`); this scheme needs the symmetric secret");
    }
    let as_it_is = || Ok(Zeroizing::new(secret.to_vec()));
    match format {
        KeyFormat::Utf8 | KeyFormat::Ed25519Seed => as_it_is(),
        KeyFormat::Base64IfPrefixed { prefix } if !secret.starts_with(prefix.as_bytes()) => as_it_is(),
        KeyFormat::Base64 { prefix } | KeyFormat::Base64IfPrefixed { prefix } => {
            base64(secret.strip_prefix(prefix.as_bytes()).unwrap_or(secret))
        }
        KeyFormat::Hex => base16ct::mixed::decode_vec(secret).map(Zeroizing::new).map_err(
            |_| "is not base 16 (an even number of the digits 0-9 and a-f): was it cut off, or is it another key?",
        ),
        KeyFormat::Suffixed { suffix } => Ok(Zeroizing::new([secret, suffix.as_bytes()].concat())),
        KeyFormat::AfterColon => match secret.iter().position(|byte| *byte == b':') {
            None => as_it_is(),
            Some(colon) if colon + 1 < secret.len() => {
                Ok(Zeroizing::new(secret.get(colon + 1..).unwrap_or_default().to_vec()))
            }
            Some(_) => Err("has nothing after its colon: paste the whole key, `name:secret`"),
        },
        KeyFormat::BeforeColon => match secret.iter().rposition(|byte| *byte == b':') {
            Some(colon) if colon > 0 => Ok(Zeroizing::new(secret.get(..colon).unwrap_or_default().to_vec())),
            _ => Err("has no key for decrypting: paste the token, a colon, and the key of 43 characters"),
        },
        KeyFormat::Sha1 => sha1(secret),
        KeyFormat::Nfkd => nfkd(secret),
    }
}

fn base64(encoded: &[u8]) -> Result<Zeroizing<Vec<u8>>, &'static str> {
    if encoded.is_empty() {
        return Err("is only a prefix: copy the whole of it from the dashboard");
    }
    let wrong =
        "is not base64 of the standard alphabet with padding: was it cut off, or does it belong to another scheme?";
    let mut key = Zeroizing::new(vec![0; encoded.len()]);
    // From bytes: whether they are UTF-8 would be asked character by character.
    let len = Base64::decode(encoded, &mut key).map_err(|_| wrong)?.len();
    key.truncate(len);
    if key.is_empty() { Err("decodes to nothing") } else { Ok(key) }
}

#[cfg(feature = "sha1")]
#[allow(clippy::unnecessary_wraps)] // without the feature, it fails
fn sha1(secret: &[u8]) -> Result<Zeroizing<Vec<u8>>, &'static str> {
    use sha1::Digest as _;

    Ok(Zeroizing::new(sha1::Sha1::digest(secret).to_vec()))
}

#[cfg(not(feature = "sha1"))]
fn sha1(_: &[u8]) -> Result<Zeroizing<Vec<u8>>, &'static str> {
    Err("needs the feature `sha1`")
}

#[cfg(feature = "nfkd")]
fn nfkd(secret: &[u8]) -> Result<Zeroizing<Vec<u8>>, &'static str> {
    use unicode_normalization::UnicodeNormalization as _;

    // What is ASCII is normal, and not looked up in tables.
    if secret.is_ascii() {
        return Ok(Zeroizing::new(secret.to_vec()));
    }
    let text = std::str::from_utf8(secret).map_err(|_| "is not UTF-8, and this scheme's secrets are text")?;
    let normal: Zeroizing<String> = Zeroizing::new(text.nfkd().collect());
    Ok(Zeroizing::new(normal.as_bytes().to_vec()))
}

#[cfg(not(feature = "nfkd"))]
fn nfkd(_: &[u8]) -> Result<Zeroizing<Vec<u8>>, &'static str> {
    Err("needs the feature `nfkd`")
}

/// The key of AES-256 that a secret has, where the scheme encrypts bodies.
#[cfg(feature = "aes")]
pub(super) fn cipher_key(secret: &[u8], cipher: &Cipher) -> Result<CipherKey, &'static str> {
    match cipher {
        Cipher::IvFirst => Ok(Zeroizing::new(crypto::digest(&[secret]))),
        Cipher::Framed { .. } => {
            let wrong = "has after its colon no key of 43 characters of base64: is it cut off?";
            let written = secret.rsplit(|byte| *byte == b':').next().filter(|key| key.len() == 43).ok_or(wrong)?;
            // 43 digits have two bits more than 32 bytes. Such keys are random characters, so these two may be anything: with
            // one more digit they are in a byte that is left out.
            let padded = Zeroizing::new([written, b"A"].concat());
            let mut decoded = Zeroizing::new([0; 33]);
            Base64::decode(&**padded, &mut *decoded).map_err(|_| wrong)?;
            let mut key = Zeroizing::new([0; 32]);
            key.iter_mut().zip(decoded.iter()).for_each(|(to, from)| *to = *from);
            Ok(key)
        }
    }
}
