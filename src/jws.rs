//! Tokens: JWS in its compact form (RFC 7515, section 7.1), read before anything is known of their sender.
//!
//! What is read here is strict, for whatever two parsers may understand differently is a way in: three segments, base64url
//! without padding and without stray bits, a header without repeated members, an algorithm that the scheme lists. Keys
//! that a token brings along (`jwk`, `jku`, `x5u`, `x5c`) are not looked at; a scheme that defines one of them finds it
//! in [`Token::header`].

use base64ct::{Base64UrlUnpadded, Encoding as _};

use crate::scheme::JwsAlgorithm;

mod header;
mod strict;

use header::Header;

/// The longest token, in bytes: as long as the largest body of a provider that documents none.
const MAX_TOKEN: usize = 1024 * 1024;
/// The longest header, in bytes of base64url. Three certificates, the most that a provider sends there, take about 6 KiB.
const MAX_HEADER: usize = 8 * 1024;

/// A token, read and not yet verified.
pub(crate) struct Token<'t> {
    /// What it says signed it: one of those that are allowed.
    pub(crate) algorithm: JwsAlgorithm,
    pub(crate) key_id: Option<String>,
    /// The header's JSON: an object without repeated members.
    pub(crate) header: Vec<u8>,
    /// Whatever is signed; none if it is sent elsewhere (RFC 7515, appendix F).
    pub(crate) payload: Option<Vec<u8>>,
    /// What the signature covers, as it was received: header, dot and payload. Without a payload it ends with the dot, and
    /// the base64url of what was sent elsewhere follows.
    pub(crate) signed: &'t [u8],
    /// As long as the algorithm's signatures are.
    pub(crate) signature: Vec<u8>,
}

/// Reads a token whose algorithm is `allowed`; the error says what is wrong with it.
pub(crate) fn read(token: &[u8], allowed: impl Fn(JwsAlgorithm) -> bool) -> Result<Token<'_>, &'static str> {
    if token.len() > MAX_TOKEN {
        return Err("the token is longer than 1 MiB");
    }
    let [header, payload, signature] = segments(token)?;
    if header.len() > MAX_HEADER {
        return Err("the header of the token is longer than 8 KiB");
    }
    let header = decode(header).ok_or("the header of the token is not base64url without padding")?;
    let Header { algorithm, key_id } = Header::read(&header)?;
    if !allowed(algorithm) {
        return Err("the algorithm that the token names (`alg`) is none of those that the scheme accepts");
    }

    let (shortest, longest) = algorithm.signature_len();
    let wrong = "the signature of the token is not as long as those of its algorithm";
    // What is too long is refused before memory is taken for it.
    if signature.len() > longest.div_ceil(3) * 4 {
        return Err(wrong);
    }
    let signature = decode(signature).ok_or("the signature of the token is not base64url without padding")?;
    if !(shortest..=longest).contains(&signature.len()) {
        return Err(wrong);
    }

    let payload = match payload {
        [] => None,
        payload => Some(decode(payload).ok_or("the payload of the token is not base64url without padding")?),
    };
    Ok(Token { algorithm, key_id, header, payload, signed: signed(token), signature })
}

/// Whether a payload can be claims (RFC 7519, section 4): a JSON object in which no member is repeated, at any depth.
pub(crate) fn claims(payload: &[u8]) -> Result<(), &'static str> {
    strict::object(payload)
        .then_some(())
        .ok_or("the claims of the token are not a JSON object, or a member of it is there twice")
}

fn segments(token: &[u8]) -> Result<[&[u8]; 3], &'static str> {
    let mut segments = token.splitn(6, |byte| *byte == b'.');
    let mut next = || segments.next();
    match (next(), next(), next(), next(), next(), next()) {
        (Some(header), Some(payload), Some(signature), None, ..) => Ok([header, payload, signature]),
        (_, _, _, Some(_), Some(_), None) => Err("the token is encrypted (JWE, five segments), not signed"),
        _ => Err("the token is not in compact form: three segments with dots between them"),
    }
}

/// Everything before the last dot.
fn signed(token: &[u8]) -> &[u8] {
    let last = memchr::memrchr(b'.', token);
    last.and_then(|last| token.get(..last)).unwrap_or_default()
}

fn decode(segment: &[u8]) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(std::str::from_utf8(segment).ok()?).ok()
}
