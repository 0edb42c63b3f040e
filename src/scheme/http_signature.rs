//! Signatures of whole requests: HTTP Message Signatures (RFC 9421) and the draft that came before.

use http::HeaderName;
use serde::{Deserialize, Serialize};

use super::{
    Algorithm, Curve, EcdsaForm, RsaPadding, SignatureAlgorithm,
    text::{List, Text},
};

/// A signature over components of the request that the sender lists: method, URL, headers, and the body by a digest in
/// a header.
///
/// The sender may list nothing at all, and such a signature would still be genuine. So the scheme says what has to be
/// covered, and less is refused with the names of what is missing. The time of signing is always among it.
///
/// ```
/// use hookseal::scheme::{HttpAlgorithm, HttpSignature};
///
/// const ACME: HttpSignature = HttpSignature::rfc9421(&[HttpAlgorithm::Ed25519])
///     .tag("acme-webhook")
///     .covered(&["@method", "@target-uri", "acme-event"]);
/// # assert!(ACME.covers_body() && ACME.covers_url());
/// ```
///
/// At most 32 components and 8 signatures are read, and 8 KiB of each header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct HttpSignature {
    pub(crate) standard: HttpStandard,
    pub(crate) algorithms: List<HttpAlgorithm, 6>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) covered: Option<List<Text, 8>>,
    #[serde(default)]
    pub(crate) digest: DigestRule,
}

/// How the signature of a request is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum HttpStandard {
    /// HTTP Message Signatures (RFC 9421), in the headers `signature-input` and `signature`; the body is covered by
    /// `content-digest` (RFC 9530).
    Rfc9421 {
        /// The label of the signature; empty for the first that covers enough.
        #[serde(default)]
        label: Text,
        /// The `tag` that it must have; empty for any.
        #[serde(default)]
        tag: Text,
    },
    /// draft-cavage-http-signatures-12; the body is covered by the header `digest` (RFC 3230).
    Cavage {
        /// The header: `signature`, `authorization`, or the provider's own.
        header: Text,
        /// What stands before the parameters, in upper or lower case: `Signature ` in `authorization`.
        #[serde(default)]
        prefix: Text,
        /// Another header that is read if the first is not there; none, if empty.
        #[serde(default)]
        or: Text,
    },
}

/// An algorithm that signs requests.
///
/// What a delivery says of its algorithm is held against those that the scheme allows, and against the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum HttpAlgorithm {
    /// HMAC with SHA-256, and a shared secret.
    #[serde(rename = "hmac-sha256")]
    HmacSha256,
    /// RSASSA-PSS with SHA-512 and a salt of 64 bytes.
    #[serde(rename = "rsa-pss-sha512")]
    RsaPssSha512,
    /// RSASSA-PKCS1-v1_5 with SHA-256; `rsa-sha256` in the draft.
    #[serde(rename = "rsa-v1_5-sha256")]
    RsaV15Sha256,
    /// ECDSA on P-256 with SHA-256; the two numbers one after the other.
    #[serde(rename = "ecdsa-p256-sha256")]
    EcdsaP256Sha256,
    /// ECDSA on P-384 with SHA-384; the two numbers one after the other.
    #[serde(rename = "ecdsa-p384-sha384")]
    EcdsaP384Sha384,
    /// Ed25519 (RFC 8032).
    #[serde(rename = "ed25519")]
    Ed25519,
}

/// Whether the digest of the body must be covered. One that is covered is always held against the body: SHA-256 and
/// SHA-512 count, others are ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DigestRule {
    /// Always.
    #[default]
    Required,
    /// Unless the body is empty.
    IfBody,
    /// It need not: the signature then tells who sent the request and nothing of what it says.
    Optional,
}

