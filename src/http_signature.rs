//! Signatures of whole requests: what a delivery presents, put together from the components that its sender lists.
//!
//! Nothing here knows a key. What comes out is a message, a signature of it, and what both say of themselves.

use http::HeaderName;

use crate::{
    error::Cause,
    scheme::{DigestRule, HttpSignature, HttpStandard, Text, values::Head},
    time::Moment,
};

mod cavage;
mod component;
mod digest;
mod fields;
mod request;
mod rfc9421;
#[cfg(test)]
mod tests;

use request::Request;

const INPUT: HeaderName = HeaderName::from_static("signature-input");
const SIGNATURE: HeaderName = HeaderName::from_static("signature");

/// A signature as a delivery presents it: nothing of it is proven before the signature is held against a key. What it
/// covers is what the scheme asks for, and the digest of the body, if it is covered, is the body's.
pub(crate) struct Presented {
    /// Whose key it says it was made with.
    pub(crate) key_id: Option<String>,
    /// As the sender names it: to be held against the scheme ([`HttpSignature::allowed`]) and the key.
    pub(crate) algorithm: Option<String>,
    /// What is signed.
    pub(crate) message: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    /// When it was made, in whole seconds; covered by the signature.
    pub(crate) created: Moment,
    /// When it ends, even within the tolerance.
    pub(crate) expires: Option<Moment>,
}

/// Puts together what a request presents.
///
/// `public_url` is the URL that the provider called, as the operator has given it and with the query of this request:
/// components that tell who was called come from there, never from the request.
///
/// # Errors
///
/// If there is no such signature, if it covers less than the scheme asks for, if something that it covers is not there,
/// or if the covered digest is not that of the body.
pub(crate) fn present(
    words: &HttpSignature,
    head: &Head<'_>,
    public_url: Option<&str>,
    body: &[u8],
) -> Result<Presented, Cause> {
    let request = Request { head, public_url, body };
    match &words.standard {
        HttpStandard::Rfc9421 { label, tag } => rfc9421::present(words, label.as_str(), tag.as_str(), &request),
        HttpStandard::Cavage { header, prefix, or } => {
            let is_there = |name: &Text| head.headers.contains_key(name.as_str());
            let header = if !or.is_empty() && !is_there(header) && is_there(or) { or } else { header };
            cavage::present(words, header.as_str(), prefix.as_str(), &request)
        }
    }
}

/// The names of what must be covered and is not.
fn uncovered(words: &HttpSignature, has: impl Fn(&str) -> bool, digest: &str, body: &[u8]) -> Option<String> {
    let needs_digest = match words.digest {
        DigestRule::Required => true,
        DigestRule::IfBody => !body.is_empty(),
        DigestRule::Optional => false,
    };
    let mut required = words.required();
    required.extend(needs_digest.then_some(digest));
    let missing: Vec<_> = required.into_iter().filter(|name| !has(name)).map(|name| format!("`{name}`")).collect();
    (!missing.is_empty()).then(|| missing.join(", "))
}
