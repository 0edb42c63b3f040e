//! What is signed: headers that the sender lists, values that may be missing, the body as JSON, the encoded path; and what
//! must be there besides.
#![cfg(feature = "testing")]

use bytes::Bytes;
use hookseal::{
    Secret, Verified, Verifier, VerifyError,
    VerifyErrorKind::{self, CouldNotCheck, Expired, Malformed, Mismatch, MissingHeader},
    scheme::{Algorithm, Field, Listing, Part, Scheme, Separator, Signature, TimeFormat, Timestamp},
    verifier::Custom,
};
use http::{HeaderMap, HeaderName, Method};

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;

use genuine::{BODY, NOW, OTHER_SECRET, SECRET, URL, builder, header};

const ACME: Scheme = Scheme::mac("acme", Algorithm::Sha256).signature(Signature::header("x-acme"));

fn verifier(scheme: Scheme) -> Verifier<Custom> {
    builder(scheme).secret(SECRET).build().expect("a secret")
}

fn sent(headers: &[(&str, &str)]) -> HeaderMap {
    let mut sent = HeaderMap::new();
    for (name, value) in headers {
        sent.append(HeaderName::from_bytes(name.as_bytes()).expect("a name"), header(value));
    }
    sent
}

/// What becomes of a request whose signature, under this frame, is of this message.
fn judge_at(
    scheme: Scheme,
    url: &str,
    headers: &[(&str, &str)],
    signed: &[u8],
    body: &[u8],
) -> Option<VerifyErrorKind> {
    let mut sent = sent(headers);
    sent.insert("x-acme", header(mac::hex(mac::sha256(SECRET, signed))));
    genuine::judge(&verifier(scheme), url, &sent, Bytes::copy_from_slice(body)).err().map(|error| error.kind())
}

fn judge(scheme: Scheme, headers: &[(&str, &str)], signed: &str) -> Option<VerifyErrorKind> {
    judge_at(scheme, URL, headers, signed.as_bytes(), BODY.as_bytes())
}

const VALUES: Part = Part::headers(Field::header("x-signed"), Listing::Values);
const PAIRS: Part = Part::headers(Field::header("x-signed"), Listing::SortedPairs);

#[test]
fn the_headers_that_the_sender_lists_are_signed() {
    type Case = (&'static str, Scheme, Vec<(&'static str, &'static str)>, &'static str, Option<VerifyErrorKind>);

    let values = ACME.message(&[VALUES, Part::literal("\n"), Part::Body]);
    let pairs = ACME.message(&[PAIRS, Part::literal("\n"), Part::Body]);
    let two = [("x-one", "1"), ("x-two", " 2 2 ")];
    let listed = |names: &'static str| [("x-signed", names), two[0], two[1]];
    let cases: Vec<Case> = vec![
        ("in their order", values, listed("x-one x-two").into(), "1.2 2", None),
        ("in another order", values, listed("x-two x-one").into(), "2 2.1", None),
        ("with commas", values, listed("x-one,x-two").into(), "1.2 2", None),
        ("with both", values, listed(" ,x-one, x-two,, ").into(), "1.2 2", None),
        ("in upper case", values, listed("X-ONE X-Two").into(), "1.2 2", None),
        ("one", values, listed("x-two").into(), "2 2", None),
        ("one twice", values, listed("x-one x-one").into(), "1.1", None),
        ("the list itself", values, listed("x-signed").into(), "x-signed", None),
        ("none", values, listed("").into(), "", None),
        ("sorted", pairs, listed("x-two,x-one").into(), "x-one:1;x-two:2 2", None),
        ("sorted, in lower case", pairs, listed("X-Two,X-ONE").into(), "x-one:1;x-two:2 2", None),
        ("not sorted", pairs, listed("x-two,x-one").into(), "x-two:2 2;x-one:1", Some(Mismatch)),
        ("another value", values, vec![("x-signed", "x-one"), ("x-one", "2")], "1", Some(Mismatch)),
        ("another list", values, listed("x-one").into(), "1.2 2", Some(Mismatch)),
        ("one missing", values, vec![("x-signed", "x-one x-two"), two[0]], "1.", Some(MissingHeader)),
        ("one repeated", values, [&listed("x-one")[..], &[two[0]]].concat(), "1", Some(Malformed)),
        ("one that is no name", values, listed("x-one x:two").into(), "1.", Some(Malformed)),
        ("not ASCII", values, listed("x-one ë").into(), "1.", Some(Malformed)),
        ("no list", values, two.into(), "1.2 2", Some(MissingHeader)),
        ("two lists", values, [listed("x-one"), listed("x-one")].concat(), "1", Some(Malformed)),
    ];
    for (case, scheme, headers, signed, expected) in cases {
        assert_eq!(judge(scheme, &headers, &format!("{signed}\n{BODY}")), expected, "{case}");
    }
    let names: Vec<_> = (1..=33).map(|number| format!("x-{number}")).collect();
    for (count, expected) in [(32, None), (33, Some(Malformed))] {
        let list = names[..count].join(" ");
        let mut headers = vec![("x-signed", list.as_str())];
        headers.extend(names.iter().map(|name| (name.as_str(), "v")));
        let signed = format!("{}\n{BODY}", vec!["v"; count].join("."));
        assert_eq!(judge(values, &headers, &signed), expected, "{count} of them");
    }
}

