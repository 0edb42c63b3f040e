//! Where one signed part of a delivery ends and the next begins is signed, too: of all the ways to cut the same bytes, of
//! every provider, only one is accepted, or those that are say the same.
//!
//! Crafted messages of the usual layouts are in `properties.rs`.
#![cfg(feature = "testing")]

use std::{collections::BTreeSet, ops::Range};

use bytes::Bytes;
use hookseal::{Scheme, provider};
use http::{HeaderName, Request};

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/whole.rs"]
mod whole;

use genuine::{ID, NOW, NOW_RFC3339};
use whole::Whole;

/// Bodies that go on like an id, a number or a date, or have in them what stands between parts.
const BODIES: [&str; 6] = [
    r#"{"id":"evt_1","type":"a"}"#,
    "12.34:5",
    "2027-01-15T08:00:00Z",
    r#"0.{"a":1}.:v0:"#,
    "msg_2.1800000000.x",
    "Z&a=1\n|;,x=2",
];

/// Their formula has dots between headers, and between those and the body, and either may have dots: no verifier can tell.
const JOINED_BY_DOTS: [&str; 2] = ["hook0", "coinbase-cdp"];

/// Where a part is.
#[derive(Clone, Debug, PartialEq)]
enum Place {
    /// A piece of a header's value.
    Header(HeaderName, Range<usize>),
    /// A piece of the query.
    Query(Range<usize>),
    Body,
}

impl Place {
    fn bytes(&self, whole: &Whole) -> Vec<u8> {
        match self {
            Self::Header(name, range) => whole.request.headers()[name].as_bytes()[range.clone()].to_vec(),
            Self::Query(range) => whole.url().as_bytes()[range.clone()].to_vec(),
            Self::Body => whole.request.body().to_vec(),
        }
    }

    /// The request with other bytes in this place; `None` if they do not go there.
    fn put(&self, request: &Request<Bytes>, bytes: &[u8]) -> Option<Request<Bytes>> {
        let replaced =
            |whole: &[u8], range: &Range<usize>| [&whole[..range.start], bytes, &whole[range.end..]].concat();
        let mut request = request.clone();
        match self {
            Self::Header(name, range) => {
                let value = replaced(request.headers()[name].as_bytes(), range);
                request.headers_mut().insert(name, http::HeaderValue::from_bytes(&value).ok()?);
            }
            Self::Query(range) => {
                let url = replaced(request.uri().to_string().as_bytes(), range);
                *request.uri_mut() = String::from_utf8(url).ok()?.parse().ok()?;
            }
            Self::Body => *request.body_mut() = Bytes::copy_from_slice(bytes),
        }
        Some(request)
    }
}

/// The parts that matter: each header's value, the time and the id in them, each value of the query, and the body.
fn places(whole: &Whole) -> Vec<Place> {
    let mut places = vec![Place::Body];
    let millis = format!("{NOW}000");
    for (name, value) in whole.request.headers() {
        let text = value.to_str().expect("ASCII");
        places.push(Place::Header(name.clone(), 0..text.len()));
        let known = [&millis, &NOW.to_string(), NOW_RFC3339, ID];
        let inside =
            known.iter().find_map(|part| Some((text.find(*part)?, part.len()))).filter(|(_, len)| *len < text.len());
        places.extend(inside.map(|(at, len)| Place::Header(name.clone(), at..at + len)));
    }
    let url = whole.url();
    if let Some(start) = url.find('?') {
        let mut at = start + 1;
        for pair in url[at..].split('&') {
            let value = pair.find('=').map_or(at, |equals| at + equals + 1);
            places.push(Place::Query(value..at + pair.len()));
            at += pair.len() + 1;
        }
    }
    // What can be replaced by anything is not signed.
    let is_signed = |place: &Place| {
        let mut bytes = place.bytes(whole);
        bytes.rotate_left(1);
        bytes.push(b'1');
        place.put(&whole.request, &bytes).is_none_or(|request| !whole.accepts(request, &"something else"))
    };
    places.retain(is_signed);
    places
}

