//! `multipart/form-data`, as it comes from anyone: a field is there once or it is not there.
#![cfg(feature = "testing")]

use hookseal::{
    VerifyErrorKind::{self, Malformed, Mismatch, NoSupportedSignature},
    scheme::{Algorithm, Envelope, Field, Part, Scheme, Signature, Text},
};
use http::HeaderMap;

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;

use genuine::{SECRET, URL, builder};

/// As Mailgun's routes sign: two fields, and a third that is the signature.
const FIELDS: Scheme = Scheme::mac("acme", Algorithm::Sha256)
    .signature(Signature::field(Field::form("signature")))
    .message(&[Part::value(Field::form("timestamp")), Part::value(Field::form("token"))]);

const HEAD: &str = "Content-Disposition: form-data; name=";

fn judge(scheme: Scheme, body: impl Into<Vec<u8>>) -> Option<VerifyErrorKind> {
    let verifier = builder(scheme).secret(SECRET).build().expect("a secret");
    genuine::judge(&verifier, URL, &HeaderMap::new(), body.into()).err().map(|error| error.kind())
}

fn tag() -> String {
    mac::hex(mac::sha256(SECRET, "1800000000abc"))
}

/// A part of this head, and its content.
fn part(head: &str, content: &str) -> String {
    format!("{head}\r\n\r\n{content}")
}

fn field(name: &str, content: &str) -> String {
    part(&format!("{HEAD}\"{name}\""), content)
}

fn genuine_parts() -> Vec<String> {
    vec![field("timestamp", "1800000000"), field("token", "abc"), field("signature", &tag())]
}

fn join(boundary: &str, parts: &[String]) -> String {
    let parts: Vec<_> = parts.iter().map(|part| format!("--{boundary}\r\n{part}\r\n")).collect();
    format!("{}--{boundary}--\r\n", parts.concat())
}

/// The genuine parts with another token.
fn with_token(token: String) -> String {
    let mut parts = genuine_parts();
    parts[1] = token;
    join("x", &parts)
}

#[test]
fn any_boundary_will_do() {
    let dashes = "-".repeat(70);
    let boundaries = [
        "x",
        "----WebKitFormBoundary7MA4YWxkTrZu0gW",
        "------------------------d74496d66958873e",
        "=_Part_1_abc(1).'+,/:=?",
        "a boundary with spaces",
        &dashes,
        &"x".repeat(70),
    ];
    for boundary in boundaries {
        assert_eq!(judge(FIELDS, join(boundary, &genuine_parts())), None, "{boundary}");
    }
    for (case, boundary) in [("too long", "x".repeat(71)), ("none", String::new())] {
        assert_eq!(judge(FIELDS, join(&boundary, &genuine_parts())), Some(Malformed), "{case}");
    }
    let mut parts = genuine_parts();
    parts.insert(0, field("body-plain", "two lines\r\n--\r\n--y\r\n and a line that ends with --x"));
    assert_eq!(judge(FIELDS, join("x", &parts)), None, "what resembles a boundary is none");
}

#[test]
fn a_field_is_there_once() {
    let whole = join("x", &genuine_parts());
    let cases = vec![
        ("as it should be", whole.clone(), None),
        ("another token", with_token(field("token", "abd")), Some(Mismatch)),
        ("an empty token", with_token(field("token", "")), Some(Mismatch)),
        ("a token with a line break", with_token(field("token", "abc\r\n")), Some(Mismatch)),
        ("no token", with_token(field("other", "abc")), Some(Malformed)),
        (
            "two tokens",
            with_token(format!("{}\r\n--x\r\n{}", field("token", "abc"), field("token", "abc"))),
            Some(Malformed),
        ),
        (
            "an empty signature",
            join("x", &[&genuine_parts()[..2], &[field("signature", "")]].concat()),
            Some(NoSupportedSignature),
        ),
        ("no signature", join("x", &genuine_parts()[..2]), Some(Malformed)),
        ("no parts", "--x--\r\n".into(), Some(Malformed)),
        ("only a boundary", "--x\r\n".into(), Some(Malformed)),
        ("no last boundary", whole.replace("\r\n--x--\r\n", "\r\n"), Some(Malformed)),
        ("a last boundary cut off", whole.replace("--x--\r\n", "--x-"), Some(Malformed)),
        ("a last boundary without its dashes", whole.replace("--x--\r\n", "--x"), Some(Malformed)),
        ("something after a boundary", whole.replace("--x--\r\n", "--xy\r\n"), Some(Malformed)),
        ("no line break at the end", whole.trim_end().into(), None),
        ("an epilogue", format!("{whole}goodbye\r\n--x\r\n{}", field("token", "abd")), None),
        ("a preamble", format!("hello\r\n{whole}"), Some(Malformed)),
        ("line breaks of another kind", whole.replace("\r\n", "\n"), Some(Malformed)),
        ("a part without a head", with_token("abc".into()), Some(Malformed)),
        ("a form", format!("timestamp=1800000000&token=abc&signature={}", tag()), None),
    ];
    for (case, body, expected) in cases {
        assert_eq!(judge(FIELDS, body), expected, "{case}");
    }
}

