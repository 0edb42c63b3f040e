//! Pairs of keys for tests: the private half signs, the public one is pasted or published.

use std::{fmt, sync::Arc};

use crate::{
    Provider, Scheme,
    scheme::{KeyFormat, SignatureAlgorithm},
};

#[cfg(feature = "ecdsa")]
mod ecdsa;
#[cfg(feature = "ed25519")]
mod ed25519;
#[cfg(feature = "rsa")]
mod rsa;
#[cfg(all(feature = "rsa", feature = "ecdsa", feature = "sha1"))]
mod rsa_sha1;

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

/// A private key and the public one that belongs to it, for tests of schemes that sign with such.
///
/// ```
/// # #[cfg(feature = "ed25519")] {
/// use hookseal::{Verifier, provider::Discord, testing::{KeyPair, sign}};
///
/// let pair = KeyPair::of::<Discord>();
/// let discord = Verifier::<Discord>::new(pair.public())?;
/// let delivery = sign::<Discord>(pair.private(), r#"{"id":"1","type":2}"#);
/// assert_eq!(discord.verify_request(delivery.into_request())?.id(), Some("1"));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The public text is also what a [`KeySource`](crate::keys::KeySource) may return, for schemes whose keys are
/// fetched.
///
/// Keys of [`of`](Self::of) and [`fixed`](Self::fixed) are the same in every program that has this crate: nothing but a
/// test may trust them.
#[derive(Clone)]
pub struct KeyPair {
    signs: Arc<Private>,
    private: Arc<str>,
    public: Arc<str>,
}

enum Private {
    #[cfg(feature = "ed25519")]
    Ed25519(ed25519::Private),
    #[cfg(feature = "ecdsa")]
    Ecdsa(ecdsa::Private),
    #[cfg(feature = "rsa")]
    Rsa(rsa::Private),
}

impl KeyPair {
    /// The pair of [`fixed`](Self::fixed) that fits a provider.
    ///
    /// # Panics
    ///
    /// If it signs with no private key, or the feature is off.
    pub fn of<P: Provider>() -> Self {
        Self::for_scheme(&P::SCHEME)
    }

    /// The pair of [`fixed`](Self::fixed) that fits a scheme: to its first algorithm with a private key that is in this build.
    ///
    /// # Panics
    ///
    /// If it signs with no private key, or the feature is off.
    #[allow(clippy::expect_used)] // for tests, which should fail
    pub fn for_scheme(scheme: &Scheme) -> Self {
        let mut known = algorithms(scheme).into_iter().filter(|algorithm| algorithm.missing_feature().is_none());
        Self::fixed(known.next().expect("a scheme that signs with a private key, and the feature for it"))
    }

    /// The same pair each time, at once.
    ///
    /// # Panics
    ///
    /// If the feature of the algorithm is off.
    pub fn fixed(algorithm: SignatureAlgorithm) -> Self {
        Self::new(match algorithm {
            #[cfg(feature = "ed25519")]
            SignatureAlgorithm::Ed25519 => Private::Ed25519(ed25519::Private::fixed()),
            #[cfg(feature = "ecdsa")]
            SignatureAlgorithm::Ecdsa { curve, .. } => Private::Ecdsa(ecdsa::Private::fixed(curve)),
            #[cfg(feature = "rsa")]
            SignatureAlgorithm::Rsa { .. } => Private::Rsa(rsa::Private::fixed()),
            #[allow(unreachable_patterns)] // with all features, there are no others
            _ => absent(algorithm),
        })
    }

    /// Another pair each time. For RSA, of 2048 bits, that takes a moment.
    ///
    /// # Panics
    ///
    /// If the feature of the algorithm is off.
    pub fn generate(algorithm: SignatureAlgorithm) -> Self {
        Self::new(match algorithm {
            #[cfg(feature = "ed25519")]
            SignatureAlgorithm::Ed25519 => Private::Ed25519(ed25519::Private::generate()),
            #[cfg(feature = "ecdsa")]
            SignatureAlgorithm::Ecdsa { curve, .. } => Private::Ecdsa(ecdsa::Private::generate(curve)),
            #[cfg(feature = "rsa")]
            SignatureAlgorithm::Rsa { .. } => Private::Rsa(rsa::Private::generate()),
            #[allow(unreachable_patterns)] // with all features, there are no others
            _ => absent(algorithm),
        })
    }

    /// The pair of a private key in PEM, as PKCS #8 (`-----BEGIN PRIVATE KEY-----`).
    ///
    /// # Panics
    ///
    /// If it is none, or of a kind whose feature is off. `openssl pkcs8 -topk8 -nodes` makes one of older forms.
    #[allow(clippy::panic)] // for tests, which should fail
    pub fn from_pem(pem: &str) -> Self {
        let wrong =
            "a private key as PKCS #8 in PEM, of a kind whose feature is on: `openssl pkcs8 -topk8 -nodes` makes one";
        Self::read(pem).unwrap_or_else(|| panic!("{wrong}"))
    }

