//! Who has signed a certificate, up to somebody who is trusted.

use std::sync::Arc;

use spki::ObjectIdentifier;

use super::Certificate;
use crate::{
    scheme::{Algorithm, Curve, EcdsaForm, RsaPadding, SignatureAlgorithm},
    time::Moment,
};

/// How many certificates of a chain are looked at. Public ones have two to four.
const MAX_CHAIN: usize = 5;

/// What certificates may be signed with. SHA-1 is not among it: two certificates with the same hash can be made.
const ALGORITHMS: [(ObjectIdentifier, SignatureAlgorithm); 7] = [
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11"), rsa(Algorithm::Sha256)),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12"), rsa(Algorithm::Sha384)),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13"), rsa(Algorithm::Sha512)),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2"), ecdsa(Curve::P256, Algorithm::Sha256)),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2"), ecdsa(Curve::P384, Algorithm::Sha256)),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3"), ecdsa(Curve::P256, Algorithm::Sha384)),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3"), ecdsa(Curve::P384, Algorithm::Sha384)),
];

const fn rsa(hash: Algorithm) -> SignatureAlgorithm {
    SignatureAlgorithm::Rsa { padding: RsaPadding::Pkcs1, hash }
}

const fn ecdsa(curve: Curve, hash: Algorithm) -> SignatureAlgorithm {
    SignatureAlgorithm::Ecdsa { curve, hash, form: EcdsaForm::Der }
}

/// Whether the first certificate is trusted: it or one of the next four is an anchor or signed by one, and each before
/// that is signed by the next.
///
/// Every certificate and the anchor must be valid now; whoever signs must be an authority that may sign certificates, with
/// no more authorities below it than it allows. Certificates after the one that leads to an anchor do not matter: some
/// senders append cross-signed roots. Whether a certificate was revoked is not asked.
///
/// # Errors
///
/// Why it is not trusted.
pub(crate) fn chain(
    leaf_first: &[Arc<Certificate>],
    anchors: &[Arc<Certificate>],
    now: Moment,
) -> Result<(), &'static str> {
    let mut rest = leaf_first.iter().take(MAX_CHAIN).peekable();
    let mut below = 0_u8;
    while let Some(certificate) = rest.next() {
        if !certificate.is_valid_at(now) {
            return Err("the certificate, or one that it depends on, has expired or is not valid yet");
        }
        let is_anchor = anchors.iter().any(|anchor| anchor.der == certificate.der);
        if is_anchor || anchors.iter().any(|anchor| anchor.is_valid_at(now) && issued(anchor, certificate, below)) {
            return Ok(());
        }
        if let Some(issuer) = rest.peek()
            && !issued(issuer, certificate, below)
        {
            return Err(
                "a certificate is not signed by the one that comes next, or that one may not sign certificates",
            );
        }
        below = below.saturating_add(1);
    }
    Err("the certificate does not lead to one that is trusted here: is the root certificate the provider's?")
}

/// Whether `issuer` has signed the certificate, and may, with so many authorities below it.
fn issued(issuer: &Certificate, certificate: &Certificate, below: u8) -> bool {
    let seal = &certificate.seal;
    let signed = |(oid, algorithm): &(ObjectIdentifier, SignatureAlgorithm)| {
        *oid == seal.algorithm && issuer.key.verify(*algorithm, &seal.signed, &seal.signature)
    };
    certificate.names_issuer(issuer)
        && issuer.extensions.may_issue
        && issuer.extensions.path_len.is_none_or(|most| below <= most)
        && ALGORITHMS.iter().any(signed)
}
