//! Who signs: a shared secret, or a private key.

#[cfg(feature = "public-keys")]
use super::key_pair::{self, KeyPair};
#[cfg(feature = "aes")]
use crate::scheme::plan::{Plan, Wanted};
#[cfg(any(feature = "jwt", feature = "public-keys"))]
use crate::scheme::{Algorithm, SignatureAlgorithm};
use crate::{
    Scheme, Secret,
    scheme::Proof,
    secret::ring::{self, RingKey},
};
#[cfg(feature = "public-keys")]
use crate::{
    crypto::Key,
    scheme::{Grammar, KeyPlace},
};

/// What signs, and what it is called.
pub(super) struct Hand {
    pub(super) id: String,
    /// Whether deliveries say its name.
    pub(super) is_named: bool,
    /// The key itself, where it is a part of the message.
    pub(super) bytes: Vec<u8>,
    tool: Tool,
}

enum Tool {
    Shared(Box<RingKey>),
    #[cfg(feature = "public-keys")]
    Pair(KeyPair),
}

#[allow(clippy::expect_used, clippy::panic)] // for tests, which should fail
impl Hand {
    /// The hand that holds this secret. A scheme that also takes signatures by private keys is changed to those, if the
    /// secret is one.
    pub(super) fn new(scheme: &mut Scheme, secret: &Secret) -> Self {
        #[cfg(feature = "public-keys")]
        if let Some(pair) = Self::pair(scheme, secret) {
            return pair;
        }
        let keys = ring::forge(scheme, &[(secret.clone(), None)]).unwrap_or_else(|error| panic!("{error}"));
        let key = keys.into_iter().next().expect("one key");
        #[cfg(feature = "public-keys")]
        assert!(!matches!(key.key, Key::Public(_)), "a public key signs nothing: sign with `KeyPair::private`");
        let (id, is_named, bytes) = (key.id.to_string(), key.is_named, key.bytes.to_vec());
        Self { id, is_named, bytes, tool: Tool::Shared(Box::new(key)) }
    }

    #[cfg(feature = "public-keys")]
    fn pair(scheme: &mut Scheme, secret: &Secret) -> Option<Self> {
        if key_pair::algorithms(scheme).is_empty() {
            return None;
        }
        let pair = KeyPair::of_secret(secret.bytes(), &scheme.key)?;
        if let (Some(other), Grammar::Versions { version }) = (&scheme.or_ed25519, &mut scheme.signature.grammar) {
            *version = other.version;
        }
        let place = scheme.keys_at.map(|keys_at| keys_at.place);
        let in_url = match &place {
            Some(KeyPlace::Each { id, .. }) => Some(id.example()),
            _ => None,
        };
        let given = secret.given_id().or(in_url);
        let (id, is_named) = (given.unwrap_or("1").to_owned(), given.is_some());
        Some(Self { id, is_named, bytes: Vec::new(), tool: Tool::Pair(pair) })
    }

    /// The certificates of the key, in base64.
    #[cfg(feature = "jwt")]
    pub(super) fn certificates(&self) -> Vec<String> {
        match &self.tool {
            Tool::Shared(_) => Vec::new(),
            #[cfg(feature = "public-keys")]
            Tool::Pair(pair) => pair.certificates(),
        }
    }

    /// The signature of a message, by the proof of a scheme that has one.
    pub(super) fn sign(&self, proof: Proof, message: &[u8]) -> Vec<u8> {
        match (&self.tool, proof) {
            #[cfg(feature = "public-keys")]
            (Tool::Pair(pair), Proof::Signed(algorithm)) => pair.sign(algorithm, message),
            #[cfg(feature = "public-keys")]
            (Tool::Pair(pair), _) => pair.sign(SignatureAlgorithm::Ed25519, message),
            (Tool::Shared(key), _) => key.key.sign(std::iter::once(message)).bytes().to_vec(),
        }
    }

    /// An encrypted body, in schemes that have such.
    #[cfg(feature = "aes")]
    pub(super) fn seal(&self, plan: &Plan, body: &[u8]) -> Option<String> {
        let Tool::Shared(shared) = &self.tool else { return None };
        let key = shared.cipher.as_ref()?;
        let sealed = plan.sealed.as_ref()?;
        let receiver = match &sealed.receiver {
            Wanted::OneOf(receivers) => receivers.first().map(|receiver| &**receiver).unwrap_or_default(),
            _ => &[],
        };
        Some(crate::cipher::seal(&sealed.cipher, key, body, receiver))
    }

    /// Whether it can sign so: with a private key by the one, with a shared secret by the other.
    #[cfg(any(feature = "jwt", feature = "public-keys"))]
    pub(super) fn can(&self, signature: Option<SignatureAlgorithm>, mac: Option<Algorithm>) -> bool {
        match &self.tool {
            #[cfg(feature = "public-keys")]
            Tool::Pair(pair) => signature.is_some_and(|algorithm| pair.fits(algorithm)),
            Tool::Shared(_) => signature.is_none() && mac.is_some(),
        }
    }

    /// The signature of a message by whichever of the two it can sign with.
    #[cfg(any(feature = "jwt", feature = "public-keys"))]
    pub(super) fn sign_as(
        &self,
        signature: Option<SignatureAlgorithm>,
        mac: Option<Algorithm>,
        message: &[u8],
    ) -> Vec<u8> {
        #[cfg(not(feature = "public-keys"))]
        let _ = signature;
        match &self.tool {
            #[cfg(feature = "public-keys")]
            Tool::Pair(pair) => pair.sign(signature.expect("an algorithm with a private key"), message),
            Tool::Shared(key) => {
                let key = mac.and_then(|hash| key.mac(hash)).expect("an algorithm with a shared secret");
                key.sign(std::iter::once(message)).bytes().to_vec()
            }
        }
    }
}
