//! Every provider of the list refuses every change to a genuine delivery, and tells the sender nothing about it.
#![cfg(feature = "testing")]

use std::collections::BTreeMap;

use bytes::Bytes;
use hookseal::{VerifyErrorKind, provider::Preset};
use http::{HeaderMap, HeaderValue};

#[path = "../support/genuine.rs"]
mod genuine;

use VerifyErrorKind::{Malformed, Mismatch, MissingHeader, NoSupportedSignature};
use genuine::{Genuine, NOW, other_secret, parameters, says, sign, signer, verifier};

/// A delivery that nobody signed, and the kinds of refusal that are right.
struct Forgery {
    what: String,
    headers: HeaderMap,
    body: Bytes,
    kinds: &'static [VerifyErrorKind],
}

type Attack = fn(&Genuine) -> Vec<Forgery>;

/// What can be done to a delivery without the secret, or with another one.
const ATTACKS: &[(&str, Attack)] = &[
    ("one bit of the body", flip_body),
    ("a body that says the same", rewrite_body),
    ("one bit of the signature", flip_signature),
    ("one bit of the signed time", flip_time_header),
    ("one bit of the signed time beside the signature", flip_time_in_list),
    ("one bit of the signed id", flip_id),
    ("a header less", drop_header),
    ("a header twice", repeat_header),
    ("a header too long", lengthen_header),
    ("a header that is not ASCII", not_ascii),
    ("an empty signature header", blank_signature),
    ("a part of the signature", truncate_signature),
    ("more than the signature", extend_signature),
    ("the scheme tag in another case", recase_tag),
    ("another writing of the same bytes", reencode_signature),
    ("ten thousand signatures", many_signatures),
    ("another secret", sign_with_other_secret),
];

#[test]
fn every_attack_on_every_provider_is_refused_alike() {
    let mut answers = Vec::new();
    let mut attacks: BTreeMap<_, _> = ATTACKS.iter().map(|(attack, _)| (attack, 0)).collect();
    for Preset { scheme, .. } in genuine::presets() {
        let genuine = Genuine::of(*scheme);
        let verifier = verifier(*scheme);
        let accepted = genuine.judge(&verifier, &genuine.headers, genuine.body.clone());
        assert!(accepted.is_ok(), "{}: a genuine delivery: {accepted:?}", scheme.name());
        for (attack, forge) in ATTACKS {
            for Forgery { what, headers, body, kinds } in forge(&genuine) {
                let case = format!("{}: {attack}: {what}", scheme.name());
                let error = genuine.judge(&verifier, &headers, body).expect_err(&case);
                assert!(genuine.is_forged(&error, kinds), "{case}: {error:?}");
                assert_eq!(error.status(), 401, "{case}");
                answers.push((case, error.response()));
                *attacks.entry(attack).or_default() += 1;
            }
        }
    }
    assert!(attacks.values().all(|forgeries| *forgeries > 0), "{attacks:?}");
    let first = answers[0].1.clone();
    assert!(first.headers().is_empty() && first.body().is_empty(), "{first:?}");
    for (case, answer) in answers {
        assert_eq!(answer.status(), first.status(), "{case}");
        assert_eq!(answer.headers(), first.headers(), "{case}");
        assert_eq!(answer.body(), first.body(), "{case}");
    }
}

#[test]
fn what_is_not_covered_can_be_changed() {
    for Preset { scheme, .. } in genuine::presets() {
        let genuine = Genuine::of(*scheme);
        let other_body = genuine.judge(&verifier(*scheme), &genuine.headers, "something else");
        // A checksum covers nothing, but it is that of few bodies; a value that a claim repeats is in few, too.
        let is_tied = ["body-checksum", "be-same"].iter().any(|word| genuine::says(scheme, word));
        let is_covered = scheme.covers_body() || is_tied;
        assert_eq!(other_body.is_ok(), !is_covered, "{}: {other_body:?}", scheme.name());
        assert!(genuine.is_computed() || !scheme.covers_body(), "{}: a token covers nothing", scheme.name());
    }
}

#[test]
fn hex_may_be_in_upper_case() {
    for Preset { scheme, .. } in genuine::presets() {
        let genuine = Genuine::of(*scheme);
        if genuine.is_hex() {
            let upper = format!("{}{}", genuine.frame, genuine.signature.to_ascii_uppercase());
            let event = genuine.judge(&verifier(*scheme), &genuine.with_signature(upper), genuine.body.clone());
            assert!(event.is_ok(), "{}: {event:?}", scheme.name());
        }
    }
}

