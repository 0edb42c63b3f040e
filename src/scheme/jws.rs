//! Tokens as proof: what signs them, and what they carry.

use serde::{Deserialize, Serialize};

use super::{Algorithm, Curve, EcdsaForm, List, RsaPadding, SignatureAlgorithm};

/// A token as proof (JWS, RFC 7515): what may sign it, and what it carries. Needs the feature `jwt`.
///
/// A token says of itself when it ends (`exp`) and begins (`nbf`); both count wherever they are there.
///
/// # Examples
///
/// A token beside the body, which it is tied to by a digest: what many services do that sign with a library for JWT.
///
/// ```
/// use hookseal::scheme::{Algorithm, Check, Encoding, Field, Jws, JwsAlgorithm, Scheme, Signature, TimeFormat, Timestamp};
///
/// const ACME: Scheme = Scheme::jws("acme", Jws::claims(&[JwsAlgorithm::Hs256]))
///     .signature(Signature::header("acme-token").encoding(Encoding::Text))
///     .timestamp(Timestamp::new(Field::claim("/iat"), TimeFormat::UnixSeconds))
///     .check(Check::is(Field::claim("/iss"), "https://acme.example"))
///     .check(Check::setting(Field::claim("/aud"), "audience"))
///     .check(Check::body_digest(Field::claim("/body_sha256"), Algorithm::Sha256, Encoding::Hex))
///     .id(&[Field::claim("/jti")]);
/// # assert!(ACME.covers_body() && ACME.id_is_signed());
/// ```
///
/// The same in configuration (TOML):
///
/// ```toml
/// name = "acme"
/// proof = { jws = { algorithms = ["HS256"], payload = "claims" } }
/// signature = { at = { header = "acme-token" }, encoding = "text" }
/// timestamp = { at = { claim = "/iat" }, format = "unix-seconds" }
/// id = { claim = "/jti" }
/// checks = [
///     { field = { claim = "/iss" }, must = { be = { text = "https://acme.example" } } },
///     { field = { claim = "/aud" }, must = { be-setting = "audience" } },
///     { field = { claim = "/body_sha256" }, must = { be-body-digest = { hash = "sha256", encoding = "hex" } } },
/// ]
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Jws {
    pub(crate) algorithms: List<JwsAlgorithm, 12>,
    pub(crate) payload: Payload,
    #[serde(default)]
    pub(crate) leeway: u16,
    #[serde(default)]
    pub(crate) timeless: bool,
}

/// What the signature of a token covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Payload {
    /// Claims (RFC 7519) inside the token: a JSON object.
    Claims,
    /// The scheme's [message](crate::Scheme::message), which the token leaves out (RFC 7515, appendix F).
    Message,
}

impl Jws {
    /// A token with claims inside, signed by one of these algorithms. At most twelve.
    pub const fn claims(algorithms: &[JwsAlgorithm]) -> Self {
        Self { algorithms: List::new(algorithms), payload: Payload::Claims, leeway: 0, timeless: false }
    }

    /// A token over the scheme's message, which it leaves out.
    pub const fn detached(algorithms: &[JwsAlgorithm]) -> Self {
        Self { algorithms: List::new(algorithms), payload: Payload::Message, leeway: 0, timeless: false }
    }

    /// How long a token still counts from its end on, in seconds, where the provider says so; not at all, if nothing is said.
    pub const fn leeway(self, seconds: u16) -> Self {
        Self { leeway: seconds, ..self }
    }

    /// Says that no token ends: `exp` and `nbf` do not count. What a security event says (RFC 8417) was once true and stays
    /// so, and Google asks not to look at `exp`.
    pub const fn timeless(self) -> Self {
        Self { timeless: true, ..self }
    }

    /// What may sign it.
    pub fn algorithms(&self) -> impl Iterator<Item = JwsAlgorithm> {
        self.algorithms.iter().copied()
    }

    /// Whether one of the algorithms has public keys.
    pub(crate) fn any_public(&self) -> bool {
        self.algorithms.iter().any(|algorithm| algorithm.signature().is_some())
    }

    /// Whether all of them have.
    pub(crate) fn only_public(&self) -> bool {
        self.algorithms.iter().all(|algorithm| algorithm.signature().is_some())
    }

    /// The feature that is needed and off in this build: one without which no algorithm is left.
    #[allow(clippy::indexing_slicing)] // `i < slots.len()`
    pub(crate) const fn missing_feature(&self) -> Option<&'static str> {
        if !cfg!(feature = "jwt") {
            return Some("jwt");
        }
        let slots = self.algorithms.slots();
        let mut missing = None;
        let mut i = 0;
        while i < slots.len() {
            match slots[i] {
                Some(algorithm) if algorithm.missing_feature().is_none() => return None,
                Some(algorithm) => missing = algorithm.missing_feature(),
                None => {}
            }
            i += 1;
        }
        missing
    }
}

