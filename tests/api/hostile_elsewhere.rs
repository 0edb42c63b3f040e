//! Providers whose signature or token is in the query or in the body: every change to it is refused, as in a header.
#![cfg(feature = "testing")]

use bytes::Bytes;
use hookseal::{
    Verifier,
    VerifyErrorKind::{self, Malformed, Mismatch, MissingHeader, NoSupportedSignature},
    verifier::Custom,
};
use http::Request;

#[path = "../support/genuine.rs"]
mod genuine;

use genuine::{BODY, other_secret, secret, sign, signer, verifier};

const REFUSALS: [VerifyErrorKind; 4] = [Malformed, MissingHeader, Mismatch, NoSupportedSignature];

/// The URL and the body of a delivery, in which its signature is somewhere.
struct Whole {
    request: Request<Bytes>,
}

impl Whole {
    fn new(request: Request<Bytes>) -> Self {
        Self { request }
    }

    /// URL and body in one text, so that places in either can be pointed at.
    fn text(&self) -> (String, usize) {
        let url = self.request.uri().to_string();
        let body = std::str::from_utf8(self.request.body()).expect("a text");
        (format!("{url}{body}"), url.len())
    }

    /// The same request with another text; `None` if that is no URL.
    fn with(&self, text: &[u8], split: usize) -> Option<Request<Bytes>> {
        let (url, body) = text.split_at(split);
        let mut request = Request::new(Bytes::copy_from_slice(body));
        *request.method_mut() = self.request.method().clone();
        *request.headers_mut() = self.request.headers().clone();
        *request.uri_mut() = std::str::from_utf8(url).ok()?.parse().ok()?;
        Some(request)
    }
}

fn refused(verifier: &Verifier<Custom>, case: &str, request: Request<Bytes>) {
    let name = verifier.scheme().name();
    let error = verifier.verify_request(request).expect_err(&format!("{name}: {case}"));
    assert!(REFUSALS.contains(&error.kind()), "{name}: {case}: {error:?}");
    assert_eq!((error.status().as_u16(), error.response().body().len()), (401, 0), "{name}: {case}");
    assert!(error.response().headers().is_empty(), "{name}: {case}");
}

#[test]
fn a_genuine_delivery_is_accepted_and_one_with_another_secret_is_not() {
    let mut names = Vec::new();
    for preset in genuine::other_presets() {
        let verifier = verifier(preset.scheme);
        let genuine = verifier.verify_request(sign(preset.scheme, BODY).into_request());
        assert!(genuine.is_ok(), "{}: {genuine:?}", preset.scheme.name());
        let forged = signer(preset.scheme).sign(other_secret(preset.scheme), BODY).into_request();
        refused(&verifier, "another secret", forged);
        names.push(preset.scheme.name());
    }
    assert!(!names.is_empty(), "there are such providers");
}

#[test]
fn no_bit_of_it_can_be_changed() {
    for preset in genuine::other_presets() {
        let verifier = verifier(preset.scheme);
        let whole = Whole::new(sign(preset.scheme, BODY).into_request());
        let (text, split) = whole.text();
        let other = Whole::new(signer(preset.scheme).sign(other_secret(preset.scheme), BODY).into_request()).text().0;
        // What another secret changes is the signature. It has the same length, or it is the secret itself.
        let start = text.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
        let same_end = text.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count();
        let end = text.len() - same_end;
        assert!(start + 8 < end, "{}: a signature in {text}", preset.scheme.name());
        let mut tried = 0;
        for (at, bit) in (start..end).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
            let mut flipped = text.clone().into_bytes();
            flipped[at] ^= 1 << bit;
            let same_hex = flipped.eq_ignore_ascii_case(text.as_bytes()) && preset.scheme.proof() != token();
            let Some(request) = whole.with(&flipped, split).filter(|_| !same_hex) else { continue };
            refused(&verifier, &format!("byte {at}, bit {bit}"), request);
            tried += 1;
        }
        assert!(tried > 50, "{}: {tried} changes", preset.scheme.name());
    }
}

fn token() -> hookseal::scheme::Proof {
    hookseal::scheme::Proof::Token
}

#[test]
fn without_it_or_with_two_of_it_nothing_is_accepted() {
    for preset in genuine::other_presets() {
        let verifier = verifier(preset.scheme);
        let genuine = sign(preset.scheme, BODY).into_request();
        let plain = |body: &str| {
            let whole = Whole::new(genuine.clone());
            whole.with([genuine::URL, body].concat().as_bytes(), genuine::URL.len()).expect("a URL")
        };
        for body in ["", BODY, "{}", "[]", "null", "\"x\"", "7", "a=b", "&&&", "=", "%", "--x\r\n", "\u{feff}{}"] {
            refused(&verifier, &format!("nothing but {body:?}"), plain(body));
        }
        refused(&verifier, "a deep body", plain(&"[".repeat(100_000)));
        refused(&verifier, "a long body", plain(&format!("{{\"x\":\"{}\"}}", "x".repeat(900_000))));

        // Every member or field that there is, once more, in front and at the end.
        let (text, split) = Whole::new(genuine.clone()).text();
        let (url, body) = text.split_at(split);
        if let Some(query) = genuine.uri().query() {
            let doubled = format!("{url}&{query}");
            let request = Whole::new(genuine.clone()).with(format!("{doubled}{body}").as_bytes(), doubled.len());
            refused(&verifier, "a doubled query", request.expect("a URL"));
        } else if let Some(members) = body.strip_prefix('{') {
            let doubled = format!("{{{},{members}", members.strip_suffix('}').expect("an object"));
            refused(&verifier, "doubled members", plain(&doubled));
        } else {
            refused(&verifier, "doubled fields", plain(&format!("{body}&{body}")));
        }
    }
}

#[test]
fn a_value_of_another_type_is_not_it() {
    for preset in genuine::other_presets() {
        let text = String::from_utf8(sign(preset.scheme, BODY).body().to_vec()).expect("a text");
        let secret = format!("{:?}", secret(preset.scheme));
        if preset.scheme.proof() != token() || !text.contains(&secret) {
            continue;
        }
        let verifier = verifier(preset.scheme);
        for other in ["null", "true", "7", "[]", "{}", &format!("[{secret}]"), &format!("{{\"x\":{secret}}}"), "\"\""] {
            let body = text.replacen(&secret, other, 1);
            let mut request = sign(preset.scheme, BODY).into_request();
            *request.body_mut() = body.into();
            refused(&verifier, other, request);
        }
    }
}
