//! Other writings of one delivery, of every provider: what still verifies is the same event. Each kind of change is accepted
//! somewhere, so that none is tried in vain.
//!
//! Other writings of signature headers are in `idempotency_keys.rs`.
#![cfg(all(feature = "testing", feature = "ecdsa", feature = "xml"))]

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use bytes::Bytes;
use hookseal::provider;
use http::{HeaderName, HeaderValue, Request};
use serde_json::Value;

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/whole.rs"]
mod whole;

use whole::Whole;

const BODY: &str = r#"{"id":"evt_1","type":"test.event","note":"a b/c"}"#;

/// A change of a whole request; `None` if there is nothing to change.
type Change = fn(&Whole) -> Option<Request<Bytes>>;

const CHANGES: &[(&str, Change)] = &[
    ("headers in another order", |whole| {
        let mut request = whole.request.clone();
        let headers: Vec<_> = request.headers_mut().drain().collect();
        request.headers_mut().extend(headers.into_iter().rev());
        Some(request)
    }),
    ("headers of the way", |whole| {
        let mut request = whole.request.clone();
        let more = ["via", "x-forwarded-for", "x-forwarded-host", "traceparent", "x-request-start", "cookie"];
        let value = HeaderValue::from_static("203.0.113.7");
        request.headers_mut().extend(more.map(|name| (HeaderName::from_static(name), value.clone())));
        Some(request)
    }),
    ("another content type", |whole| whole.with_header(&http::header::CONTENT_TYPE, b"text/plain; charset=utf-16")),
    ("white space around values", |whole| {
        let mut request = whole.request.clone();
        for value in request.headers_mut().values_mut() {
            *value = HeaderValue::from_bytes(&[b" ", value.as_bytes(), b"\t"].concat()).ok()?;
        }
        Some(request)
    }),
    ("another host", |whole| whole.with_url(whole.url().replace("example.com", "internal:8080").as_bytes())),
    ("another method", |whole| {
        let mut request = whole.request.clone();
        *request.method_mut() = http::Method::PUT;
        Some(request)
    }),
    ("parameters of the query in another order", |whole| query(whole, reversed)),
    ("a parameter more in the query", |whole| query(whole, |query| format!("{query}&more=1"))),
    ("a parameter in front of the query", |whole| query(whole, |query| format!("more=1&{query}"))),
    ("an empty parameter in the query", |whole| query(whole, |query| format!("&{query}&"))),
    ("a letter of the query escaped", |whole| query(whole, escaped)),
    ("a query in lower case", |whole| query(whole, str::to_ascii_lowercase)),
    ("a query where there was none", |whole| whole.with_url(format!("{}?more=1", whole.url()).as_bytes())),
    ("fields of a form in another order", |whole| form(whole, reversed)),
    ("a field more in a form", |whole| form(whole, |form| format!("{form}&more=1"))),
    ("an empty field in a form", |whole| form(whole, |form| format!("&{form}&"))),
    ("a letter of a form escaped", |whole| form(whole, escaped)),
    ("escapes of a form in lower case", |whole| form(whole, lower_escapes)),
    ("spaces of a form as escapes", |whole| form(whole, |form| form.replace('+', "%20"))),
    ("spaces of a form as plus", |whole| form(whole, |form| form.replace("%20", "+"))),
    ("members in another order", |whole| {
        json(whole, |document| {
            let members: Vec<_> = std::mem::take(document.as_object_mut()?).into_iter().collect();
            let written: Vec<_> = members.iter().rev().map(|(name, value)| format!("{name:?}:{value}")).collect();
            Some(format!("{{{}}}", written.join(",")))
        })
    }),
    ("a member more", |whole| {
        json(whole, |document| {
            document.as_object_mut()?.insert("zzz_more".into(), Value::from(1));
            Some(document.to_string())
        })
    }),
    ("white space in JSON", |whole| json(whole, |document| serde_json::to_string_pretty(document).ok())),
    ("white space around JSON", |whole| json(whole, |document| Some(format!("\r\n {document}\n")))),
    ("escapes in JSON", |whole| {
        text(whole).filter(|text| text.starts_with('{')).map(|text| whole.with_body(text.replace("evt", "\\u0065vt")))
    }),
    ("the signature in the body in upper case", |whole| {
        let body = text(whole)?;
        let is_hex = |part: &&str| part.len() >= 32 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let hex = body.split(|letter: char| !letter.is_ascii_alphanumeric()).find(is_hex)?;
        Some(whole.with_body(body.replace(hex, &hex.to_ascii_uppercase())))
    }),
    ("white space around XML", |whole| xml(whole, |body| format!("\n{body}\n"))),
    ("a comment in XML", |whole| xml(whole, |body| body.replacen("</", "<!-- more --></", 1))),
    ("an element more in XML", |whole| {
        let body = text(whole).filter(|body| body.starts_with('<'))?;
        let (before, end) = body.rsplit_once("</")?;
        Some(whole.with_body(format!("{before}<More>1</More></{end}")))
    }),
    ("a line break behind the body", |whole| Some(whole.with_body([whole.request.body(), &b"\n"[..]].concat()))),
    ("another signature of the same key", other_signature),
];

fn text(whole: &Whole) -> Option<&str> {
    std::str::from_utf8(whole.request.body()).ok()
}

fn query(whole: &Whole, change: impl Fn(&str) -> String) -> Option<Request<Bytes>> {
    let url = whole.url();
    let (before, query) = url.split_once('?')?;
    whole.with_url(format!("{before}?{}", change(query)).as_bytes())
}