/// What the scheme writes between its parts, and nothing.
fn separators(scheme: &Scheme) -> BTreeSet<String> {
    let written = serde_json::to_value(scheme).expect("a scheme");
    let mut messages = vec![&written["message"], &written["or-message"]["message"]];
    messages.retain(|message| message.is_array());
    let parts = messages.iter().flat_map(|message| message.as_array().expect("parts"));
    let literals = parts.filter_map(|part| Some(part["literal"].as_str()?.to_owned()));
    literals.chain([String::new(), "\n".into()]).collect()
}

/// Cuts two parts, one behind the other, everywhere else than they were.
fn recut(whole: &Whole, first: &Place, second: &Place, between: &str, wrong: &mut Vec<String>) -> usize {
    let (one, two) = (first.bytes(whole), second.bytes(whole));
    let joined = [&*one, between.as_bytes(), &two].concat();
    let mut tried = 0;
    for end in (0..=joined.len() - between.len()).filter(|end| *end != one.len()) {
        let Some(rest) = joined[end..].strip_prefix(between.as_bytes()) else { continue };
        // The second is put first: a piece of a header's value moves what is behind it.
        let request = first.put(&whole.request, &joined[..end]).and_then(|request| second.put(&request, rest));
        let Some(request) = request else { continue };
        if let Err(why) = whole.judge(request) {
            let joined = String::from_utf8_lossy(&joined);
            wrong.push(format!("{}: {first:?} and {second:?} cut at {end} of {joined:?}: {why}", whole.name()));
        }
        tried += 1;
    }
    tried
}

#[test]
fn no_other_cut_of_what_is_signed_is_accepted() {
    let (mut schemes, mut cuts, mut wrong) = (0, 0, Vec::new());
    for preset in provider::all().filter(|preset| !JOINED_BY_DOTS.contains(&preset.scheme.name())) {
        let mut of_scheme = 0;
        for body in BODIES {
            let Some(whole) = Whole::try_of(preset.scheme, body) else { continue };
            // A step through the bodies: private keys take long.
            if whole.is_slow() && body != BODIES[0] && body != BODIES[2] {
                continue;
            }
            let places = places(&whole);
            for first in &places {
                // Two pieces of one header are moved by each other.
                let is_other = |second: &&Place| match (first, second) {
                    (Place::Header(one, _), Place::Header(other, _)) => one != other,
                    (Place::Query(_), Place::Query(_)) => false,
                    _ => first != *second,
                };
                for second in places.iter().filter(is_other) {
                    for between in separators(&preset.scheme) {
                        of_scheme += recut(&whole, first, second, &between, &mut wrong);
                    }
                }
            }
        }
        schemes += usize::from(of_scheme > 0);
        cuts += of_scheme;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let all = provider::all().count();
    assert!(schemes > all / 2 && cuts > 50_000, "{cuts} cuts of {schemes} of {all} schemes");
}

/// Plivo and Sinch sign a nonce behind the body: what a text message says must not become a part of it.
#[test]
fn a_header_behind_the_body_has_no_part_of_it() {
    for (name, header) in [("plivo", "x-plivo-signature-v3-nonce"), ("sinch", "x-sinch-webhook-signature-nonce")] {
        let whole = Whole::of(genuine::scheme(name), "From=1&Text=Hi.+Bye");
        let nonce = whole.request.headers()[header].as_bytes().to_vec();
        // Plivo signs names and values one after the other, and decoded.
        let (before, after) = if name == "plivo" { ("From=1&Text=Hi", " Bye") } else { ("From=1&Text=Hi", "+Bye") };
        let cut = whole.with_header(&HeaderName::from_static(header), &[after.as_bytes(), b".", &nonce].concat());
        let cut = cut.expect("a header").map(|_| Bytes::from(before));
        // White space at the beginning of a value is not part of it in HTTP, but a header map may have it.
        assert!(!whole.accepts(cut, &"a body that ends earlier"));
    }
}