/// What signs a token (JWS, RFC 7515), by the names of RFC 7518, section 3.1, and RFC 8037.
///
/// A token says of itself what signed it. A scheme lists what it accepts, and everything else, `none` included, is refused
/// before a key is looked at. An algorithm with a shared secret never meets a public key, nor the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum JwsAlgorithm {
    /// HMAC with SHA-256.
    #[serde(rename = "HS256")]
    Hs256,
    /// HMAC with SHA-384.
    #[serde(rename = "HS384")]
    Hs384,
    /// HMAC with SHA-512.
    #[serde(rename = "HS512")]
    Hs512,
    /// RSA with PKCS #1 v1.5 and SHA-256.
    #[serde(rename = "RS256")]
    Rs256,
    /// RSA with PKCS #1 v1.5 and SHA-384.
    #[serde(rename = "RS384")]
    Rs384,
    /// RSA with PKCS #1 v1.5 and SHA-512.
    #[serde(rename = "RS512")]
    Rs512,
    /// RSA with PSS and SHA-256.
    #[serde(rename = "PS256")]
    Ps256,
    /// RSA with PSS and SHA-384.
    #[serde(rename = "PS384")]
    Ps384,
    /// RSA with PSS and SHA-512.
    #[serde(rename = "PS512")]
    Ps512,
    /// ECDSA on P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256,
    /// ECDSA on P-384 with SHA-384.
    #[serde(rename = "ES384")]
    Es384,
    /// ECDSA on P-521 with SHA-512.
    #[serde(rename = "ES512")]
    Es512,
    /// Ed25519. A token may also call it by its newer name, `Ed25519` (RFC 9864).
    #[serde(rename = "EdDSA", alias = "Ed25519")]
    EdDsa,
}

impl JwsAlgorithm {
    const ALL: [Self; 13] = [
        Self::Hs256,
        Self::Hs384,
        Self::Hs512,
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::EdDsa,
    ];

    /// Its name in a token.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Hs384 => "HS384",
            Self::Hs512 => "HS512",
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::EdDsa => "EdDSA",
        }
    }

    /// The feature that is needed and off in this build, besides `jwt`.
    pub const fn missing_feature(self) -> Option<&'static str> {
        match self.signature() {
            Some(algorithm) => algorithm.missing_feature(),
            None => None,
        }
    }

    /// The algorithm of this name, letter for letter.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let newer = (name == "Ed25519").then_some(Self::EdDsa);
        newer.or_else(|| Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name))
    }

    /// The hash of the MAC, if it is one.
    pub(crate) const fn mac(self) -> Option<Algorithm> {
        match self {
            Self::Hs256 => Some(Algorithm::Sha256),
            Self::Hs384 => Some(Algorithm::Sha384),
            Self::Hs512 => Some(Algorithm::Sha512),
            _ => None,
        }
    }

    /// The signature, if it is made with a private key.
    pub(crate) const fn signature(self) -> Option<SignatureAlgorithm> {
        const fn rsa(padding: RsaPadding, hash: Algorithm) -> SignatureAlgorithm {
            SignatureAlgorithm::Rsa { padding, hash }
        }
        const fn ecdsa(curve: Curve, hash: Algorithm) -> SignatureAlgorithm {
            SignatureAlgorithm::Ecdsa { curve, hash, form: EcdsaForm::Fixed }
        }
        Some(match self {
            Self::Hs256 | Self::Hs384 | Self::Hs512 => return None,
            Self::Rs256 => rsa(RsaPadding::Pkcs1, Algorithm::Sha256),
            Self::Rs384 => rsa(RsaPadding::Pkcs1, Algorithm::Sha384),
            Self::Rs512 => rsa(RsaPadding::Pkcs1, Algorithm::Sha512),
            Self::Ps256 => rsa(RsaPadding::Pss, Algorithm::Sha256),
            Self::Ps384 => rsa(RsaPadding::Pss, Algorithm::Sha384),
            Self::Ps512 => rsa(RsaPadding::Pss, Algorithm::Sha512),
            Self::Es256 => ecdsa(Curve::P256, Algorithm::Sha256),
            Self::Es384 => ecdsa(Curve::P384, Algorithm::Sha384),
            Self::Es512 => ecdsa(Curve::P521, Algorithm::Sha512),
            Self::EdDsa => SignatureAlgorithm::Ed25519,
        })
    }

    /// How long a signature may be, in bytes: from, up to.
    pub(crate) const fn signature_len(self) -> (usize, usize) {
        match self {
            Self::Hs256 => (32, 32),
            Self::Hs384 => (48, 48),
            Self::Es256 | Self::EdDsa | Self::Hs512 => (64, 64),
            Self::Es384 => (96, 96),
            Self::Es512 => (132, 132),
            // As long as the modulus: 2048 to 8192 bits, see `SignatureAlgorithm::Rsa`.
            Self::Rs256 | Self::Rs384 | Self::Rs512 | Self::Ps256 | Self::Ps384 | Self::Ps512 => (256, 1024),
        }
    }
}