#[test]
fn each_alphabet_of_base64_is_itself_only() {
    for Preset { scheme, .. } in genuine::presets() {
        let sample = Genuine::of(*scheme);
        let is_inside = genuine::says(scheme, "header-json");
        if !sample.is_computed() || sample.is_hex() || is_inside || !scheme.covers_body() {
            continue;
        }
        // Some body's signature has one of the two characters that differ.
        let tampered = (0..100).find_map(|n| {
            let (mut headers, body) = sign(*scheme, format!("{{\"n\":{n}}}")).into_headers_and_body();
            let value = headers[&sample.signature_header].to_str().expect("ASCII").to_owned();
            let (frame, signature) = value.split_at(sample.frame.len());
            let other: String = signature
                .chars()
                .map(|letter| match letter {
                    '+' => '-',
                    '/' => '_',
                    '-' => '+',
                    '_' => '/',
                    letter => letter,
                })
                .collect();
            headers.insert(&sample.signature_header, genuine::header(format!("{frame}{other}")));
            (other != signature).then_some((headers, body))
        });
        let (headers, body) = tampered.unwrap_or_else(|| panic!("{}: a signature with one of them", scheme.name()));
        let error = sample.judge(&verifier(*scheme), &headers, body).expect_err(scheme.name());
        assert!(sample.is_forged(&error, &[Mismatch]), "{}: {error:?}", scheme.name());
    }
}

fn flip_body(genuine: &Genuine) -> Vec<Forgery> {
    let len = genuine.body.len();
    let flips = [0, 1, len / 2, len - 2, len - 1].into_iter().flat_map(|at| (0..8).map(move |bit| (at, bit)));
    // A token covers no body: see `a_token_covers_nothing`.
    let flips = flips.filter(|_| genuine.scheme.covers_body());
    // `%c3` is `%C3`, and signed are the values of a form.
    let is_form = says(&genuine.scheme, "form");
    let same = |at, bit| parameters(&flip(&genuine.body, at, bit)) == parameters(&genuine.body);
    let flips = flips.filter(|(at, bit)| !(is_form && same(*at, *bit)));
    let flipped = flips.map(|(at, bit)| {
        // Gitea's body, if it no longer begins as JSON does, is a form without its field; and a body that is no UTF-8
        // cannot be signed as Hygraph does.
        let may_be_malformed = (genuine.unwraps_form() || is_form) && at == 0 || genuine.scheme.name() == "hygraph";
        let kinds: &[_] = if may_be_malformed { &[Malformed, Mismatch] } else { &[Mismatch] };
        forgery(genuine, format!("byte {at}, bit {bit}"), flip(&genuine.body, at, bit), kinds)
    });
    flipped.collect()
}

