//! One change of a genuine delivery, of every provider: it is refused, or what is accepted is the same event.
//!
//! Attacks on single headers are in `hostile.rs`, on queries and bodies in `hostile_elsewhere.rs`; here the whole request is
//! changed, whatever in it means something.
#![cfg(feature = "testing")]

use hookseal::provider;

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/whole.rs"]
mod whole;

use whole::Whole;

/// Short, so that every bit of it can be tried.
const SHORT: &str = r#"{"id":"evt_1","type":"a"}"#;

/// The places of the bits that are tried: all of them, or a part of them if that would take too long.
fn bits(len: usize, step: usize) -> impl Iterator<Item = (usize, u8)> {
    (0..len * 8).step_by(step).map(|bit| (bit / 8, 1 << (bit % 8)))
}

fn flipped(bytes: &[u8], (at, mask): (usize, u8)) -> Vec<u8> {
    let mut flipped = bytes.to_vec();
    flipped[at] ^= mask;
    flipped
}

#[test]
fn no_bit_of_any_part_makes_another_event() {
    let (mut accepted, mut refused) = (0, 0);
    for preset in provider::all() {
        let whole = Whole::of(preset.scheme, SHORT);
        // The prime visits every bit of a byte.
        let (step, rare) = if whole.is_slow() { (37, 37) } else { (1, 5) };
        let mut count = |is_accepted: bool| if is_accepted { accepted += 1 } else { refused += 1 };
        let body = whole.request.body().clone();
        let mut of_body = [0, 0];
        for bit in bits(body.len(), if body.len() > 100 { rare } else { step }) {
            let is_accepted = whole.accepts(whole.with_body(flipped(&body, bit)), &format_args!("the body's {bit:?}"));
            of_body[usize::from(is_accepted)] += 1;
            count(is_accepted);
        }
        let (name, [no, yes]) = (whole.name(), of_body);
        assert!(!preset.scheme.covers_body() || no > yes || body.is_empty(), "{name}: {no} bits matter, {yes} do not");
        for (header, value) in whole.request.headers() {
            for bit in bits(value.len(), rare) {
                let Some(request) = whole.with_header(header, &flipped(value.as_bytes(), bit)) else { continue };
                count(whole.accepts(request, &format_args!("{header}: {value:?}: {bit:?}")));
            }
        }
        let url = whole.url();
        let start = genuine::URL.len() - "hook".len();
        for (at, mask) in bits(url.len() - start, rare) {
            let Some(request) = whole.with_url(&flipped(url.as_bytes(), (start + at, mask))) else { continue };
            count(whole.accepts(request, &format_args!("{url}: {:?}", (start + at, mask))));
        }
    }
    assert!(accepted > 1000 && refused > 4 * accepted, "{accepted} accepted, {refused} refused");
}

#[test]
fn no_bit_of_a_long_body_makes_another_event() {
    let long = format!(r#"{{"id":"evt_1","type":"a","text":"{}"}}"#, "Zoë ☃ ".repeat(5000));
    for preset in provider::all().filter(|preset| preset.scheme.covers_body()) {
        let whole = Whole::of(preset.scheme, &long);
        let body = whole.request.body().clone();
        for bit in bits(body.len(), body.len() * 8 / 7).chain(bits(body.len(), body.len() * 2 - 1)) {
            whole.accepts(whole.with_body(flipped(&body, bit)), &format_args!("the body's {bit:?}"));
        }
    }
}

#[test]
fn a_longer_or_shorter_body_is_another() {
    for preset in provider::all().filter(|preset| preset.scheme.covers_body()) {
        let whole = Whole::of(preset.scheme, SHORT);
        let body = whole.request.body().clone();
        for len in 0..body.len() {
            whole.accepts(whole.with_body(body.slice(..len)), &format_args!("its first {len} bytes"));
            whole.accepts(whole.with_body(body.slice(len + 1..)), &format_args!("all but {} bytes", len + 1));
        }
        for more in [&b"\0"[..], b" ", b"\n", b"0", b"}", b"{}", b"&", b"&a=1", b"=", b"\xff", b"]]>", &body] {
            whole.accepts(whole.with_body([&body, more].concat()), &format_args!("{more:?} at the end"));
            whole.accepts(whole.with_body([more, &body].concat()), &format_args!("{more:?} in front"));
        }
    }
}