/// Who chooses the headers could leave out the time.
#[test]
fn the_time_is_among_the_listed_headers() {
    let time = Timestamp::header("x-time", TimeFormat::UnixSeconds);
    let among = ACME.message(&[PAIRS, Part::Body]).timestamp(time);
    let alone = ACME.message(&[Part::Timestamp, PAIRS, Part::Body]).timestamp(time);
    let (now, old) = (NOW.to_string(), (NOW - 301).to_string());
    let with = |list: &'static str, time: &'static str| vec![("x-signed", list), ("x-one", "1"), ("x-time", time)];
    let (now, old) = (&*now.leak(), &*old.leak());
    let cases = vec![
        ("among them", among, with("x-time,x-one", now), format!("x-one:1;x-time:{now}"), None),
        ("alone among them", among, with("X-Time", now), format!("x-time:{now}"), None),
        ("not among them", among, with("x-one", now), "x-one:1".into(), Some(Malformed)),
        ("none of them", among, with("", now), String::new(), Some(Malformed)),
        ("one that begins like it", among, with("x-time-,x-one", now), "x-one:1".into(), Some(MissingHeader)),
        ("an old one", among, with("x-time", old), format!("x-time:{old}"), Some(Expired)),
        ("another one", among, with("x-time", now), format!("x-time:{old}"), Some(Mismatch)),
        ("signed on its own", alone, with("x-one", now), format!("{now}x-one:1"), None),
        ("signed on its own, old", alone, with("x-one", old), format!("{old}x-one:1"), Some(Expired)),
    ];
    for (case, scheme, headers, signed, expected) in cases {
        assert_eq!(judge(scheme, &headers, &format!("{signed}{BODY}")), expected, "{case}");
    }
    assert!(among.covers_timestamp() && alone.covers_timestamp());

    // In the other message of a scheme, too.
    let pairs = Signature::header("x-acme").pairs(Separator::Comma, "v1");
    let both = ACME
        .signature(pairs)
        .timestamp(time)
        .message(&[Part::Timestamp, Part::Body])
        .or_message("v0", &[PAIRS, Part::Body]);
    for (list, signed, expected) in
        [("x-time", format!("x-time:{now}"), None), ("x-one", "x-one:1".into(), Some(Malformed))]
    {
        let mut sent = sent(&with(list, now));
        sent.insert("x-acme", header(format!("v0={}", mac::hex(mac::sha256(SECRET, format!("{signed}{BODY}"))))));
        let found = genuine::judge(&verifier(both), URL, &sent, BODY).err().map(|error| error.kind());
        assert_eq!(found, expected, "{list}");
    }
}

#[test]
fn headers_may_be_listed_beside_the_signature() {
    let scheme = ACME.signature(Signature::header("x-acme").pairs(Separator::Comma, "v1")).message(&[
        Part::value(Field::member("h")),
        Part::literal("."),
        Part::headers(Field::member("h"), Listing::Values),
        Part::Body,
    ]);
    let tag = mac::hex(mac::sha256(SECRET, format!("x-one x-two.1.2{BODY}")));
    let cases = [
        ("as it should be", format!("h=x-one x-two,v1={tag}"), None),
        ("another order", format!("v1={tag}, h=x-one x-two "), None),
        ("another list", format!("h=x-one,v1={tag}"), Some(Mismatch)),
        ("the same, written otherwise", format!("h=x-one  x-two,v1={tag}"), Some(Mismatch)),
        ("no list", format!("v1={tag}"), Some(Malformed)),
        ("two lists", format!("h=x-one x-two,h=x-one x-two,v1={tag}"), Some(Malformed)),
        ("an empty list", format!("h=,v1={tag}"), Some(Mismatch)),
        ("one that is missing", format!("h=x-one x-three,v1={tag}"), Some(MissingHeader)),
    ];
    for (case, value, expected) in cases {
        let sent = sent(&[("x-one", "1"), ("x-two", "2"), ("x-acme", &value)]);
        let found = genuine::judge(&verifier(scheme), URL, &sent, BODY).err().map(|error| error.kind());
        assert_eq!(found, expected, "{case}");
    }
}