#[test]
fn names_are_those_of_the_disposition() {
    let cases = [
        ("as browsers write it", format!("{HEAD}\"token\""), None),
        ("in lower case", format!("{}\"token\"", HEAD.to_lowercase()), None),
        ("in upper case", "CONTENT-DISPOSITION: form-data; name=\"token\"".into(), None),
        ("no space", "Content-Disposition:form-data;name=\"token\"".into(), None),
        ("another header first", format!("Content-Type: text/plain\r\n{HEAD}\"token\""), None),
        ("another header after it", format!("{HEAD}\"token\"\r\nContent-Type: text/plain"), None),
        ("with a file's name", format!("{HEAD}\"token\"; filename=\"a.txt\""), None),
        ("a file's name first", "Content-Disposition: form-data; filename=\"a.txt\"; name=\"token\"".into(), None),
        ("not quoted", format!("{HEAD}token"), Some(Malformed)),
        ("quoted otherwise", format!("{HEAD}'token'"), Some(Malformed)),
        ("another case", format!("{HEAD}\"Token\""), Some(Malformed)),
        ("a space in it", format!("{HEAD}\"token \""), Some(Malformed)),
        ("the beginning of it", format!("{HEAD}\"tok\""), Some(Malformed)),
        ("more than it", format!("{HEAD}\"tokens\""), Some(Malformed)),
        ("in another header", "Content-Type: form-data; name=\"token\"".into(), Some(Malformed)),
        ("as the file's name", format!("{HEAD}\"other\"; filename=\"token\""), Some(Malformed)),
        ("in the file's name", format!("{HEAD}\"other\"; filename=\"a; name=\\\"token\\\"; b\""), Some(Malformed)),
        ("no disposition", "X: y".into(), Some(Malformed)),
    ];
    for (case, head, expected) in cases {
        assert_eq!(judge(FIELDS, with_token(part(&head, "abc"))), expected, "{case}");
    }
}

#[test]
fn the_first_256_parts_are_looked_at() {
    let with = |others: usize| {
        let others = (0..others).map(|number| field(&format!("attachment-{number}"), "x"));
        join("x", &others.chain(genuine_parts()).collect::<Vec<_>>())
    };
    for (others, expected) in
        [(0, None), (253, None), (254, Some(Malformed)), (297, Some(Malformed)), (9_000, Some(Malformed))]
    {
        assert_eq!(judge(FIELDS, with(others)), expected, "{others} others");
    }
}

/// What a part holds is bytes, and what is JSON in one is the document.
#[test]
fn what_is_in_a_part_is_not_changed() {
    let scheme = Scheme::mac("acme", Algorithm::Sha256)
        .signature(Signature::field(Field::form("sig")))
        .envelope(Envelope::SignedInForm(Text::new("json")))
        .id(&[Field::json("/id")]);
    let signed = |content: &[u8]| {
        let sig = mac::hex(mac::sha256(SECRET, content));
        let head = format!("--x\r\n{}\r\n--x\r\n{HEAD}\"json\"\r\n\r\n", field("sig", &sig));
        [head.as_bytes(), content, b"\r\n--x--\r\n"].concat()
    };
    let json = "{\"id\":\"evt_1\",\"note\":\"a+b%20c\\r\\nZo\u{eb} \u{2603}\"}";
    for content in [json.as_bytes(), b"", b"\xff\xfe\0", b"\r\n", b" x \r\n", b"a=b&json=c"] {
        let verifier = builder(scheme).secret(SECRET).build().expect("a secret");
        let event = genuine::judge(&verifier, URL, &HeaderMap::new(), signed(content)).expect("genuine");
        assert_eq!(event.body(), content, "{content:?}");
    }
    let verifier = builder(scheme).secret(SECRET).build().expect("a secret");
    let event = genuine::judge(&verifier, URL, &HeaderMap::new(), signed(json.as_bytes())).expect("genuine");
    assert_eq!((event.id(), event.id_is_signed()), (Some("evt_1"), true));
}