fn rewrite_body(genuine: &Genuine) -> Vec<Forgery> {
    let text = std::str::from_utf8(&genuine.body).expect("UTF-8");
    let rewritten = [
        ("a line break at the end", format!("{text}\n")),
        ("a space in front", format!(" {text}")),
        ("a byte order mark", format!("\u{feff}{text}")),
        ("a space inside", text.replacen(',', ", ", 1)),
        ("an escape undone", text.replace('ë', "\\u00eb")),
        ("a member less", text.replace(r#","type":"test.event""#, "")),
        ("nothing left", String::new()),
    ];
    // A byte order mark is no JSON, so Gitea's body is a form then.
    let kinds: &[_] = if genuine.unwraps_form() { &[Malformed, Mismatch] } else { &[Mismatch] };
    let covered = rewritten.into_iter().filter(|_| genuine.scheme.covers_body());
    // A form and a ciphertext have neither commas nor letters like these.
    let is_written_otherwise = says(&genuine.scheme, "form") || says(&genuine.scheme, "encrypted");
    let covered = covered.filter(|(_, body)| !is_written_otherwise || body.as_bytes() != &*genuine.body);
    covered.map(|(what, body)| forgery(genuine, what, body, kinds)).collect()
}

fn flip_signature(genuine: &Genuine) -> Vec<Forgery> {
    let start = genuine.frame.len();
    let all = (start..start + genuine.signature.len()).flat_map(|at| (0..8).map(move |bit| (at, bit)));
    let flips = all.filter_map(|(at, bit)| {
        let value = flip(genuine.value().as_bytes(), at, bit);
        let same_bytes = genuine.is_hex() && value.eq_ignore_ascii_case(genuine.value().as_bytes());
        // What was a signature may begin with a separator now, and then there is none.
        let kinds: &[_] = if at == start { &[Mismatch, NoSupportedSignature] } else { &[Mismatch] };
        (!same_bytes)
            .then(|| with_value(genuine, &genuine.signature_header, format!("byte {at}, bit {bit}"), value, kinds))?
    });
    flips.collect()
}

fn flip_time_header(genuine: &Genuine) -> Vec<Forgery> {
    let Some(name) = &genuine.time_header else { return Vec::new() };
    flip_time(genuine, name, genuine.headers[name].as_bytes())
}

fn flip_time_in_list(genuine: &Genuine) -> Vec<Forgery> {
    flip_time(genuine, &genuine.signature_header, genuine.value().as_bytes())
}

fn flip_time(genuine: &Genuine, name: &http::HeaderName, value: &[u8]) -> Vec<Forgery> {
    let now = NOW.to_string();
    let find = |text: &str| {
        value.windows(text.len()).position(|window| window == text.as_bytes()).map(|at| at..at + text.len())
    };
    let Some(place) = find(&now).or_else(|| find(genuine::NOW_RFC3339)) else { return Vec::new() };
    let all = place.clone().flat_map(|at| (0..8).map(move |bit| (at, bit)));
    let flips = all.filter_map(|(at, bit)| {
        let flipped = flip(value, at, bit);
        // White space around a member of a list is not part of it.
        let text =
            if value.len() > place.len() { flipped[place.clone()].trim_ascii() } else { &flipped[place.clone()] };
        let is_a_time = text.iter().all(u8::is_ascii_digit) && text[0] != b'0';
        // Never `Expired`, whatever time it says now: it is not authentic.
        let kinds: &[_] = match place.len() {
            10 if value.len() > 10 => &[Mismatch, Malformed],
            10 if is_a_time => &[Mismatch],
            10 => &[Malformed],
            _ => &[Mismatch, Malformed],
        };
        with_value(genuine, name, format!("byte {at}, bit {bit}"), flipped, kinds)
    });
    flips.collect()
}

fn flip_id(genuine: &Genuine) -> Vec<Forgery> {
    let Some(name) = &genuine.id_header else { return Vec::new() };
    let value = genuine.headers[name].as_bytes();
    let all = (0..value.len()).flat_map(|at| (0..8).map(move |bit| (at, bit)));
    let flips = all.filter_map(|(at, bit)| {
        let flipped = flip(value, at, bit);
        let is_an_id = flipped.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        let kinds: &[_] = if is_an_id { &[Mismatch] } else { &[Mismatch, Malformed] };
        with_value(genuine, name, format!("byte {at}, bit {bit}"), flipped, kinds)
    });
    flips.collect()
}

fn drop_header(genuine: &Genuine) -> Vec<Forgery> {
    let dropped = genuine.needed().map(|name| {
        let mut headers = genuine.headers.clone();
        headers.remove(name);
        Forgery { headers, ..forgery(genuine, name.as_str(), genuine.body.clone(), &[MissingHeader]) }
    });
    dropped.collect()
}

fn repeat_header(genuine: &Genuine) -> Vec<Forgery> {
    let mut forgeries = Vec::new();
    let single = genuine.needed().filter(|name| **name != genuine.signature_header || !genuine.is_repeatable());
    for name in single {
        let value = &genuine.headers[name];
        let wrong = HeaderValue::from_static("wrong");
        for (what, first, second) in
            [("twice", value, value), ("wrong first", &wrong, value), ("wrong last", value, &wrong)]
        {
            let mut headers = genuine.headers.clone();
            headers.insert(name, first.clone());
            headers.append(name, second.clone());
            let what = format!("{name} {what}");
            forgeries.push(Forgery { headers, ..forgery(genuine, what, genuine.body.clone(), &[Malformed]) });
        }
    }
    forgeries
}

fn lengthen_header(genuine: &Genuine) -> Vec<Forgery> {
    let all = genuine.needed().flat_map(|name| [8 * 1024 + 1, 64 * 1024].map(|len| (name, len)));
    let long = all.filter_map(|(name, len)| {
        let mut value = genuine.headers[name].as_bytes().to_vec();
        value.resize(len, b'0');
        with_value(genuine, name, format!("{name}: {len} bytes"), value, &[Malformed])
    });
    long.collect()
}

fn not_ascii(genuine: &Genuine) -> Vec<Forgery> {
    let all = genuine.needed().flat_map(|name| {
        let value = genuine.headers[name].as_bytes();
        [vec![0xff], [b"\xff", value].concat(), [value, b"\xff"].concat()].map(|value| (name, value))
    });
    let values = all.filter_map(|(name, value)| {
        let is_signature = *name == genuine.signature_header;
        let kinds: &[_] = if is_signature { &[Mismatch, NoSupportedSignature, Malformed] } else { &[Malformed] };
        with_value(genuine, name, format!("{name}: {value:?}"), value, kinds)
    });
    values.collect()
}

fn blank_signature(genuine: &Genuine) -> Vec<Forgery> {
    let blank = ["", " ", "   ", "\t"];
    blank.iter().filter_map(|value| signature(genuine, format!("{value:?}"), value, &[Malformed])).collect()
}

fn truncate_signature(genuine: &Genuine) -> Vec<Forgery> {
    let prefixes = (0..genuine.signature.len()).filter_map(|len| {
        let kinds: &[_] = match (len, genuine.frame.len()) {
            (0, 0) => &[Malformed],
            (0, _) => &[NoSupportedSignature],
            _ => &[Mismatch],
        };
        let value = format!("{}{}", genuine.frame, &genuine.signature[..len]);
        signature(genuine, format!("{len} characters"), value, kinds)
    });
    let beheaded = format!("{}{}", genuine.frame, &genuine.signature[1..]);
    prefixes.chain(signature(genuine, "without its first character", beheaded, &[Mismatch])).collect()
}

fn extend_signature(genuine: &Genuine) -> Vec<Forgery> {
    let more = ["0", "A", "=", "==", "00", "\u{7e}", &genuine.signature];
    let extended = more.iter().map(|more| (format!("with {more}"), format!("{}{more}", genuine.value())));
    extended.filter_map(|(what, value)| signature(genuine, what, value, &[Mismatch])).collect()
}

fn recase_tag(genuine: &Genuine) -> Vec<Forgery> {
    let recased = genuine.frame.to_ascii_uppercase();
    let tagged = Some(format!("{recased}{}", genuine.signature)).filter(|_| recased != genuine.frame);
    tagged.and_then(|value| signature(genuine, value.clone(), value, &[NoSupportedSignature])).into_iter().collect()
}

/// Only one text stands for the bytes of a signature, apart from the case of hex.
fn reencode_signature(genuine: &Genuine) -> Vec<Forgery> {
    let Genuine { frame, signature: text, .. } = genuine;
    let mut writings = Vec::new();
    if genuine.is_hex() {
        writings.push(("0x in front", format!("0x{text}")));
        writings.push(("odd length", text[1..].to_owned()));
        writings.push((
            "separated bytes",
            text.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair)).collect::<Vec<_>>().join(":"),
        ));
    }
    if genuine.is_base64() {
        let unpadded = text.trim_end_matches('=');
        let stray = unpadded.as_bytes()[unpadded.len() - 1] + 1;
        writings.push(("without padding", unpadded.to_owned()));
        writings.push((
            "stray bits",
            format!("{}{}{}", &unpadded[..unpadded.len() - 1], char::from(stray), &text[unpadded.len()..]),
        ));
        writings.push(("space inside", format!("{}\t{}", &text[..8], &text[8..])));
    }
    writings
        .into_iter()
        .filter_map(|(what, text)| signature(genuine, what, format!("{frame}{text}"), &[Mismatch]))
        .collect()
}

