//! Certificates (X.509, RFC 5280) and chains of them.
//!
//! What is read is what webhooks need: whose key it is, from when to when, and who has signed that. What a provider asks
//! of its certificates beyond that, such as a name or an extension, is for its scheme to say.

use spki::{
    ObjectIdentifier,
    der::{Decode, Reader, SliceReader, Tag, asn1::Any, referenced::OwnedToRef},
};
use x509_cert::name::Name;

use crate::{
    crypto::public::{PublicKey, read},
    time::Moment,
};

mod chain;
mod extensions;

#[cfg(feature = "public-keys")]
pub(crate) use chain::chain;
use extensions::Extensions;

/// The longest certificate in bytes. Usual ones have 1 to 3 KiB.
const MAX_CERTIFICATE: usize = 16 * 1024;

const MALFORMED: &str = "is no certificate that can be read: was it cut off, or a character changed?";

/// A certificate, parsed once. That it exists says nothing of who has signed it.
pub(crate) struct Certificate {
    /// As it was received; equal bytes are the same certificate.
    der: Box<[u8]>,
    key: PublicKey,
    subject: Name,
    issuer: Name,
    not_before: Moment,
    not_after: Moment,
    extensions: Extensions,
    seal: Seal,
}

/// The issuer's signature.
struct Seal {
    /// What it covers, as it was received.
    signed: Box<[u8]>,
    algorithm: ObjectIdentifier,
    signature: Box<[u8]>,
}

impl Certificate {
    /// Reads a certificate.
    ///
    /// # Errors
    ///
    /// If it is longer than 16 KiB, is not DER, has an extension twice or a critical one that is not known here, or its key
    /// is of no kind that [`PublicKey`] has.
    pub(crate) fn from_der(der: &[u8]) -> Result<Self, &'static str> {
        if der.len() > MAX_CERTIFICATE {
            return Err("is a certificate of more than 16 KiB, which none is");
        }
        let certificate = x509_cert::Certificate::from_der(der).map_err(|_| MALFORMED)?;
        let signed = signed_part(der).ok_or(MALFORMED)?;
        let content = certificate.tbs_certificate();
        // Only one of the two is signed.
        if content.signature() != certificate.signature_algorithm() {
            return Err("is a certificate that names two algorithms for its signature");
        }
        let validity = content.validity();
        Ok(Self {
            der: der.into(),
            key: read::spki(&content.subject_public_key_info().owned_to_ref())?,
            subject: content.subject().clone(),
            issuer: content.issuer().clone(),
            not_before: Moment::from_system(validity.not_before.to_system_time()),
            not_after: Moment::from_system(validity.not_after.to_system_time()),
            extensions: Extensions::read(content)?,
            seal: Seal {
                signed: signed.into(),
                algorithm: certificate.signature_algorithm().oid,
                signature: certificate.signature().as_bytes().ok_or(MALFORMED)?.into(),
            },
        })
    }

    pub(crate) fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Whether `now` is within the validity, both ends included.
    pub(crate) fn is_valid_at(&self, now: Moment) -> bool {
        (self.not_before..=self.not_after).contains(&now)
    }

    /// Whether the certificate is for this host: one of its alternative names is, or the common name, if it has no
    /// alternative names at all. Upper and lower case are the same; a `*` is no wildcard.
    pub(crate) fn is_for(&self, dns_name: &str) -> bool {
        let is_it = |name: &str| name.eq_ignore_ascii_case(dns_name);
        match &self.extensions.dns_names {
            Some(names) => names.iter().any(|name| is_it(name)),
            None => self.common_name().is_some_and(is_it),
        }
    }

    /// The common name, unless there are several.
    fn common_name(&self) -> Option<&str> {
        let mut names = self.subject.iter().filter(|attribute| attribute.oid == COMMON_NAME);
        let (name, None) = (names.next()?, names.next()) else { return None };
        text(&name.value)
    }

    /// Whether there is an extension of this object identifier, such as `1.2.840.113635.100.6.2.1`.
    pub(crate) fn has_extension(&self, oid: &str) -> bool {
        ObjectIdentifier::new(oid).is_ok_and(|oid| self.extensions.all.contains(&oid))
    }

    /// Whether `issuer` is who this certificate says to be signed by; the signature is not looked at.
    pub(crate) fn names_issuer(&self, issuer: &Self) -> bool {
        self.issuer == issuer.subject
    }

    /// Whether it names itself.
    pub(crate) fn is_self_issued(&self) -> bool {
        self.issuer == self.subject
    }
}

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// The strings that certificates of today are made of (RFC 5280, section 4.1.2.4).
fn text(value: &Any) -> Option<&str> {
    use spki::der::Tagged as _;

    matches!(value.tag(), Tag::Utf8String | Tag::PrintableString | Tag::Ia5String)
        .then(|| std::str::from_utf8(value.value()).ok())?
}

/// The first element of the sequence, byte for byte.
fn signed_part(der: &[u8]) -> Option<&[u8]> {
    let mut whole = SliceReader::new(der).ok()?;
    whole
        .sequence(|content: &mut SliceReader<'_>| {
            let signed = content.tlv_bytes();
            content.drain(content.remaining_len())?;
            signed
        })
        .ok()
}

#[cfg(test)]
#[allow(clippy::expect_used, clippy::indexing_slicing)]
mod tests;
