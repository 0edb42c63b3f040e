//! The keys of a verifier: decoded, prepared, named, and each with an end.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::{Secret, decode};
#[cfg(feature = "aes")]
use crate::cipher::CipherKey;
#[cfg(feature = "public-keys")]
use crate::crypto::{self, public::read::NamedKey};
#[cfg(feature = "x509")]
use crate::x509::Certificate;
use crate::{
    SetupError,
    crypto::Key,
    scheme::{Algorithm, KeyFormat, Proof, Scheme, Source},
    time::Moment,
};

/// A key that may verify deliveries until its end.
pub(crate) struct RingKey {
    pub(crate) id: Arc<str>,
    /// Whether the id was given, and is not just a number.
    pub(crate) is_named: bool,
    pub(crate) key: Key,
    /// Keys of the other algorithms that the sender may choose, in the scheme's order; `None` if one is not in this build.
    pub(crate) others: Vec<Option<Key>>,
    /// The key itself, where it is a part of the message.
    pub(crate) bytes: Zeroizing<Vec<u8>>,
    /// What bodies are decrypted with.
    #[cfg(feature = "aes")]
    pub(crate) cipher: Option<CipherKey>,
    /// Whether it is the public half of a pair in a scheme that has shared secrets, too.
    pub(crate) is_paired: bool,
    /// The one algorithm that its publisher meant it for (`alg` of a JWK), if it says so.
    pub(crate) only: Option<Box<str>>,
    /// The certificates that it came in, its own first.
    #[cfg(feature = "x509")]
    pub(crate) certificates: Vec<Arc<Certificate>>,
    until: Option<Moment>,
}

impl RingKey {
    /// Whether the key still counts. `now` is only asked for if the key has an end.
    pub(crate) fn is_active(&self, now: impl FnOnce() -> Moment) -> bool {
        self.until.is_none_or(|until| now() < until)
    }

    fn new(id: Arc<str>, is_named: bool, made: Made, until: Option<Moment>) -> Self {
        Self {
            id,
            is_named,
            key: made.key,
            others: made.others,
            bytes: made.bytes,
            #[cfg(feature = "aes")]
            cipher: made.cipher,
            is_paired: made.is_paired,
            only: made.only,
            #[cfg(feature = "x509")]
            certificates: made.certificates,
            until,
        }
    }
}

/// What a secret turned into: one key, or one of several.
struct Made {
    /// What its publisher calls it.
    name: Option<String>,
    key: Key,
    others: Vec<Option<Key>>,
    bytes: Zeroizing<Vec<u8>>,
    #[cfg(feature = "aes")]
    cipher: Option<CipherKey>,
    is_paired: bool,
    only: Option<Box<str>>,
    #[cfg(feature = "x509")]
    certificates: Vec<Arc<Certificate>>,
}

impl From<Key> for Made {
    fn from(key: Key) -> Self {
        Self {
            name: None,
            key,
            others: Vec::new(),
            bytes: Zeroizing::default(),
            #[cfg(feature = "aes")]
            cipher: None,
            is_paired: false,
            only: None,
            #[cfg(feature = "x509")]
            certificates: Vec::new(),
        }
    }
}

#[cfg(feature = "public-keys")]
impl From<NamedKey> for Made {
    fn from(named: NamedKey) -> Self {
        Self {
            name: named.id,
            only: named.algorithm.map(Into::into),
            #[cfg(feature = "x509")]
            certificates: named.certificates,
            ..Key::Public(named.key).into()
        }
    }
}

/// Makes the keys of a verifier; refuses what nothing may be verified with.
pub(crate) fn forge(scheme: &Scheme, secrets: &[(Secret, Option<Moment>)]) -> Result<Vec<RingKey>, SetupError> {
    if secrets.is_empty() {
        return Err(SetupError::NoSecret { scheme: scheme.name().into() });
    }
    let mut ring: Vec<RingKey> = Vec::with_capacity(secrets.len());
    for (number, (secret, until)) in (1_usize..).zip(secrets) {
        let given = secret.given_id();
        let id = given.map_or_else(|| number.to_string(), str::to_owned);
        let bad = |why| SetupError::BadSecret { scheme: scheme.name().into(), id: id.clone(), why };
        if let Source::HeaderPerSecret(headers) = &scheme.signature.at
            && headers.iter().count() < number
        {
            return Err(bad("is one too many: each secret signs in a header of its own, and there are no more"));
        }
        for (index, made) in make(secret.bytes(), scheme).map_err(bad)?.into_iter().enumerate() {
            let is_named = given.is_some() || made.name.is_some();
            let id = match (&made.name, given, index) {
                (None, _, 0) | (_, Some(_), 0) => id.clone(),
                (Some(name), ..) => name.clone(),
                (None, _, more) => format!("{id}.{}", more.saturating_add(1)),
            };
            if ring.iter().any(|key| *key.id == *id) {
                return Err(SetupError::RepeatedKeyId { scheme: scheme.name().into(), id });
            }
            ring.push(RingKey::new(id.into(), is_named, made, *until));
        }
    }
    Ok(ring)
}