fn many_signatures(genuine: &Genuine) -> Vec<Forgery> {
    let list = |separator| vec![genuine.value(); 10_000].join(separator);
    let lists = [",", ";", " "].map(|separator| signature(genuine, separator, list(separator), &[Malformed]));
    lists.into_iter().flatten().collect()
}

fn sign_with_other_secret(genuine: &Genuine) -> Vec<Forgery> {
    let delivery = signer(genuine.scheme).sign(other_secret(genuine.scheme), genuine.body.clone());
    let (headers, body) = delivery.into_headers_and_body();
    vec![Forgery { what: "the same delivery".into(), headers, body, kinds: &[Mismatch] }]
}

fn forgery(
    genuine: &Genuine,
    what: impl Into<String>,
    body: impl Into<Bytes>,
    kinds: &'static [VerifyErrorKind],
) -> Forgery {
    Forgery { what: what.into(), headers: genuine.headers.clone(), body: body.into(), kinds }
}

/// With another value for one header, unless no header can have it.
fn with_value(
    genuine: &Genuine,
    name: &http::HeaderName,
    what: impl Into<String>,
    value: impl AsRef<[u8]>,
    kinds: &'static [VerifyErrorKind],
) -> Option<Forgery> {
    HeaderValue::from_bytes(value.as_ref()).ok()?;
    Some(Forgery { headers: genuine.with(name, value), ..forgery(genuine, what, genuine.body.clone(), kinds) })
}

fn signature(
    genuine: &Genuine,
    what: impl Into<String>,
    value: impl AsRef<[u8]>,
    kinds: &'static [VerifyErrorKind],
) -> Option<Forgery> {
    with_value(genuine, &genuine.signature_header, what, value, kinds)
}

fn flip(bytes: &[u8], at: usize, bit: u32) -> Vec<u8> {
    let mut flipped = bytes.to_vec();
    flipped[at] ^= 1 << bit;
    flipped
}