fn form(whole: &Whole, change: impl Fn(&str) -> String) -> Option<Request<Bytes>> {
    let form = text(whole).filter(|text| !text.starts_with(['{', '[', '<', '-']) && text.contains('='))?;
    Some(whole.with_body(change(form)))
}

fn json(whole: &Whole, change: impl Fn(&mut Value) -> Option<String>) -> Option<Request<Bytes>> {
    let mut document = serde_json::from_slice(whole.request.body()).ok()?;
    Some(whole.with_body(change(&mut document)?))
}

fn xml(whole: &Whole, change: impl Fn(&str) -> String) -> Option<Request<Bytes>> {
    text(whole).filter(|text| text.starts_with('<')).map(|text| whole.with_body(change(text)))
}

fn reversed(pairs: &str) -> String {
    pairs.split('&').rev().collect::<Vec<_>>().join("&")
}

/// The first letter of a value as an escape: `a=b` as `a=%62`.
fn escaped(pairs: &str) -> String {
    let Some(at) = pairs.find('=').filter(|at| at + 1 < pairs.len()) else { return pairs.to_owned() };
    let (before, after) = pairs.split_at(at + 1);
    let Some(first) = after.bytes().next().filter(u8::is_ascii_alphanumeric) else { return pairs.to_owned() };
    format!("{before}%{first:02X}{}", &after[1..])
}

fn lower_escapes(pairs: &str) -> String {
    let mut pieces = pairs.split('%');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |lowered, piece| match piece.split_at_checked(2) {
        Some((digits, rest)) => format!("{lowered}%{}{rest}", digits.to_ascii_lowercase()),
        None => format!("{lowered}%{piece}"),
    })
}

/// What the order of P-256 is, less the second half of a signature, is the second half of another one of the same message: of
/// ECDSA, whoever has one signature has two.
fn other_signature(whole: &Whole) -> Option<Request<Bytes>> {
    if !genuine::says(&whole.scheme, "p256") && !genuine::says(&whole.scheme, "ES256") {
        return None;
    }
    for (name, value) in whole.request.headers() {
        if let Some(other) = value.to_str().ok().and_then(with_other_signature) {
            return whole.with_header(name, other.as_bytes());
        }
    }
    Some(whole.with_body(with_other_signature(text(whole)?)?))
}

/// The text with another signature for that of ECDSA, which is its last piece of base64.
fn with_other_signature(text: &str) -> Option<String> {
    let is_inside = |letter: char| letter.is_ascii_alphanumeric() || "+/=-_".contains(letter);
    let piece = text.split(|letter| !is_inside(letter)).rfind(|piece| piece.len() >= 80)?;
    let (decoded, is_for_urls) = match Base64UrlUnpadded::decode_vec(piece) {
        Ok(decoded) => (decoded, true),
        Err(_) => (Base64::decode_vec(piece).ok()?, false),
    };
    let other = match (decoded.len(), decoded.as_slice()) {
        (64, pair) => [&pair[..32], &rest_of_order(&pair[32..])].concat(),
        // DER: a sequence of two integers, each of which may have a zero in front.
        (_, [0x30, _, 0x02, first, rest @ ..]) => {
            let (first, rest) = rest.split_at_checked(usize::from(*first))?;
            let second = rest_of_order(rest.strip_prefix(&[0x02])?.get(1..)?);
            let number = |bytes: &[u8]| {
                let start = bytes.iter().position(|byte| *byte != 0).unwrap_or_default();
                let zero = &[0][..usize::from(bytes[start] >= 0x80)];
                let digits = [zero, &bytes[start..]].concat();
                [&[0x02, u8::try_from(digits.len()).expect("32 bytes")][..], &digits].concat()
            };
            let pair = [number(first), number(&second)].concat();
            [&[0x30, u8::try_from(pair.len()).expect("70 bytes")][..], &pair].concat()
        }
        _ => return None,
    };
    let written = if is_for_urls { Base64UrlUnpadded::encode_string(&other) } else { Base64::encode_string(&other) };
    Some(text.replace(piece, &written))
}

/// The order of P-256 (FIPS 186-4, D.1.2.3) less a number.
fn rest_of_order(number: &[u8]) -> [u8; 32] {
    const ORDER: [u8; 32] = [
        0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad,
        0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];
    let (mut rest, mut borrow) = (ORDER, 0);
    let digits = number.iter().rev().chain(std::iter::repeat(&0));
    for (place, digit) in rest.iter_mut().rev().zip(digits) {
        let difference = i32::from(*place) - i32::from(*digit) - borrow;
        borrow = i32::from(difference < 0);
        *place = u8::try_from(difference + 256 * borrow).expect("a byte");
    }
    rest
}

#[test]
fn what_still_verifies_is_the_same_event() {
    let mut accepted = vec![0; CHANGES.len()];
    for preset in provider::all() {
        let whole = Whole::of(preset.scheme, BODY);
        for ((what, change), count) in CHANGES.iter().zip(&mut accepted) {
            if let Some(request) = change(&whole) {
                *count += usize::from(whole.accepts(request, what));
            }
        }
    }
    let counts: Vec<_> = CHANGES.iter().map(|(what, _)| what).zip(&accepted).collect();
    assert!(accepted.iter().all(|count| *count > 0), "each is accepted somewhere: {counts:?}");
}
