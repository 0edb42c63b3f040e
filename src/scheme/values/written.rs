//! URLs, bodies and headers, written otherwise than they were received.

use http::{HeaderMap, HeaderName};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    error::Cause,
    scheme::{Listing, find},
};

/// How many headers a sender may list.
const MAX_LISTED: usize = 32;

/// A header's name, as it is known and as it was listed, and its value.
type Listed<'h> = (HeaderName, &'h [u8], &'h [u8]);

/// The headers that a sender lists, each of which must be there once.
pub(super) fn listed_headers(
    names: &[u8],
    listing: Listing,
    time: Option<&HeaderName>,
    headers: &HeaderMap,
) -> Result<Vec<u8>, Cause> {
    let malformed = |why| Cause::MalformedBody { place: "list of signed headers".into(), why };
    let names = names.split(|byte| matches!(byte, b' ' | b',')).map(<[u8]>::trim_ascii).filter(|name| !name.is_empty());
    let mut listed = Vec::new();
    for name in names {
        if listed.len() == MAX_LISTED {
            return Err(malformed("it has more than 32 names"));
        }
        let known = HeaderName::from_bytes(name).map_err(|_| malformed("it has what is no name of a header"))?;
        let value = find::required(headers, &known)?;
        let place = match listing {
            Listing::SortedPairs => {
                listed.partition_point(|(before, ..): &Listed<'_>| before.as_str() <= known.as_str())
            }
            Listing::Values | Listing::Lines => listed.len(),
        };
        listed.insert(place, (known, name, value.as_bytes().trim_ascii()));
    }
    if time.is_some_and(|time| !listed.iter().any(|(name, ..)| name == time)) {
        return Err(malformed("the time of signing is not in it, so it is not signed"));
    }
    let mut text = Vec::new();
    for (known, name, value) in &listed {
        let pieces: [&[u8]; 4] = match listing {
            Listing::Values => [b"", b"", value, b"."],
            Listing::SortedPairs => [known.as_str().as_bytes(), b":", value, b";"],
            Listing::Lines => [name, b": ", value, b"\n"],
        };
        for piece in pieces {
            text.extend_from_slice(piece);
        }
    }
    if listing != Listing::Lines {
        // Dot and semicolon stand between what is listed, not after it.
        text.pop();
    }
    Ok(text)
}

/// What `querystring.escape` leaves as it is.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// What ECMAScript's `encodeURI` leaves as it is: that, and what has a meaning in a URL.
const URI: &AsciiSet = &QUERY
    .remove(b';')
    .remove(b'/')
    .remove(b'?')
    .remove(b':')
    .remove(b'@')
    .remove(b'&')
    .remove(b'=')
    .remove(b'+')
    .remove(b'$')
    .remove(b',')
    .remove(b'#');

/// `encodeURI(path + "?" + escape(query))`: the query is escaped twice.
pub(super) fn encoded_path(path: &str, query: Option<&str>) -> String {
    let encoded = utf8_percent_encode(path, URI).to_string();
    match query {
        Some(query) if !query.is_empty() => {
            let escaped = utf8_percent_encode(query, QUERY).to_string();
            format!("{encoded}?{}", utf8_percent_encode(&escaped, URI))
        }
        _ => encoded,
    }
}

/// The path as Atlassian's tokens have it in `qsh`.
pub(super) fn canonical_path(path: &str) -> String {
    let path = path.replace('&', "%26");
    let shorter = path.strip_suffix('/').unwrap_or(&path);
    if shorter.is_empty() { "/".to_owned() } else { shorter.to_owned() }
}

/// The body as a JSON string, quotes and escapes included.
#[cfg(feature = "json")]
pub(super) fn as_json_string(body: &[u8]) -> Result<Vec<u8>, Cause> {
    let why = "it is not UTF-8, so it cannot be signed as a JSON string";
    let malformed = || Cause::MalformedBody { place: "body".into(), why };
    let text = std::str::from_utf8(body).map_err(|_| malformed())?;
    serde_json::to_vec(text).map_err(|_| malformed())
}

/// `Plan::new` has refused the scheme.
#[cfg(not(feature = "json"))]
pub(super) fn as_json_string(_: &[u8]) -> Result<Vec<u8>, Cause> {
    Err(Cause::MalformedBody { place: "body".into(), why: "the feature `json` is off" })
}

/// The escapes that HubSpot undoes before it signs, and what they stand for; no others, and in upper case only.
const DECODED: [(&str, &str); 12] = [
    ("%3A", ":"),
    ("%2F", "/"),
    ("%3F", "?"),
    ("%40", "@"),
    ("%21", "!"),
    ("%24", "$"),
    ("%27", "'"),
    ("%28", "("),
    ("%29", ")"),
    ("%2A", "*"),
    ("%2C", ","),
    ("%3B", ";"),
];

/// The URL as HubSpot signs it. One pass: what an escape stands for is never taken for a part of another.
pub(super) fn decoded_url(url: &str) -> String {
    let mut decoded = String::with_capacity(url.len());
    let mut rest = url;
    while let Some((before, from)) = rest.find('%').and_then(|place| rest.split_at_checked(place)) {
        decoded.push_str(before);
        let known = DECODED.iter().find_map(|(escape, plain)| Some((plain, from.strip_prefix(escape)?)));
        let (plain, after) = known.unwrap_or_else(|| (&"%", from.get(1..).unwrap_or_default()));
        decoded.push_str(plain);
        rest = after;
    }
    decoded + rest
}

/// The CRC-32 of the body in decimal digits.
#[cfg(feature = "crc32")]
pub(super) fn checksum(body: &[u8]) -> Vec<u8> {
    crc32fast::hash(body).to_string().into_bytes()
}

/// `Plan::new` has refused the scheme.
#[cfg(not(feature = "crc32"))]
pub(super) fn checksum(_: &[u8]) -> Vec<u8> {
    Vec::new()
}
