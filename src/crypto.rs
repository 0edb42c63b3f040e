//! The audited routine: a prepared key, a message fed as slices, an expected signature compared in constant time.

use base64ct::{Base64, Encoding as _};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256, Sha384, Sha512};

#[cfg(feature = "public-keys")]
use crate::scheme::SignatureAlgorithm;
use crate::scheme::{Algorithm, Encoding, Proof};

mod compare;
#[cfg(feature = "public-keys")]
pub(crate) mod public;
mod sorted;
mod tag;

pub(crate) use compare::equal;
pub(crate) use sorted::put_in_order;
pub(crate) use tag::Tag;

/// A key, prepared when the verifier is built: both of HMAC's padded blocks are hashed once and cloned per delivery.
pub(crate) enum Key {
    Sha256(Hmac<Sha256>),
    Sha384(Hmac<Sha384>),
    Sha512(Hmac<Sha512>),
    #[cfg(feature = "sha1")]
    Sha1(Hmac<sha1::Sha1>),
    #[cfg(feature = "md5")]
    Md5(Hmac<md5::Md5>),
    /// A plain hash: the secret is a part of the message.
    Hash(Algorithm),
    #[cfg(feature = "public-keys")]
    Public(public::PublicKey),
    /// The digest of a token as it is sent, so that tokens of any length are compared in the same time.
    Token([u8; 32]),
}

impl Key {
    /// `None` if the algorithm takes no key of this length, which HMAC does (RFC 2104, section 3), or is not in this
    /// build.
    pub(crate) fn prepare(proof: Proof, encoding: Encoding, key: &[u8]) -> Option<Self> {
        match proof {
            Proof::Mac(algorithm) => Self::mac(algorithm, key),
            Proof::Hash(algorithm) => Some(Self::Hash(algorithm)),
            Proof::Token => Some(match encoding {
                Encoding::Base64 => Self::token(Base64::encode_string(key).as_bytes()),
                _ => Self::token(key),
            }),
            // The usual one; the others are made beside it.
            Proof::Jws(_) | Proof::HttpSignature(_) => Self::mac(Algorithm::Sha256, key),
            Proof::Signed(_) => None,
        }
    }

    /// A key of an HMAC.
    pub(crate) fn mac(algorithm: Algorithm, key: &[u8]) -> Option<Self> {
        match algorithm {
            Algorithm::Sha256 => KeyInit::new_from_slice(key).ok().map(Self::Sha256),
            Algorithm::Sha384 => KeyInit::new_from_slice(key).ok().map(Self::Sha384),
            Algorithm::Sha512 => KeyInit::new_from_slice(key).ok().map(Self::Sha512),
            #[cfg(feature = "sha1")]
            Algorithm::Sha1 => KeyInit::new_from_slice(key).ok().map(Self::Sha1),
            #[cfg(feature = "md5")]
            Algorithm::Md5 => KeyInit::new_from_slice(key).ok().map(Self::Md5),
            _ => None,
        }
    }

    /// A token, which is compared and signs nothing.
    pub(crate) fn token(token: &[u8]) -> Self {
        Self::Token(digest(&[token]))
    }

    /// Whether bytes are this key's MAC of the message.
    #[cfg(any(feature = "jwt", feature = "public-keys"))]
    pub(crate) fn is_mac<'m>(&self, message: impl Iterator<Item = &'m [u8]>, found: &[u8]) -> bool {
        let expected = self.sign(message);
        !found.is_empty() && equal(expected.bytes(), found)
    }

    /// The signature of a message, given in slices. A token is its own; a public key cannot make one.
    #[inline]
    pub(crate) fn sign<'m>(&self, message: impl Iterator<Item = &'m [u8]>) -> Tag {
        match self {
            Self::Sha256(key) => mac(key, message),
            Self::Sha384(key) => mac(key, message),
            Self::Sha512(key) => mac(key, message),
            #[cfg(feature = "sha1")]
            Self::Sha1(key) => mac(key, message),
            #[cfg(feature = "md5")]
            Self::Md5(key) => mac(key, message),
            Self::Hash(algorithm) => hash(*algorithm, message),
            #[cfg(feature = "public-keys")]
            Self::Public(_) => Tag::new(&[]),
            Self::Token(digest) => Tag::new(digest),
        }
    }

    /// Whether any of the candidates, as written in the header, is this key's signature of the message.
    ///
    /// One MAC, however many candidates there are.
    #[inline]
    pub(crate) fn matches<'c, 'm>(
        &self,
        message: impl Iterator<Item = &'m [u8]>,
        encoding: Encoding,
        mut candidates: impl Iterator<Item = &'c [u8]>,
    ) -> bool {
        if let Self::Token(expected) = self {
            return candidates.any(|token| equal(&digest(&[token]), expected));
        }
        let expected = self.sign(message).write(encoding);
        candidates.any(|candidate| expected.is(candidate))
    }
}

