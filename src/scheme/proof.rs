//! How a delivery shows that its sender knows the secret.

use serde::{Deserialize, Serialize};

use super::{HttpSignature, Jws, jws::Payload, text::Text};

/// A hash function, on its own or inside an HMAC (RFC 2104).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Algorithm {
    /// SHA-256: what nearly everyone uses.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// SHA-1, with the feature `sha1`. Still unbroken inside an HMAC (RFC 6194, section 3.3), but choose something newer
    /// for a scheme of your own.
    Sha1,
    /// MD5, with the feature `md5`. Unbroken inside an HMAC (RFC 6151, section 2.3), and nothing to choose.
    Md5,
    /// Keccak-256 as Ethereum uses it, with the feature `keccak`. It pads otherwise than SHA3-256 of FIPS 202 does, and
    /// is a plain hash only.
    Keccak256,
}

impl Algorithm {
    /// Length of a digest in bytes.
    pub const fn tag_len(self) -> usize {
        match self {
            Self::Sha256 | Self::Keccak256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
            Self::Sha1 => 20,
            Self::Md5 => 16,
        }
    }

    /// The feature that is needed and off in this build.
    pub const fn missing_feature(self) -> Option<&'static str> {
        match self {
            Self::Sha1 if !cfg!(feature = "sha1") => Some("sha1"),
            Self::Md5 if !cfg!(feature = "md5") => Some("md5"),
            Self::Keccak256 if !cfg!(feature = "keccak") => Some("keccak"),
            _ => None,
        }
    }
}

/// A signature that is made with a private key and verified with the public one.
///
/// The scheme fixes it: what a delivery says of its algorithm is compared with this and never followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// Ed25519 (RFC 8032), with the feature `ed25519`.
    Ed25519,
    /// ECDSA (FIPS 186-5, section 6), with the feature `ecdsa`.
    Ecdsa {
        /// The curve of the key.
        curve: Curve,
        /// What the message is hashed with.
        hash: Algorithm,
        /// How the two numbers of a signature are written.
        form: EcdsaForm,
    },
    /// RSA with a key of 2048 to 8192 bits (RFC 8017), with the feature `rsa`.
    Rsa {
        /// How the digest is padded.
        padding: RsaPadding,
        /// What the message is hashed with.
        hash: Algorithm,
    },
}

/// An elliptic curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Curve {
    /// NIST P-256, also called prime256v1 and secp256r1.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
    /// secp256k1 of SEC 2, which Bitcoin made known.
    Secp256k1,
}

/// How the two numbers of an ECDSA signature are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum EcdsaForm {
    /// As an ASN.1 sequence in DER (RFC 3279, section 2.2.3): what most libraries write.
    Der,
    /// One after the other, each as long as the curve's order (IEEE P1363): JWS (RFC 7518) and RFC 9421.
    Fixed,
}

/// How RSA pads a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RsaPadding {
    /// PKCS #1 v1.5 (RFC 8017, section 8.2).
    Pkcs1,
    /// PSS with MGF1 of the same hash and a salt as long as its digest (RFC 8017, section 8.1).
    Pss,
}

impl SignatureAlgorithm {
    /// ECDSA on P-256 with SHA-256, in DER: what most providers that sign with ECDSA use.
    pub const ECDSA_P256: Self = Self::Ecdsa { curve: Curve::P256, hash: Algorithm::Sha256, form: EcdsaForm::Der };
    /// RSA with SHA-256 and PKCS #1 v1.5: the commonest of all.
    pub const RSA_SHA256: Self = Self::Rsa { padding: RsaPadding::Pkcs1, hash: Algorithm::Sha256 };
    /// RSA with SHA-1 and PKCS #1 v1.5, with the feature `sha1`: Travis CI, and nothing to choose. Who can find collisions of
    /// SHA-1 can have one text signed and send another.
    pub const RSA_SHA1: Self = Self::Rsa { padding: RsaPadding::Pkcs1, hash: Algorithm::Sha1 };

    /// The same, with another hash.
    pub(crate) const fn with_hash(self, hash: Algorithm) -> Self {
        match self {
            Self::Ed25519 => Self::Ed25519,
            Self::Ecdsa { curve, form, .. } => Self::Ecdsa { curve, hash, form },
            Self::Rsa { padding, .. } => Self::Rsa { padding, hash },
        }
    }

    /// Whether the hash is one that signatures are made with.
    pub(crate) const fn is_sound(self) -> bool {
        match self {
            Self::Ed25519 => true,
            Self::Ecdsa { hash, .. } | Self::Rsa { hash, .. } => !matches!(hash, Algorithm::Md5 | Algorithm::Keccak256),
        }
    }

    /// The feature that is needed and off in this build.
    pub const fn missing_feature(self) -> Option<&'static str> {
        match self {
            Self::Ed25519 if !cfg!(feature = "ed25519") => Some("ed25519"),
            Self::Ecdsa { .. } if !cfg!(feature = "ecdsa") => Some("ecdsa"),
            Self::Rsa { .. } if !cfg!(feature = "rsa") => Some("rsa"),
            Self::Ecdsa { hash, .. } | Self::Rsa { hash, .. } => hash.missing_feature(),
            Self::Ed25519 => None,
        }
    }
}

