//! JSON Web Keys (RFC 7517), of the kinds of RFC 7518, section 6, RFC 8037 and RFC 8812.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use super::{MAX_KEYS, NamedKey, PRIVATE, PublicKey, TOO_MANY};
use crate::scheme::Curve;

const MALFORMED: &str = "is no JWK and no JWK Set: a member is missing, repeated, or not what RFC 7517 says";

/// A document: of the two, the one is a key and the other a set of them.
#[derive(Deserialize)]
struct Document<'d> {
    #[serde(borrow)]
    keys: Option<Vec<&'d RawValue>>,
    kty: Option<IgnoredAny>,
}

/// What decides whether the rest of a key is read.
#[derive(Deserialize)]
struct About {
    kty: String,
    crv: Option<String>,
    r#use: Option<String>,
    key_ops: Option<Vec<String>>,
    kid: Option<String>,
    alg: Option<String>,
}

/// The key itself; numbers are in base64url.
#[derive(Deserialize)]
struct Numbers {
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
    d: Option<IgnoredAny>,
    k: Option<IgnoredAny>,
}

/// Why there is no key.
enum Refusal {
    /// Sets may hold other keys beside the ones that are needed.
    Unusable(&'static str),
    Wrong(&'static str),
}

/// The key, or all keys of the set that can verify signatures.
pub(super) fn keys(text: &[u8]) -> Result<Vec<NamedKey>, &'static str> {
    let malformed = |_| MALFORMED;
    // The rule for claims is the rule for keys: an object in which nothing is said twice.
    crate::jws::claims(text).map_err(|_| MALFORMED)?;
    let document: Document<'_> = serde_json::from_slice(text).map_err(malformed)?;
    let members = match (document.keys, document.kty) {
        (Some(keys), None) => keys,
        (None, Some(_)) => vec![serde_json::from_slice(text).map_err(malformed)?],
        _ => return Err(MALFORMED),
    };
    if members.len() > MAX_KEYS {
        return Err(TOO_MANY);
    }
    let mut found = Vec::with_capacity(members.len());
    let mut unusable = "is a JWK Set without keys";
    for member in members {
        match key(member.get()) {
            Ok(key) => found.push(key),
            Err(Refusal::Unusable(why)) => unusable = why,
            Err(Refusal::Wrong(why)) => return Err(why),
        }
    }
    if found.is_empty() { Err(unusable) } else { Ok(found) }
}

fn key(jwk: &str) -> Result<NamedKey, Refusal> {
    let about: About = serde_json::from_str(jwk).map_err(|_| Refusal::Wrong(MALFORMED))?;
    let signs = about.r#use.as_ref().is_none_or(|r#use| r#use == "sig");
    let verifies = about.key_ops.as_ref().is_none_or(|all| all.iter().any(|operation| operation == "verify"));
    let numbers: Numbers = serde_json::from_str(jwk).map_err(|_| Refusal::Wrong(MALFORMED))?;
    if numbers.d.is_some() {
        return Err(Refusal::Wrong(PRIVATE));
    }
    if numbers.k.is_some() {
        return Err(Refusal::Wrong("is a symmetric key (`oct`), which should not be here: use the public key"));
    }
    if !signs || !verifies {
        return Err(Refusal::Unusable("is a key that is not for signatures, as its `use` or `key_ops` says"));
    }
    let key = match (about.kty.as_str(), about.crv.as_deref()) {
        ("OKP", Some("Ed25519")) => PublicKey::ed25519(&number(numbers.x)?),
        ("EC", Some(curve)) => {
            let (curve, size) = elliptic(curve).ok_or(Refusal::Unusable("is on a curve that is not known here"))?;
            let (x, y) = (coordinate(numbers.x, size)?, coordinate(numbers.y, size)?);
            PublicKey::ecdsa(curve, &[&[4], x.as_slice(), y.as_slice()].concat())
        }
        ("RSA", None) => PublicKey::rsa(&number(numbers.n)?, &number(numbers.e)?),
        _ => Err("is a JWK of a kind that is not known here"),
    };
    let key = key.map_err(Refusal::Unusable)?;
    Ok(NamedKey { id: about.kid, algorithm: about.alg, ..key.into() })
}

/// The curve, and how many bytes a coordinate has.
fn elliptic(name: &str) -> Option<(Curve, usize)> {
    match name {
        "P-256" => Some((Curve::P256, 32)),
        "P-384" => Some((Curve::P384, 48)),
        "P-521" => Some((Curve::P521, 66)),
        "secp256k1" => Some((Curve::Secp256k1, 32)),
        _ => None,
    }
}

fn number(text: Option<String>) -> Result<Vec<u8>, Refusal> {
    let bytes = text.and_then(|text| Base64UrlUnpadded::decode_vec(&text).ok());
    bytes.filter(|bytes| !bytes.is_empty()).ok_or(Refusal::Wrong(MALFORMED))
}

/// A coordinate in its full length. RFC 7518, section 6.2.1.2, asks for that, but some providers drop zeros in front.
fn coordinate(text: Option<String>, size: usize) -> Result<Vec<u8>, Refusal> {
    let bytes = number(text)?;
    let zeros = size.checked_sub(bytes.len()).ok_or(Refusal::Wrong(MALFORMED))?;
    Ok([vec![0; zeros], bytes].concat())
}
