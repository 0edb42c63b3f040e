//! The digest of a body in a header: `Content-Digest` (RFC 9530) and `Digest` (RFC 3230).
//!
//! Every digest by SHA-256 or SHA-512 must be the body's, and there must be one. Others are ignored: a weaker one would
//! prove less, and one that is unknown nothing.

use base64ct::{Base64, Encoding as _};
use http::HeaderName;
use sha2::{Digest as _, Sha256, Sha512};

use super::fields::{self, Bare, Member};
use crate::error::Cause;

pub(super) const CONTENT_DIGEST: HeaderName = HeaderName::from_static("content-digest");
pub(super) const DIGEST: HeaderName = HeaderName::from_static("digest");

/// The most digests in one `Digest`; each that counts costs a hash of the body.
const MAX_DIGESTS: usize = 8;

#[derive(Clone, Copy, PartialEq)]
enum Hash {
    Sha256,
    Sha512,
}

impl Hash {
    fn named(name: &str) -> Option<Self> {
        match name {
            "sha-256" => Some(Self::Sha256),
            "sha-512" => Some(Self::Sha512),
            _ => None,
        }
    }

    fn is(self, digest: &[u8], body: &[u8]) -> bool {
        match self {
            Self::Sha256 => *Sha256::digest(body) == *digest,
            Self::Sha512 => *Sha512::digest(body) == *digest,
        }
    }
}

/// Holds `Content-Digest`, a dictionary of byte sequences, against the body.
pub(super) fn content_digest(field: &str, body: &[u8]) -> Result<(), Cause> {
    let malformed = |why| Cause::Malformed { header: CONTENT_DIGEST, why };
    let mut found = Vec::new();
    for (name, member) in fields::dictionary(field).map_err(malformed)? {
        let Some(hash) = Hash::named(name) else { continue };
        match member {
            Member::Item(item) => match item.value {
                Bare::Bytes(digest) => found.push((hash, digest)),
                _ => return Err(malformed("a digest is not written as a byte sequence, `sha-256=:…:`")),
            },
            Member::List { .. } => return Err(malformed("a digest is not written as a byte sequence, `sha-256=:…:`")),
        }
    }
    check(CONTENT_DIGEST, &found, body)
}

/// Holds `Digest`, a list of `SHA-256=…` in base64, against the body.
pub(super) fn digest(field: &str, body: &[u8]) -> Result<(), Cause> {
    let malformed = |why| Cause::Malformed { header: DIGEST, why };
    let mut found: Vec<(Hash, Vec<u8>)> = Vec::new();
    for (count, member) in field.split(',').enumerate() {
        if count == MAX_DIGESTS {
            return Err(malformed("it has more than 8 digests"));
        }
        let (name, encoded) = member.trim().split_once('=').ok_or_else(|| malformed("a digest has no `=`"))?;
        let Some(hash) = Hash::named(&name.to_ascii_lowercase()) else { continue };
        if found.iter().any(|(other, _)| *other == hash) {
            return Err(malformed("it has two digests by the same algorithm"));
        }
        let digest = Base64::decode_vec(encoded).map_err(|_| malformed("a digest is not padded base64"))?;
        found.push((hash, digest));
    }
    check(DIGEST, &found, body)
}

fn check(header: HeaderName, found: &[(Hash, Vec<u8>)], body: &[u8]) -> Result<(), Cause> {
    if found.is_empty() {
        return Err(Cause::Malformed { header, why: "it has no digest by SHA-256 or SHA-512" });
    }
    if found.iter().all(|(hash, digest)| hash.is(digest, body)) {
        return Ok(());
    }
    Err(Cause::BodyChanged { place: format!("header `{header}`") })
}
