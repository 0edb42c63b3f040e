//! Keys in ASN.1, DER-encoded.

use spki::{
    ObjectIdentifier, SubjectPublicKeyInfoRef,
    der::{AnyRef, Decode, SliceReader, Tag, Tagged, asn1::UintRef},
};

use super::{CUT_OFF, NamedKey, PRIVATE, PublicKey};
use crate::scheme::Curve;

const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
const ELLIPTIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const P521: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.35");
const SECP256K1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.10");

/// A key, whatever it is wrapped in.
pub(super) fn key(der: &[u8]) -> Result<NamedKey, &'static str> {
    let (first, second) = shape(der).ok_or(CUT_OFF)?;
    let key = match (first.tag(), second.tag()) {
        (Tag::Sequence, Tag::BitString) => spki(&SubjectPublicKeyInfoRef::from_der(der).map_err(|_| CUT_OFF)?)?,
        (Tag::Sequence, Tag::Sequence) => return certificate(der),
        // A private key begins with its version, which is one byte.
        (Tag::Integer, Tag::Integer) if first.value().len() > 1 => pkcs1(der)?,
        (Tag::Integer, _) => return Err(PRIVATE),
        _ => return Err(CUT_OFF),
    };
    Ok(key.into())
}

/// The first two elements of a sequence: enough to know what it is.
fn shape(der: &[u8]) -> Option<(AnyRef<'_>, AnyRef<'_>)> {
    let whole = AnyRef::from_der(der).ok().filter(|whole| whole.tag() == Tag::Sequence)?;
    let mut elements = SliceReader::new(whole.value()).ok()?;
    Some((AnyRef::decode(&mut elements).ok()?, AnyRef::decode(&mut elements).ok()?))
}

/// RFC 5280, section 4.1.2.7; how the kinds are written: RFC 8410, RFC 5480, RFC 3279.
pub(crate) fn spki(info: &SubjectPublicKeyInfoRef<'_>) -> Result<PublicKey, &'static str> {
    let bits = info.subject_public_key.as_bytes().ok_or(CUT_OFF)?;
    match info.algorithm.oid {
        ED25519 => PublicKey::ed25519(bits),
        ELLIPTIC => PublicKey::ecdsa(curve(info).ok_or("is on an elliptic curve that is not known here")?, bits),
        RSA => pkcs1(bits),
        _ => Err("is a public key of a kind that is not known here: RSA, Ed25519 and four elliptic curves are"),
    }
}

fn curve(info: &SubjectPublicKeyInfoRef<'_>) -> Option<Curve> {
    match info.algorithm.parameters_oid().ok()? {
        P256 => Some(Curve::P256),
        P384 => Some(Curve::P384),
        P521 => Some(Curve::P521),
        SECP256K1 => Some(Curve::Secp256k1),
        _ => None,
    }
}

/// RFC 8017, appendix A.1.1: modulus and exponent.
fn pkcs1(der: &[u8]) -> Result<PublicKey, &'static str> {
    let numbers = AnyRef::from_der(der).and_then(|whole| {
        whole.sequence(|elements: &mut SliceReader<'_>| {
            Ok::<_, spki::der::Error>((UintRef::decode(elements)?, UintRef::decode(elements)?))
        })
    });
    let (modulus, exponent) = numbers.map_err(|_| CUT_OFF)?;
    PublicKey::rsa(modulus.as_bytes(), exponent.as_bytes())
}

#[cfg(feature = "x509")]
fn certificate(der: &[u8]) -> Result<NamedKey, &'static str> {
    let certificate = crate::x509::Certificate::from_der(der)?;
    let key = certificate.key().clone();
    Ok(NamedKey { certificates: vec![certificate.into()], ..key.into() })
}

#[cfg(not(feature = "x509"))]
fn certificate(_: &[u8]) -> Result<NamedKey, &'static str> {
    Err("is a certificate: turn the feature `x509` on, or paste its public key")
}