impl HttpAlgorithm {
    /// The name in RFC 9421's registry (section 6.2).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HmacSha256 => "hmac-sha256",
            Self::RsaPssSha512 => "rsa-pss-sha512",
            Self::RsaV15Sha256 => "rsa-v1_5-sha256",
            Self::EcdsaP256Sha256 => "ecdsa-p256-sha256",
            Self::EcdsaP384Sha384 => "ecdsa-p384-sha384",
            Self::Ed25519 => "ed25519",
        }
    }

    /// The name in the registry of the draft (appendix E.2), if it has one of its own.
    const fn cavage_name(self) -> Option<&'static str> {
        match self {
            Self::HmacSha256 => Some("hmac-sha256"),
            Self::RsaV15Sha256 => Some("rsa-sha256"),
            Self::Ed25519 => Some("ed25519"),
            Self::RsaPssSha512 | Self::EcdsaP256Sha256 | Self::EcdsaP384Sha384 => None,
        }
    }

    /// The hash of the HMAC, if it is one.
    pub(crate) const fn mac(self) -> Option<Algorithm> {
        match self {
            Self::HmacSha256 => Some(Algorithm::Sha256),
            _ => None,
        }
    }

    /// The signature with a private key, if it is one.
    pub(crate) const fn signature(self) -> Option<SignatureAlgorithm> {
        Some(match self {
            Self::HmacSha256 => return None,
            Self::RsaPssSha512 => SignatureAlgorithm::Rsa { padding: RsaPadding::Pss, hash: Algorithm::Sha512 },
            Self::RsaV15Sha256 => SignatureAlgorithm::RSA_SHA256,
            Self::EcdsaP256Sha256 => {
                SignatureAlgorithm::Ecdsa { curve: Curve::P256, hash: Algorithm::Sha256, form: EcdsaForm::Fixed }
            }
            Self::EcdsaP384Sha384 => {
                SignatureAlgorithm::Ecdsa { curve: Curve::P384, hash: Algorithm::Sha384, form: EcdsaForm::Fixed }
            }
            Self::Ed25519 => SignatureAlgorithm::Ed25519,
        })
    }

    /// The feature that is needed and off in this build.
    pub const fn missing_feature(self) -> Option<&'static str> {
        match self.signature() {
            Some(signature) => signature.missing_feature(),
            None => None,
        }
    }
}

impl HttpSignature {
    const fn new(standard: HttpStandard, algorithms: &[HttpAlgorithm]) -> Self {
        Self { standard, algorithms: List::new(algorithms), covered: None, digest: DigestRule::Required }
    }

    /// HTTP Message Signatures (RFC 9421) by one of at most six algorithms. `@method`, `@target-uri`, `content-digest`
    /// and the time `created` must be covered.
    pub const fn rfc9421(algorithms: &[HttpAlgorithm]) -> Self {
        Self::new(HttpStandard::Rfc9421 { label: Text::EMPTY, tag: Text::EMPTY }, algorithms)
    }

    /// Signatures as in draft-cavage-http-signatures-12, in this header, by one of at most six algorithms.
    /// `(request-target)`, `digest` and one of the times `date` and `(created)` must be covered.
    pub const fn cavage(header: &str, algorithms: &[HttpAlgorithm]) -> Self {
        let header = Text::new(header);
        Self::new(HttpStandard::Cavage { header, prefix: Text::EMPTY, or: Text::EMPTY }, algorithms)
    }

    /// The label of the signature that is looked at, where intermediaries may sign, too. Without it, the first that
    /// covers enough is.
    ///
    /// # Panics
    ///
    /// If it is not of RFC 9421: a compile error where the scheme is a constant.
    pub const fn label(self, label: &str) -> Self {
        let HttpStandard::Rfc9421 { tag, .. } = self.standard else { return Self::has_no_label() };
        Self { standard: HttpStandard::Rfc9421 { label: Text::new(label), tag }, ..self }
    }

    /// The `tag` that the signature must have: what it is for, in the words of the sender.
    ///
    /// # Panics
    ///
    /// If it is not of RFC 9421: a compile error where the scheme is a constant.
    pub const fn tag(self, tag: &str) -> Self {
        let HttpStandard::Rfc9421 { label, .. } = self.standard else { return Self::has_no_label() };
        Self { standard: HttpStandard::Rfc9421 { label, tag: Text::new(tag) }, ..self }
    }

    #[allow(clippy::panic)] // in a constant, it stops the compiler
    const fn has_no_label() -> Self {
        panic!("only RFC 9421 has labels and tags")
    }

    /// What stands before the parameters: `Signature ` in the header `authorization`.
    ///
    /// # Panics
    ///
    /// If it is not of draft-cavage: a compile error where the scheme is a constant.
    #[allow(clippy::panic)] // in a constant, it stops the compiler
    pub const fn prefix(self, prefix: &str) -> Self {
        let HttpStandard::Cavage { header, or, .. } = self.standard else { panic!("only draft-cavage has a prefix") };
        Self { standard: HttpStandard::Cavage { header, prefix: Text::new(prefix), or }, ..self }
    }