    fn read(text: &str) -> Option<Self> {
        let from = text.get(text.find(BEGIN)?..)?;
        let pem = from.get(..from.find(END)? + END.len())?;
        let readers: [fn(&str) -> Option<Private>; 3] = [
            #[cfg(feature = "ed25519")]
            |pem| ed25519::Private::read(pem).map(Private::Ed25519),
            #[cfg(not(feature = "ed25519"))]
            |_| None,
            #[cfg(feature = "ecdsa")]
            |pem| ecdsa::Private::read(pem).map(Private::Ecdsa),
            #[cfg(not(feature = "ecdsa"))]
            |_| None,
            #[cfg(feature = "rsa")]
            |pem| rsa::Private::read(pem).map(Private::Rsa),
            #[cfg(not(feature = "rsa"))]
            |_| None,
        ];
        let pair = readers.into_iter().find_map(|read| read(pem)).map(Self::new)?;
        let (_, certificates) = text.split_once(END)?;
        Some(if certificates.contains("BEGIN CERTIFICATE") { pair.with_certificates(certificates) } else { pair })
    }

    /// The same pair with certificates in PEM: its own, that of its issuer, that of the root. They go behind the private key,
    /// and from there into tokens that bring them along (`x5c`).
    pub fn with_certificates(self, pem: &str) -> Self {
        Self { private: format!("{}\n{}\n", self.private.trim_end(), pem.trim()).into(), ..self }
    }

    /// The certificates behind the private key, in base64.
    #[cfg(feature = "jwt")]
    pub(super) fn certificates(&self) -> Vec<String> {
        let blocks = self.private.split("-----BEGIN CERTIFICATE-----").skip(1);
        blocks
            .filter_map(|block| block.split("-----END").next())
            .map(|lines| lines.split_whitespace().collect())
            .collect()
    }

    fn new(private: Private) -> Self {
        let (secret, public) = match &private {
            #[cfg(feature = "ed25519")]
            Private::Ed25519(key) => key.write(),
            #[cfg(feature = "ecdsa")]
            Private::Ecdsa(key) => key.write(),
            #[cfg(feature = "rsa")]
            Private::Rsa(key) => key.write(),
        };
        Self { signs: private.into(), private: secret.into(), public: public.into() }
    }

    /// The public key in PEM: what is pasted as the secret of a verifier, or published.
    pub fn public(&self) -> &str {
        &self.public
    }

    /// The private key in PEM, as PKCS #8: the secret for [`sign`](super::sign) and [`Signer`](super::Signer).
    pub fn private(&self) -> &str {
        &self.private
    }

    /// The pair whose private key a secret is, if it is one, or that it is the seed of.
    pub(super) fn of_secret(secret: &[u8], format: &KeyFormat) -> Option<Self> {
        #[cfg(feature = "ed25519")]
        if *format == KeyFormat::Ed25519Seed {
            let private = ed25519::Private::of_seed(&crate::crypto::public::repeated_seed(secret));
            return Some(Self::new(Private::Ed25519(private)));
        }
        let _ = format;
        std::str::from_utf8(secret).ok().and_then(Self::read)
    }

    /// Whether it can sign with this algorithm: kind and curve.
    pub(super) fn fits(&self, algorithm: SignatureAlgorithm) -> bool {
        match (&*self.signs, algorithm) {
            #[cfg(feature = "ed25519")]
            (Private::Ed25519(_), SignatureAlgorithm::Ed25519) => true,
            #[cfg(feature = "ecdsa")]
            (Private::Ecdsa(key), SignatureAlgorithm::Ecdsa { curve, .. }) => key.curve() == curve,
            #[cfg(feature = "rsa")]
            (Private::Rsa(_), SignatureAlgorithm::Rsa { .. }) => true,
            #[allow(unreachable_patterns)] // with one feature, its own kind is the only one
            _ => false,
        }
    }

    /// The signature of a message. That of Ed25519, ECDSA and PKCS #1 is the same each time, that of PSS another.
    #[allow(clippy::panic)] // for tests, which should fail
    pub(super) fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Vec<u8> {
        match (&*self.signs, algorithm) {
            #[cfg(feature = "ed25519")]
            (Private::Ed25519(key), SignatureAlgorithm::Ed25519) => key.sign(message),
            #[cfg(feature = "ecdsa")]
            (Private::Ecdsa(key), SignatureAlgorithm::Ecdsa { hash, form, .. }) => key.sign(hash, form, message),
            #[cfg(feature = "rsa")]
            (Private::Rsa(key), SignatureAlgorithm::Rsa { padding, hash }) => key.sign(padding, hash, message),
            #[allow(unreachable_patterns)] // with one feature, its own kind is the only one
            _ => panic!("the private key is of another kind than {algorithm:?}"),
        }
    }
}

/// Every algorithm of a scheme that has private keys, in its order.
pub(super) fn algorithms(scheme: &Scheme) -> Vec<SignatureAlgorithm> {
    let beside = scheme.or_ed25519.map(|_| SignatureAlgorithm::Ed25519);
    scheme.proof.signatures().into_iter().chain(beside).collect()
}

#[allow(clippy::panic)] // for tests, which should fail
#[cfg_attr(all(feature = "ed25519", feature = "ecdsa", feature = "rsa"), allow(dead_code))]
fn absent(algorithm: SignatureAlgorithm) -> Private {
    panic!("a private key for {algorithm:?} needs the feature `{}`", algorithm.missing_feature().unwrap_or_default())
}

impl fmt::Debug for KeyPair {
    /// Shows the public key only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyPair").field("public", &self.public).finish_non_exhaustive()
    }
}