/// How a delivery shows that its sender knows the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // a scheme is plain data, and a signature of a request has much to say
pub enum Proof {
    /// A keyed hash over the message, see [`Scheme::message`](crate::Scheme::message).
    Mac(Algorithm),
    /// A plain hash over a message that has the secret as one of its parts ([`Part::Secret`](super::Part::Secret)).
    /// With the secret in front, whoever has a signature can make one for a longer message (length extension); some
    /// providers sign so nevertheless.
    Hash(Algorithm),
    /// A signature over the message, made with a private key. The secret of the verifier is the public key, in any of the
    /// ways in which keys are written: PEM, base64 of its DER, JWK, JWK Set, raw bytes in hex or base64 for Ed25519.
    Signed(SignatureAlgorithm),
    /// A token, signed with a shared secret or a private key.
    Jws(Jws),
    /// A signature of the whole request, over the components that its sender lists.
    HttpSignature(HttpSignature),
    /// The secret itself, sent along and compared in constant time. It covers nothing: neither body nor time, so
    /// whoever has seen one delivery can make others. Some providers offer no more.
    Token,
}

impl Proof {
    /// What is signed with private keys, in the order of the scheme; nothing, if the secret is a shared one.
    pub fn signatures(&self) -> Vec<SignatureAlgorithm> {
        let mut signatures = Vec::new();
        match self {
            Self::Signed(algorithm) => signatures.push(*algorithm),
            Self::Jws(jws) => {
                for algorithm in jws.algorithms.iter() {
                    signatures.extend(algorithm.signature());
                }
            }
            Self::HttpSignature(words) => {
                for algorithm in words.algorithms.iter() {
                    signatures.extend(algorithm.signature());
                }
            }
            Self::Mac(_) | Self::Hash(_) | Self::Token => {}
        }
        signatures
    }

    /// Whether the proof itself covers the message.
    pub(crate) const fn covers_message(self) -> bool {
        match self {
            Self::Mac(_) | Self::Hash(_) | Self::Signed(_) => true,
            Self::Jws(jws) => matches!(jws.payload, Payload::Message),
            Self::Token | Self::HttpSignature(_) => false,
        }
    }

    /// Whether a public key is of a kind that it is made with.
    #[cfg(feature = "public-keys")]
    pub(crate) fn can_use(self, key: &crate::crypto::public::PublicKey) -> bool {
        self.signatures().into_iter().any(|algorithm| key.fits(algorithm))
    }

    /// The feature that is needed and off in this build.
    pub(crate) const fn missing_feature(self) -> Option<&'static str> {
        match self {
            Self::Mac(algorithm) | Self::Hash(algorithm) => algorithm.missing_feature(),
            Self::Signed(algorithm) => algorithm.missing_feature(),
            Self::Jws(jws) => jws.missing_feature(),
            Self::HttpSignature(words) => words.missing_feature(),
            Self::Token => None,
        }
    }
}

/// A second way to sign in the same headers, with a pair of keys. Whoever has only the public one can verify and not
/// sign. A secret that starts with `prefix` is such a public key; entries of the list that have this `version` are its
/// signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct KeyPair {
    pub(crate) version: Text,
    pub(crate) prefix: Text,
}

/// How the bytes of a signature are written. Reading is strict: right length, padding as named, no stray bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Encoding {
    /// Base 16; upper and lower case are the same bytes.
    Hex,
    /// Base 64, standard alphabet, padded (RFC 4648, section 4).
    Base64,
    /// Base 64, URL-safe alphabet, not padded (RFC 4648, section 5).
    Base64Url,
    /// As it is: how most tokens are sent.
    Text,
}

/// How the text of a secret becomes the bytes of a key.
///
/// The same text can mean different keys: `whsec_…` is base64 for Standard Webhooks and plain text for Stripe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum KeyFormat {
    /// The text's bytes as they are.
    Utf8,
    /// Standard base64 after a prefix that may be left out: Standard Webhooks' `whsec_`.
    Base64 {
        /// What to strip.
        #[serde(default)]
        prefix: Text,
    },
    /// Standard base64 if the prefix is there, the text's bytes as they are if it is not.
    Base64IfPrefixed {
        /// What to strip.
        prefix: Text,
    },
    /// Base 16.
    Hex,
    /// The text's bytes and something after them: Fitbit's `&`.
    Suffixed {
        /// What comes after.
        suffix: Text,
    },
    /// What stands after a name that ends with the first colon and may be left out: Ably's `app.key:secret`.
    AfterColon,
    /// What stands before the last colon; after it stands the key that bodies are encrypted with, 43 characters of base64
    /// without padding (WeCom's token and `EncodingAESKey`). See [`Cipher::Framed`](super::Cipher::Framed).
    BeforeColon,
    /// The SHA-1 of the text (Braintree). Needs the feature `sha1`.
    Sha1,
    /// The text in Unicode's normal form KD (EasyPost). Needs the feature `nfkd`.
    Nfkd,
    /// The text, repeated until there are 32 bytes and cut off there, is the seed of an Ed25519 key pair (RFC 8032, section
    /// 5.1.5): a shared secret, although it signs like a private key (QQ's bots). Needs the feature `ed25519`.
    Ed25519Seed,
}

impl KeyFormat {
    /// The feature that is needed and off in this build.
    pub const fn missing_feature(&self) -> Option<&'static str> {
        match self {
            Self::Sha1 if !cfg!(feature = "sha1") => Some("sha1"),
            Self::Nfkd if !cfg!(feature = "nfkd") => Some("nfkd"),
            Self::Ed25519Seed if !cfg!(feature = "ed25519") => Some("ed25519"),
            _ => None,
        }
    }
}