#[test]
fn the_body_is_signed_as_a_json_string() {
    let scheme = ACME.message(&[Part::literal("{\"body\":"), Part::BodyAsJson, Part::literal("}")]);
    assert!(scheme.covers_body());
    let cases: [(&str, &[u8], &str, _); 8] = [
        ("JSON", br#"{"a":"b\n"}"#, r#""{\"a\":\"b\\n\"}""#, None),
        ("nothing", b"", r#""""#, None),
        ("line breaks and tabs", b"a\r\n\tb", r#""a\r\n\tb""#, None),
        ("control characters", b"\x01\x1f\x7f\x08\x0c", "\"\\u0001\\u001f\x7f\\b\\f\"", None),
        ("not ASCII", "Zoë ☃ 𝄞 \u{2028}/".as_bytes(), "\"Zoë ☃ 𝄞 \u{2028}/\"", None),
        ("written otherwise", b"/", r#""\/""#, Some(Mismatch)),
        ("not quoted", b"abc", "abc", Some(Mismatch)),
        ("not UTF-8", b"abc\xff", "\"abc\u{fffd}\"", Some(Malformed)),
    ];
    for (case, body, written, expected) in cases {
        let signed = format!("{{\"body\":{written}}}");
        assert_eq!(judge_at(scheme, URL, &[], signed.as_bytes(), body), expected, "{case}");
    }
}

/// What ECMAScript's `encodeURI(path)`, and of the query `encodeURI(querystring.escape(query))`, give.
#[test]
fn the_path_is_signed_as_it_is_encoded() {
    let scheme = ACME.message(&[Part::Method, Part::literal("\n"), Part::EncodedPath, Part::literal("\n"), Part::Body]);
    assert!(scheme.covers_url());
    let cases = [
        ("/", "/"),
        ("/hook", "/hook"),
        ("/hook?", "/hook"),
        ("/a;b,c@d&e=f+g$h-i_j.k!l~m*n'o(p)", "/a;b,c@d&e=f+g$h-i_j.k!l~m*n'o(p)"),
        ("/a%20b", "/a%2520b"),
        ("/hook?a=1", "/hook?a%253D1"),
        ("/hook?a=1&b=2", "/hook?a%253D1%2526b%253D2"),
        ("/hook?a=b%20c/d", "/hook?a%253Db%252520c%252Fd"),
        ("/hook?-_.!~*'()", "/hook?-_.!~*'()"),
    ];
    for (target, encoded) in cases {
        let url = format!("https://example.com{target}");
        let signed = format!("POST\n{encoded}\n{BODY}");
        assert_eq!(judge_at(scheme, &url, &[], signed.as_bytes(), BODY.as_bytes()), None, "{target}");
        for other in ["/", "/hook?a=2", "/hook/"] {
            if other != target {
                let url = format!("https://example.com{other}");
                let found = judge_at(scheme, &url, &[], signed.as_bytes(), BODY.as_bytes());
                assert_eq!(found, Some(Mismatch), "{other} for {target}");
            }
        }
    }
    let error = verifier(scheme).verify(&sent(&[("x-acme", "00")]), BODY).expect_err("no request");
    assert_eq!((error.kind(), error.status().as_u16()), (CouldNotCheck, 503));
}

#[test]
fn an_entry_is_there_or_not_wherever_its_value_would_be() {
    let scheme = ACME.message(&[
        Part::entry("q:", Field::query("id"), ';'),
        Part::entry("j:", Field::json("/id"), ';'),
        Part::entry("f:", Field::form("id"), ';'),
        Part::literal("."),
    ]);
    let cases = [
        ("none", "", "{}", ".", None),
        ("in the query", "?id=7", "{}", "q:7;.", None),
        ("in the query, escaped", "?id=a%2Bb", "{}", "q:a+b;.", None),
        ("with what ends it", "?id=a%3Bb", "{}", "q:a;b;.", Some(Malformed)),
        ("with what ends it, in JSON", "", r#"{"id":"a;b"}"#, "j:a;b;.", Some(Malformed)),
        ("in the query, twice", "?id=7&id=7", "{}", ".", Some(Malformed)),
        ("in the query, twice, once escaped", "?id=7&%69d", "{}", "q:7;.", Some(Malformed)),
        ("in JSON", "", r#"{"id":7}"#, "j:7;.", None),
        ("in both", "?id=7", r#"{"id":"8"}"#, "q:7;j:8;.", None),
        ("in a form", "", "id=9", "f:9;.", None),
        ("empty", "?id=", r#"{"id":""}"#, ".", None),
        ("signed and not there", "", "{}", "q:7;.", Some(Mismatch)),
        ("there and not signed", "?id=7", "{}", ".", Some(Mismatch)),
        ("elsewhere", "", r#"{"id":7}"#, "q:7;.", Some(Mismatch)),
    ];
    for (case, query, body, signed, expected) in cases {
        let url = format!("{URL}{query}");
        assert_eq!(judge_at(scheme, &url, &[], signed.as_bytes(), body.as_bytes()), expected, "{case}");
    }
    let error = verifier(scheme).verify(&sent(&[("x-acme", "00")]), "{}").expect_err("no query");
    assert_eq!(error.kind(), CouldNotCheck);
}

#[test]
fn what_is_pinned_is_as_the_scheme_says_or_not_there() {
    let scheme = ACME.pin("x-version", "2").pin("x-method", "HMAC-SHA256");
    let cases: [(&str, &[(&str, &str)], _); 9] = [
        ("absent", &[], None),
        ("right", &[("x-version", "2"), ("x-method", "HMAC-SHA256")], None),
        ("one of them", &[("x-method", "HMAC-SHA256")], None),
        ("a wrong one", &[("x-version", "1")], Some(Malformed)),
        ("a wrong one beside a right one", &[("x-version", "2"), ("x-method", "none")], Some(Malformed)),
        ("in another case", &[("x-method", "hmac-sha256")], Some(Malformed)),
        ("empty", &[("x-version", "")], Some(Malformed)),
        ("more", &[("x-version", "2.0")], Some(Malformed)),
        ("twice", &[("x-version", "2"), ("x-version", "2")], Some(Malformed)),
    ];
    for (case, headers, expected) in cases {
        assert_eq!(judge(scheme, headers, BODY), expected, "{case}");
    }
}

#[test]
fn the_key_that_is_named_is_the_one_that_counts() {
    type Found = Result<&'static str, (VerifyErrorKind, u16)>;

    let scheme = ACME.key_id("x-key");
    let named = |ids: &[(&'static str, &'static str)]| {
        let secret = |(id, text): &(&str, &str)| match *id {
            "" => Secret::new(*text),
            id => Secret::new(*text).id(id),
        };
        ids.iter().fold(builder(scheme), |builder, id| builder.secret(secret(id))).build().expect("secrets")
    };
    let both = named(&[("one", SECRET), ("two", OTHER_SECRET)]);
    let mixed = named(&[("one", OTHER_SECRET), ("", SECRET)]);
    let tag = mac::hex(mac::sha256(SECRET, BODY));
    let cases: [(&str, &Verifier<Custom>, &[&str], Found); 10] = [
        ("right", &both, &["one"], Ok("one")),
        ("another", &both, &["two"], Err((Mismatch, 401))),
        ("unknown", &both, &["six"], Err((CouldNotCheck, 503))),
        ("the number of it", &both, &["1"], Err((CouldNotCheck, 503))),
        ("in upper case", &both, &["ONE"], Err((CouldNotCheck, 503))),
        ("empty", &both, &[""], Err((CouldNotCheck, 503))),
        ("absent", &both, &[], Err((MissingHeader, 401))),
        ("twice", &both, &["one", "one"], Err((Malformed, 401))),
        ("a secret without an id is for all", &mixed, &["six"], Ok("2")),
        ("whichever is named", &mixed, &["one"], Ok("2")),
    ];
    for (case, verifier, ids, expected) in cases {
        let headers: Vec<_> = ids.iter().map(|id| ("x-key", *id)).chain([("x-acme", tag.as_str())]).collect();
        let judged = genuine::judge(verifier, URL, &sent(&headers), BODY);
        let answer = |error: &VerifyError| (error.kind(), error.status().as_u16());
        assert_eq!(judged.as_ref().map(Verified::key_id).map_err(answer), expected, "{case}");
    }
    let error = genuine::judge(&both, URL, &sent(&[("x-key", "six"), ("x-acme", &tag)]), BODY).expect_err("unknown");
    assert!(error.to_string().starts_with("acme: header `x-key` names a key that no secret has"), "{error}");
}

/// A plain hash has the secret in its message, wherever the scheme wants it.
#[test]
fn a_hash_is_over_the_secret_too() {
    use sha2::Digest as _;

    let orders = [
        ("in front", vec![Part::Secret, Part::Body], format!("{SECRET}{BODY}")),
        ("at the end", vec![Part::Body, Part::literal(":"), Part::Secret], format!("{BODY}:{SECRET}")),
        ("around it", vec![Part::Secret, Part::Method, Part::Secret], format!("{SECRET}POST{SECRET}")),
    ];
    for (case, parts, message) in orders {
        let scheme = Scheme::hash("acme", Algorithm::Sha256, &parts).signature(Signature::header("x-acme"));
        let judge = |message: &str| {
            let mut request = genuine::request(URL, &HeaderMap::new(), BODY);
            *request.method_mut() = Method::POST;
            request.headers_mut().insert("x-acme", header(mac::hex(sha2::Sha256::digest(message))));
            verifier(scheme).verify_request(request).err().map(|error| error.kind())
        };
        assert_eq!(judge(&message), None, "{case}");
        assert_eq!(judge(&message.replace(SECRET, OTHER_SECRET)), Some(Mismatch), "{case}: another secret");
        assert_eq!(judge(&message.replace(SECRET, "")), Some(Mismatch), "{case}: no secret");
    }
}

/// The digests of `abc`: RFC 1321, section A.5; FIPS 180-4, as given in NIST's examples; Keccak before it was SHA-3.
#[test]
fn a_hash_is_the_one_that_is_named() {
    let digests = [
        #[cfg(feature = "md5")]
        (Algorithm::Md5, "900150983cd24fb0d6963f7d28e17f72"),
        #[cfg(feature = "sha1")]
        (Algorithm::Sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
        #[cfg(feature = "keccak")]
        (Algorithm::Keccak256, "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        (Algorithm::Sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            Algorithm::Sha384,
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
        ),
    ];
    for (algorithm, digest) in digests {
        let scheme = Scheme::hash("acme", algorithm, &[Part::Secret, Part::Body]);
        let scheme = scheme.signature(Signature::header("x-acme"));
        let verifier = genuine::builder(scheme).secret("ab").build().expect("a secret");
        let judge = |body| genuine::judge(&verifier, URL, &sent(&[("x-acme", digest)]), body).map(drop);
        assert!(judge("c").is_ok(), "{algorithm:?}");
        assert_eq!(judge("d").expect_err("another body").kind(), Mismatch, "{algorithm:?}");
    }
}

/// Where the secret is sorted among what is sent, it is as if all were sorted together.
#[test]
fn a_secret_is_sorted_wherever_it_belongs() {
    use sha2::Digest as _;

    let (shorter, longer) = (&SECRET[..SECRET.len() - 1], &format!("{SECRET}!"));
    let smaller = &format!("{shorter}!");
    let nonces = ["", "a", "whsec", shorter, smaller, SECRET, longer, "whsec_z", "z"];
    let once = [Part::Secret, Part::header("x-nonce"), Part::header("x-other"), Part::Body];
    let twice = [Part::header("x-nonce"), Part::Secret, Part::header("x-other"), Part::Secret];
    for (parts, copies) in [(once, 1), (twice, 2)] {
        let scheme = Scheme::hash("acme", Algorithm::Sha256, &[Part::Secret]).sorted_message(&parts);
        let scheme = scheme.signature(Signature::header("x-acme"));
        let verifier = verifier(scheme);
        for (nonce, other) in nonces.iter().flat_map(|nonce| nonces.iter().map(move |other| (*nonce, *other))) {
            let judge = |secret: &str| {
                let mut signed =
                    if copies == 1 { vec![secret, nonce, other, BODY] } else { vec![secret, nonce, other, secret] };
                signed.sort_unstable();
                let signature = mac::hex(sha2::Sha256::digest(signed.concat()));
                let sent = sent(&[("x-acme", &signature), ("x-nonce", nonce), ("x-other", other)]);
                genuine::judge(&verifier, URL, &sent, BODY).err().map(|error| error.kind())
            };
            assert_eq!(judge(SECRET), None, "{copies}: {nonce:?}, {other:?}");
            assert_eq!(judge(OTHER_SECRET), Some(Mismatch), "{copies}: {nonce:?}, {other:?}: another secret");
        }
    }
}