    /// Another header that is read if the first is not there: the draft's own beside that of the provider (Keygen).
    ///
    /// # Panics
    ///
    /// If it is not of draft-cavage: a compile error where the scheme is a constant.
    #[allow(clippy::panic)] // in a constant, it stops the compiler
    pub const fn or_header(self, name: &str) -> Self {
        let HttpStandard::Cavage { header, prefix, .. } = self.standard else {
            panic!("only draft-cavage has a header of its own")
        };
        Self { standard: HttpStandard::Cavage { header, prefix, or: Text::new(name) }, ..self }
    }

    /// What must be covered instead of method and URL, besides the time of signing and the digest of the body: at most
    /// eight names of headers and derived components, in lower case.
    ///
    /// `@target-uri` is covered by `@authority`, `@path` and `@query` together, too, and covers each of them.
    pub const fn covered(self, names: &[&str]) -> Self {
        let mut covered = List::new(&[]);
        let mut names = names;
        while let [name, rest @ ..] = names {
            covered = covered.with(Text::new(name));
            names = rest;
        }
        Self { covered: Some(covered), ..self }
    }

    /// Whether the digest of the body must be covered; it must, if nothing is said.
    pub const fn digest(self, digest: DigestRule) -> Self {
        Self { digest, ..self }
    }

    /// Whether what it accepts covers the body.
    pub const fn covers_body(&self) -> bool {
        !matches!(self.digest, DigestRule::Optional)
    }

    /// Whether what it accepts covers the whole URL, or path and query.
    pub fn covers_url(&self) -> bool {
        let required = self.required();
        let named = |name: &str| required.contains(&name);
        named("@target-uri")
            || named("@request-target")
            || named("(request-target)")
            || (named("@path") && named("@query"))
    }

    /// Whether what it accepts covers this header.
    pub(crate) fn covers(&self, header: &Text) -> bool {
        self.required().contains(&header.as_str())
    }

    /// What must be covered besides the time of signing and the digest of the body.
    pub(crate) fn required(&self) -> Vec<&str> {
        match (&self.covered, self.standard) {
            (Some(covered), _) => covered.iter().map(Text::as_str).collect(),
            (None, HttpStandard::Rfc9421 { .. }) => vec!["@method", "@target-uri"],
            (None, HttpStandard::Cavage { .. }) => vec!["(request-target)"],
        }
    }

    /// The algorithms that a delivery may mean: the one that it names, or all that the scheme allows if it names none,
    /// which leaves the choice to the key. The draft's `hs2019` names none (section E.2.1).
    pub(crate) fn allowed(&self, named: Option<&str>) -> impl Iterator<Item = HttpAlgorithm> {
        self.algorithms.iter().copied().filter(move |algorithm| match (named, self.standard) {
            (None, _) | (Some("hs2019"), HttpStandard::Cavage { .. }) => true,
            (Some(name), HttpStandard::Rfc9421 { .. }) => name == algorithm.as_str(),
            (Some(name), HttpStandard::Cavage { .. }) => algorithm.cavage_name() == Some(name),
        })
    }

    /// What is wrong with the words, and what to change.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.algorithms.is_empty() {
            return Err("a signature of a request needs an algorithm: name those that the provider uses".into());
        }
        if let HttpStandard::Cavage { header, or, .. } = &self.standard {
            let is_name = |name: &Text| HeaderName::from_bytes(name.as_bytes()).is_ok();
            return match [header, or] {
                [name, _] if !is_name(name) => Err(format!("`{name}` is no name of a header")),
                [_, name] if !name.is_empty() && !is_name(name) => Err(format!("`{name}` is no name of a header")),
                _ => Ok(()),
            };
        }
        let is_name = |name: &str| HeaderName::from_lowercase(name.trim_start_matches('@').as_bytes()).is_ok();
        for name in self.required() {
            if !is_name(name) {
                return Err(format!("`{name}` must be covered, but no signature can: it is no name in lower case"));
            }
        }
        Ok(())
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
        let slots = self.algorithms.slots();
        let mut missing = None;
        let mut i = 0;
        while i < slots.len() {
            match slots[i] {
                // A MAC needs none of its own, but what reads such requests is built with any of those for public keys.
                Some(algorithm) if algorithm.missing_feature().is_none() && !cfg!(feature = "public-keys") => {
                    missing = Some("ed25519");
                }
                Some(algorithm) if algorithm.missing_feature().is_none() => return None,
                Some(algorithm) => missing = algorithm.missing_feature(),
                None => {}
            }
            i += 1;
        }
        missing
    }
}