/// The key of a secret, or several of them, or what is wrong with the secret.
fn make(secret: &[u8], scheme: &Scheme) -> Result<Vec<Made>, &'static str> {
    decode::present(secret)?;
    let public = match scheme.proof {
        Proof::Signed(_) => scheme.key != KeyFormat::Ed25519Seed,
        // A shared secret is never taken for a public key, nor the other way round: what is a key to everyone would sign.
        Proof::Jws(jws) => jws.only_public() || jws.any_public() && decode::looks_public(secret),
        Proof::HttpSignature(words) => words.only_public() || words.any_public() && decode::looks_public(secret),
        Proof::Mac(_) | Proof::Hash(_) | Proof::Token => false,
    };
    if public {
        return public_keys(secret, scheme);
    }
    decode::check(secret, &scheme.key)?;
    let public_key = scheme.or_ed25519.and_then(|pair| secret.strip_prefix(pair.prefix.as_bytes()));
    if let Some(encoded) = public_key {
        return Ok(vec![Made { is_paired: true, ..decode::ed25519(encoded)?.into() }]);
    }
    if scheme.key == KeyFormat::Ed25519Seed {
        return Ok(vec![decode::seed(secret)?.into()]);
    }
    let mut bytes = decode::key(secret, &scheme.key)?;
    let wrong = "is no key of this algorithm";
    let key = Key::prepare(scheme.proof, scheme.signature.encoding, &bytes).ok_or(wrong)?;
    let hashes = match scheme.proof {
        Proof::Jws(_) | Proof::HttpSignature(_) => HASHES.to_vec(),
        _ => scheme.signature.or_algorithms.iter().map(|other| other.algorithm).collect(),
    };
    let others = hashes.into_iter().map(|hash| Key::mac(hash, &bytes)).collect();
    if !scheme.signs_secret() {
        bytes = Zeroizing::default();
    }
    Ok(vec![Made {
        others,
        bytes,
        #[cfg(feature = "aes")]
        cipher: scheme.encrypted.map(|words| decode::cipher_key(secret, &words.cipher)).transpose()?,
        ..key.into()
    }])
}

/// The hashes of a token's MAC, in the order of [`RingKey::others`].
const HASHES: [Algorithm; 3] = [Algorithm::Sha256, Algorithm::Sha384, Algorithm::Sha512];

impl RingKey {
    /// A key that was fetched, under this name.
    #[cfg(feature = "public-keys")]
    pub(crate) fn fetched(id: &str, named: &NamedKey) -> Self {
        Self::new(id.into(), named.id.is_some(), named.clone().into(), None)
    }

    /// The key of a certificate that came with the delivery.
    #[cfg(all(feature = "jwt", feature = "x509"))]
    pub(crate) fn of_chain(key: crypto::public::PublicKey) -> Self {
        Self::new("x5c".into(), false, Key::Public(key).into(), None)
    }

    /// Whether it has signed the message, by an algorithm that is the one or the other.
    #[cfg(any(feature = "jwt", feature = "public-keys"))]
    pub(crate) fn vouches(
        &self,
        mac: Option<Algorithm>,
        signature: Option<crate::scheme::SignatureAlgorithm>,
        message: &[u8],
        found: &[u8],
    ) -> bool {
        // A public key is never the key of a MAC: everyone has it.
        #[cfg(feature = "public-keys")]
        if let Key::Public(public) = &self.key {
            return signature.is_some_and(|algorithm| public.verify(algorithm, message, found));
        }
        // A shared secret makes no signature of the other kind.
        let mac = mac.filter(|_| signature.is_none()).and_then(|hash| self.mac(hash));
        mac.is_some_and(|mac| mac.is_mac(std::iter::once(message), found))
    }

    /// The shared key of a token's or a request's MAC with this hash.
    #[cfg(any(feature = "jwt", feature = "public-keys"))]
    pub(crate) fn mac(&self, hash: Algorithm) -> Option<&Key> {
        let index = HASHES.iter().position(|known| *known == hash)?;
        self.others.get(index)?.as_ref()
    }
}

/// Public keys that a text holds and the scheme can use. Those of another kind are left out: key sets mix them.
#[cfg(feature = "public-keys")]
fn public_keys(text: &[u8], scheme: &Scheme) -> Result<Vec<Made>, &'static str> {
    // Whatever kind of key a root has, it signs certificates and no delivery.
    let is_root = scheme.keys_at.is_some_and(|keys_at| !keys_at.is_elsewhere());
    let usable: Vec<_> = crypto::public::read::public_keys(text)?
        .into_iter()
        .filter(|named| is_root || scheme.proof.can_use(&named.key))
        .map(Made::from)
        .collect();
    if usable.is_empty() { Err("is a public key of another kind than the scheme signs with") } else { Ok(usable) }
}

/// Certificates that others may lead to.
#[cfg(feature = "x509")]
pub(crate) fn anchors(scheme: &Scheme, pem: &[u8]) -> Result<Vec<Arc<Certificate>>, SetupError> {
    let bad = |why| SetupError::BadSecret { scheme: scheme.name().into(), id: "trust_anchors".into(), why };
    let keys = crate::crypto::public::read::public_keys(pem).map_err(bad)?;
    let certificates: Vec<_> = keys.into_iter().flat_map(|key| key.certificates).collect();
    if certificates.is_empty() { Err(bad("holds no certificate")) } else { Ok(certificates) }
}

/// `Plan::new` has refused the scheme.
#[cfg(not(feature = "public-keys"))]
fn public_keys(_: &[u8], _: &Scheme) -> Result<Vec<Made>, &'static str> {
    Err("is a public key, and the feature that verifies with it is off")
}
