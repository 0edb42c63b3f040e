//! A token that brings the certificates of its key along (`x5c` of RFC 7515, section 4.1.6).

use std::sync::Arc;

use base64ct::{Base64, Encoding as _};

use super::Shared;
use crate::{
    error::{Cause, KeyCause},
    jws::Token,
    payload::{locate, pointer::Pointer},
    scheme::KeyPlace,
    secret::{
        keys::{Current, Set},
        ring::RingKey,
    },
    x509::{self, Certificate},
};

/// How many certificates there must be: of the signer, of its issuer, of the root.
const LENGTH: usize = 3;

impl Shared {
    /// The key of the first certificate, if the chain leads to a root that was pasted, and says what the scheme asks for.
    /// Those that were pasted, for schemes without such chains.
    pub(super) fn chained<'k>(&self, set: Current<'k>, token: &Token<'_>) -> Result<Current<'k>, Cause> {
        let Some(KeyPlace::Chain { leaf, issuer }) = self.plan.scheme.keys_at.map(|keys_at| keys_at.place) else {
            return Ok(set);
        };
        let untrusted = |why| Cause::Key(KeyCause::BadChain { why });
        let certificates = certificates(&token.header).map_err(untrusted)?;
        let [first, second, _root] = certificates.as_slice() else {
            return Err(untrusted("the chain in the token is not three certificates long"));
        };
        let anchors: Vec<_> = set
            .keys
            .iter()
            .filter(|key| key.is_active(|| self.now()))
            .flat_map(|key| key.certificates.iter().cloned())
            .collect();
        if anchors.is_empty() {
            return Err(Cause::NoActiveKey);
        }
        // The root that the token brings is anyone's: only the pasted one counts.
        x509::chain(&[Arc::clone(first), Arc::clone(second)], &anchors, self.now()).map_err(untrusted)?;
        let has = |certificate: &Certificate, oid: &crate::scheme::Text| {
            oid.is_empty() || certificate.has_extension(oid.as_str())
        };
        if !(has(first, &leaf) && has(second, &issuer)) {
            return Err(untrusted("a certificate lacks the extension that the provider marks its own with"));
        }
        Ok(Current::Exchanged(Set::new(vec![RingKey::of_chain(first.key().clone())]).into()))
    }
}

/// The certificates in the header of a token.
fn certificates(header: &[u8]) -> Result<Vec<Arc<Certificate>>, &'static str> {
    let none = "the token brings no certificates (`x5c`)";
    let pointer = Pointer::parse("/x5c").ok_or(none)?;
    let found = locate::value(header, &pointer).ok().flatten().ok_or(none)?;
    let encoded: Vec<String> =
        serde_json::from_str(found.get()).map_err(|_| "`x5c` in the token is no list of texts")?;
    if encoded.len() > LENGTH {
        return Err("the chain in the token is not three certificates long");
    }
    let certificate = |text: &String| {
        let der = Base64::decode_vec(text).map_err(|_| "a certificate in the token is not base64")?;
        Certificate::from_der(&der).map(Arc::new).map_err(|_| "a certificate in the token cannot be read")
    };
    encoded.iter().map(certificate).collect()
}
