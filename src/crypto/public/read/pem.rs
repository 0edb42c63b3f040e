//! Keys between `-----BEGIN …-----` and `-----END …-----` (RFC 7468).
//!
//! The strict readers of PEM want lines of 64 characters. Some providers publish keys in one line, and settings lose line
//! breaks or spell them `\n`.

use memchr::memmem;

use super::{CUT_OFF, MAX_KEYS, NamedKey, PRIVATE, TOO_MANY, base64, der};

/// All keys of a text. What stands between them is a comment.
pub(super) fn keys(mut text: &[u8]) -> Result<Vec<NamedKey>, &'static str> {
    let mut keys = Vec::new();
    let mut blocks = 0;
    while let Some((label, encoded, rest)) = block(text)? {
        blocks += 1;
        if label.ends_with(b"PRIVATE KEY") {
            return Err(PRIVATE);
        }
        if blocks > MAX_KEYS {
            return Err(TOO_MANY);
        }
        let bytes = base64(encoded).ok_or(CUT_OFF)?;
        if !matches!(label, b"PUBLIC KEY" | b"RSA PUBLIC KEY" | b"CERTIFICATE") {
            return Err("is PEM of another kind; `PUBLIC KEY`, `RSA PUBLIC KEY` and `CERTIFICATE` can be read");
        }
        add(&mut keys, der::key(&bytes)?);
        text = rest;
    }
    Ok(keys)
}

/// The certificate of an issuer belongs to the key before it; its own key is not asked for.
#[cfg(feature = "x509")]
fn add(keys: &mut Vec<NamedKey>, mut key: NamedKey) {
    let last = keys.last_mut().map(|last| &mut last.certificates).filter(|chain| {
        let (below, issuer) = (chain.last(), key.certificates.first());
        below.zip(issuer).is_some_and(|(below, issuer)| !below.is_self_issued() && below.names_issuer(issuer))
    });
    match last {
        Some(chain) => chain.append(&mut key.certificates),
        None => keys.push(key),
    }
}

#[cfg(not(feature = "x509"))]
fn add(keys: &mut Vec<NamedKey>, key: NamedKey) {
    keys.push(key);
}

type Block<'t> = (&'t [u8], &'t [u8], &'t [u8]);

/// The next block: its label, what is in it, and what comes after it.
fn block(text: &[u8]) -> Result<Option<Block<'_>>, &'static str> {
    let Some((_, text)) = split(text, b"-----BEGIN ") else { return Ok(None) };
    let (label, text) = split(text, b"-----").ok_or(CUT_OFF)?;
    let (encoded, text) = split(text, b"-----END ").ok_or(CUT_OFF)?;
    let (end, text) = split(text, b"-----").ok_or(CUT_OFF)?;
    if label == end { Ok(Some((label, encoded, text))) } else { Err(CUT_OFF) }
}

/// What stands before and after the first `at`.
fn split<'t>(text: &'t [u8], at: &[u8]) -> Option<(&'t [u8], &'t [u8])> {
    let start = memmem::find(text, at)?;
    Some((text.get(..start)?, text.get(start + at.len()..)?))
}