/// Whether any of the candidates, as written, is the signature of the message that this public key verifies.
///
/// Unlike a MAC it costs a verification for each candidate, of which there are at most 16.
#[cfg(feature = "public-keys")]
pub(crate) fn is_signed<'c, 'm>(
    key: &public::PublicKey,
    algorithm: SignatureAlgorithm,
    message: impl Iterator<Item = &'m [u8]>,
    encoding: Encoding,
    mut candidates: impl Iterator<Item = &'c [u8]>,
) -> bool {
    // Signing takes the message in one piece: Ed25519 hashes it twice.
    let message = message.fold(Vec::new(), |mut whole, slice| {
        whole.extend_from_slice(slice);
        whole
    });
    candidates.any(|text| decode(text, encoding).is_some_and(|found| key.verify(algorithm, &message, &found)))
}

/// The bytes of a signature as written: none, if it is longer than any.
#[cfg(feature = "public-keys")]
fn decode(text: &[u8], encoding: Encoding) -> Option<Vec<u8>> {
    // An RSA key of 8192 bits makes 1 KiB.
    const MAX_TEXT: usize = 2 * 1024;
    let text = std::str::from_utf8(text).ok().filter(|text| text.len() <= MAX_TEXT)?;
    match encoding {
        Encoding::Hex => base16ct::mixed::decode_vec(text).ok(),
        Encoding::Base64 => Base64::decode_vec(text).ok(),
        Encoding::Base64Url => base64ct::Base64UrlUnpadded::decode_vec(text).ok(),
        Encoding::Text => None,
    }
}

#[inline]
fn mac<'m, M: Mac + Clone>(key: &M, message: impl Iterator<Item = &'m [u8]>) -> Tag {
    let mut mac = key.clone();
    for slice in message {
        mac.update(slice);
    }
    Tag::new(&mac.finalize().into_bytes())
}

/// A plain hash; no tag at all, which equals nothing, if it is not in this build.
fn hash<'m>(algorithm: Algorithm, message: impl Iterator<Item = &'m [u8]>) -> Tag {
    fn over<'m, D: Digest>(message: impl Iterator<Item = &'m [u8]>) -> Tag {
        Tag::new(&message.fold(D::new(), D::chain_update).finalize())
    }
    match algorithm {
        Algorithm::Sha256 => over::<Sha256>(message),
        Algorithm::Sha384 => over::<Sha384>(message),
        Algorithm::Sha512 => over::<Sha512>(message),
        #[cfg(feature = "sha1")]
        Algorithm::Sha1 => over::<sha1::Sha1>(message),
        #[cfg(feature = "md5")]
        Algorithm::Md5 => over::<md5::Md5>(message),
        #[cfg(feature = "keccak")]
        Algorithm::Keccak256 => over::<sha3::Keccak256>(message),
        #[allow(unreachable_patterns)] // with all features, there are no others
        _ => Tag::new(&[]),
    }
}

/// The digest of a message, byte for byte; empty, if the hash is not in this build.
#[cfg(feature = "public-keys")]
pub(crate) fn digest_of<'m>(algorithm: Algorithm, message: impl Iterator<Item = &'m [u8]>) -> Vec<u8> {
    hash(algorithm, message).bytes().to_vec()
}

/// The digest of these bytes as text, or its bytes as they are.
pub(crate) fn written_digest(algorithm: Algorithm, encoding: Encoding, bytes: &[u8]) -> Vec<u8> {
    let tag = hash(algorithm, std::iter::once(bytes));
    match encoding {
        Encoding::Text => tag.bytes().to_vec(),
        _ => tag.write(encoding).text().to_vec(),
    }
}

/// Whether a text is the digest of these bytes. Padding of base64 may be left out or be there.
pub(crate) fn is_digest(algorithm: Algorithm, encoding: Encoding, bytes: &[u8], text: &[u8]) -> bool {
    let bare = |text: &[u8]| text.iter().rposition(|byte| *byte != b'=').map_or(0, |last| last + 1);
    let written = hash(algorithm, std::iter::once(bytes)).write(encoding);
    let pads = matches!(encoding, Encoding::Base64 | Encoding::Base64Url);
    let (expected, text) = if pads {
        let cut = |text: &'_ [u8]| text.get(..bare(text)).unwrap_or_default().to_vec();
        (cut(written.text()), cut(text))
    } else {
        (written.text().to_vec(), text.to_ascii_lowercase())
    };
    !expected.is_empty() && equal(&expected, &text)
}

/// SHA-256 over slices.
pub(crate) fn digest(slices: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for slice in slices {
        hash.update(slice);
    }
    hash.finalize().into()
}
