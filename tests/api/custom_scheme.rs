//! Schemes written in code: every word does what it says. Places, lists and parts have tables of their own.
#![cfg(feature = "testing")]

use base64ct::{Base64UrlUnpadded, Encoding as _};
use bytes::Bytes;
use hookseal::{
    VerifyErrorKind::{self, CouldNotCheck, Expired, Malformed, MethodNotAllowed, Mismatch, MissingHeader},
    scheme::{
        Algorithm, Encoding, Field, KeysAt, Parameters, Part, Scheme, Separator, Signature, Text, TimeFormat, Timestamp,
    },
    testing::Signer,
};
use http::{HeaderMap, Method, Request};

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;

use genuine::{NOW, SECRET, builder, header, headers, unix, verifier};

const BODY: &str = r#"{"id":"evt_1","type":"test.event"}"#;
const ACME: Scheme = Scheme::mac("acme", Algorithm::Sha256).signature(Signature::header("x-acme"));
const IN_HEADER: Timestamp = Timestamp::header("x-time", TimeFormat::UnixSeconds);

fn kind(scheme: Scheme, headers: &HeaderMap, body: &'static str) -> Option<VerifyErrorKind> {
    verifier(scheme).verify(headers, body).err().map(|error| error.kind())
}

/// It could be split otherwise: the body `{}.x`, and a header without it.
#[test]
fn a_header_behind_the_body_does_not_contain_what_is_between_them() {
    let scheme = ACME.message(&[Part::Body, Part::literal("."), Part::header("x-note")]);
    for (note, expected) in [("a", None), ("", None), ("a.b", Some(Malformed)), (".", Some(Malformed))] {
        let signature = mac::hex(mac::sha256(SECRET, format!("{BODY}.{note}")));
        let headers = headers([("x-acme", signature.as_bytes()), ("x-note", note.as_bytes())]);
        assert_eq!(kind(scheme, &headers, BODY), expected, "{note:?}");
    }
}

#[test]
fn algorithms_and_encodings_are_those_that_are_named() {
    let sha512 = Scheme::mac("acme", Algorithm::Sha512);
    let (short, long) = (mac::sha256(SECRET, BODY), mac::sha512(SECRET, BODY));
    let url = Base64UrlUnpadded::encode_string;
    let cases = vec![
        ("sha256 hex", ACME, mac::hex(&short)),
        ("sha256 base64", ACME.signature(Signature::header("x-acme").encoding(Encoding::Base64)), mac::base64(&short)),
        ("sha256 base64url", ACME.signature(Signature::header("x-acme").encoding(Encoding::Base64Url)), url(&short)),
        ("sha512 hex", sha512.signature(Signature::header("x-acme")), mac::hex(&long)),
        ("sha512 base64", sha512.signature(Signature::header("x-acme").encoding(Encoding::Base64)), mac::base64(&long)),
        ("sha512 base64url", sha512.signature(Signature::header("x-acme").encoding(Encoding::Base64Url)), url(&long)),
    ];
    for (case, scheme, _) in &cases {
        for (other, _, signature) in &cases {
            // Only in base64 may two texts happen to be one, and in these they do not.
            let expected = (case != other).then_some(Mismatch);
            assert_eq!(kind(*scheme, &headers([("x-acme", signature.as_bytes())]), BODY), expected, "{case}: {other}");
        }
    }
    let (_, base64url, signature) = &cases[5];
    for (case, text) in [
        ("padded", format!("{signature}==")),
        ("the other alphabet", signature.replace('-', "+").replace('_', "/")),
        ("cut off", signature[..signature.len() - 1].to_owned()),
    ] {
        assert_ne!(text, *signature, "{case}");
        assert_eq!(kind(*base64url, &headers([("x-acme", text.as_bytes())]), BODY), Some(Mismatch), "{case}");
    }
}

/// Texts are compared in words, and differences gathered: two that are alike must not undo each other.
#[test]
fn two_equal_differences_are_two() {
    let tag = mac::sha256(SECRET, BODY);
    let written = [
        (Encoding::Hex, mac::hex(&tag)),
        (Encoding::Base64, mac::base64(&tag)),
        (Encoding::Base64Url, Base64UrlUnpadded::encode_string(&tag)),
    ];
    for (encoding, signature) in written {
        let verifier = verifier(ACME.signature(Signature::header("x-acme").encoding(encoding)));
        for (one, other) in (0..signature.len()).flat_map(|other| (0..other).map(move |one| (one, other))) {
            let mut changed = signature.clone().into_bytes();
            changed[one] ^= 1;
            changed[other] ^= 1;
            let error = verifier.verify(&headers([("x-acme", &*changed)]), BODY).map(drop).expect_err("changed");
            assert_eq!(error.kind(), Mismatch, "{encoding:?}: {one}, {other}");
        }
    }
}

#[test]
fn headers_can_be_signed() {
    let scheme = ACME.timestamp(IN_HEADER).id(&[Field::header("x-id")]).message(&[
        Part::header("x-topic"),
        Part::literal("|"),
        Part::Id,
        Part::literal("|"),
        Part::Timestamp,
        Part::literal("|"),
        Part::Body,
    ]);
    let time = NOW.to_string();
    let signature = mac::hex(mac::sha256(SECRET, format!("orders/create|evt-1|{time}|{BODY}")));
    let genuine = headers([
        ("x-acme", signature.as_bytes()),
        ("x-topic", b"orders/create"),
        ("x-id", b"evt-1"),
        ("x-time", time.as_bytes()),
    ]);
    let event = verifier(scheme).verify(&genuine, BODY).expect("genuine");
    assert_eq!((event.id(), event.id_is_signed()), (Some("evt-1"), true));
    for name in ["x-acme", "x-topic", "x-id", "x-time"] {
        let mut headers = genuine.clone();
        headers.remove(name);
        assert_eq!(kind(scheme, &headers, BODY), Some(MissingHeader), "{name} missing");
        headers = genuine.clone();
        headers.append(name, genuine[name].clone());
        assert_eq!(kind(scheme, &headers, BODY), Some(Malformed), "{name} repeated");
        headers.insert(name, header([b'1'; 8 * 1024 + 1]));
        assert_eq!(kind(scheme, &headers, BODY), Some(Malformed), "{name} too long");
    }
    let longest = "1".repeat(8 * 1024);
    let message = format!("{longest}|evt-1|{time}|{BODY}");
    let mut headers = genuine.clone();
    headers.insert("x-topic", header(&longest));
    headers.insert("x-acme", header(mac::hex(mac::sha256(SECRET, message))));
    assert_eq!(kind(scheme, &headers, BODY), None, "a header of 8 KiB");
    for (name, value) in [("x-topic", "orders/delete"), ("x-topic", ""), ("x-id", "evt-2"), ("x-time", "1800000001")] {
        let mut headers = genuine.clone();
        headers.insert(name, header(value));
        assert_eq!(kind(scheme, &headers, BODY), Some(Mismatch), "{name}: {value}");
    }
    let signer = Signer::from_scheme(scheme).at(unix(NOW)).id("evt-1").header("x-topic", "orders/create");
    assert_eq!(signer.sign(SECRET, BODY).headers(), &genuine, "the signer agrees");
}

#[test]
fn entries_are_left_out_and_written_as_the_scheme_says() {
    let id = Field::header("x-id");
    let as_received = ACME.message(&[Part::entry("id:", id, ';'), Part::Body]);
    let lower = ACME.message(&[Part::entry_in_lower_case("id:", id, ';'), Part::Body]);
    let cases = vec![
        (as_received, Some("ORD-Ä1"), "id:ORD-Ä1;", None),
        (as_received, Some("ORD-Ä1"), "id:ord-Ä1;", Some(Mismatch)),
        (as_received, None, "", None),
        (as_received, Some(""), "", None),
        (as_received, None, "id:;", Some(Mismatch)),
        // Only the letters of ASCII: anything else would depend on the version of Unicode.
        (lower, Some("ORD-Ä1"), "id:ord-Ä1;", None),
        (lower, Some("ord-Ä1"), "id:ord-Ä1;", None),
        (lower, Some("ORD-Ä1"), "id:ORD-Ä1;", Some(Mismatch)),
        (lower, None, "", None),
    ];
    for (scheme, id, signed, expected) in cases {
        let signature = mac::hex(mac::sha256(SECRET, format!("{signed}{BODY}")));
        let mut sent = headers([("x-acme", signature.as_bytes())]);
        if let Some(id) = id {
            sent.insert("x-id", header(id));
        }
        assert_eq!(kind(scheme, &sent, BODY), expected, "{id:?} as {signed}");
    }
    let json = serde_json::to_value(lower).expect("JSON");
    assert_eq!(json["message"][0]["entry"]["letters"], "lower-case", "{json}");
    assert_eq!(serde_json::from_value::<Scheme>(json).expect("a scheme"), lower);
    let short = r#"{"name":"acme","proof":{"mac":"sha256"},"signature":{"at":{"header":"x-acme"}},
        "message":[{"entry":{"label":"id:","field":{"header":"x-id"},"end":";"}},"body"]}"#;
    assert_eq!(serde_json::from_str::<Scheme>(short).expect("a scheme"), as_received);
}

/// It could be split otherwise: `a|1|…` is the id `a` at the time 1, too.
#[test]
fn a_signed_id_does_not_contain_what_ends_it() {
    let cases = [
        ("|", TimeFormat::UnixSeconds, "evt-1", None),
        ("|", TimeFormat::UnixSeconds, "evt~(1)", None),
        ("|", TimeFormat::UnixSeconds, "evt|1", Some(Malformed)),
        ("|", TimeFormat::UnixSeconds, "|", Some(Malformed)),
        ("|", TimeFormat::UnixSeconds, "evt.1", Some(Malformed)),
        ("::", TimeFormat::UnixSeconds, "evt:1", Some(Malformed)),
        ("", TimeFormat::Rfc3339, "evt-1", None),
        ("", TimeFormat::Rfc3339, "base64+/=", None),
        ("", TimeFormat::Rfc3339, "evt~(1)", Some(Malformed)),
        ("", TimeFormat::Rfc3339, "evt2027-01-15T08:00:00Z{", Some(Malformed)),
    ];
    for (between, format, id, expected) in cases {
        let parts = [Part::Id, Part::literal(between), Part::Timestamp, Part::literal(between), Part::Body];
        let scheme = ACME.id(&[Field::header("x-id")]).timestamp(Timestamp::header("x-time", format));
        let scheme = if between.is_empty() {
            scheme.message(&[Part::Id, Part::Timestamp, Part::Body])
        } else {
            scheme.message(&parts)
        };
        let signed = Signer::from_scheme(scheme).at(unix(NOW)).id(id).sign(SECRET, BODY);
        assert_eq!(kind(scheme, signed.headers(), BODY), expected, "{id} before {between:?}");
    }
}

fn request(method: Method, uri: &str, headers: HeaderMap) -> Request<Bytes> {
    let mut request = Request::new(Bytes::from_static(BODY.as_bytes()));
    *request.method_mut() = method;
    *request.uri_mut() = uri.parse().expect("a URL");
    *request.headers_mut() = headers;
    request
}

#[test]
fn a_signed_method_has_to_be_known() {
    let scheme = ACME.message(&[Part::Method, Part::literal("\n"), Part::Body]);
    let signed =
        |method: &str| headers([("x-acme", mac::hex(mac::sha256(SECRET, format!("{method}\n{BODY}"))).as_bytes())]);
    let judge = |method, signed| {
        verifier(scheme).verify_request(request(method, "/hook", signed)).err().map(|error| error.kind())
    };
    assert_eq!(judge(Method::POST, signed("POST")), None);
    assert_eq!(judge(Method::POST, signed("post")), Some(Mismatch));
    assert_eq!(judge(Method::POST, signed("PUT")), Some(Mismatch));
    assert_eq!(judge(Method::PUT, signed("PUT")), Some(MethodNotAllowed));
    let error = verifier(scheme).verify(&signed("POST"), BODY).expect_err("the method is not known");
    assert_eq!((error.kind(), error.status().as_u16()), (CouldNotCheck, 503));
    assert_eq!(error.to_string(), "acme: the method or the URL is needed: call `verify_request`, which knows them");
}

#[test]
fn a_signed_url_is_the_configured_one_with_the_query_of_the_request() {
    let scheme = ACME.message(&[Part::Url, Part::Body]);
    let plain = "https://example.com/hooks/acme";
    // The URL that was configured, that of the request, and the one that was signed.
    let cases = [
        ("no query", plain, "/hooks/acme", "https://example.com/hooks/acme", None),
        ("as an absolute URL", plain, "http://10.0.0.1:8080/hooks/acme", "https://example.com/hooks/acme", None),
        ("at another path", plain, "/behind/a/proxy", "https://example.com/hooks/acme", None),
        ("a query", plain, "/hooks/acme?a=1&b=%20", "https://example.com/hooks/acme?a=1&b=%20", None),
        ("an empty query", plain, "/hooks/acme?", "https://example.com/hooks/acme?", None),
        ("a configured query", "https://example.com/?k=1", "/?k=1", "https://example.com/?k=1", None),
        ("a configured query, none sent", "https://example.com/?k=1", "/", "https://example.com/?k=1", None),
        ("a query that was not signed", plain, "/hooks/acme?a=1", "https://example.com/hooks/acme", Some(Mismatch)),
        ("a query that was not sent", plain, "/hooks/acme", "https://example.com/hooks/acme?a=1", Some(Mismatch)),
        ("another order", plain, "/hooks/acme?b=2&a=1", "https://example.com/hooks/acme?a=1&b=2", Some(Mismatch)),
        ("another host", plain, "/hooks/acme", "https://evil.example/hooks/acme", Some(Mismatch)),
        ("http", plain, "/hooks/acme", "http://example.com/hooks/acme", Some(Mismatch)),
        ("upper case", plain, "/hooks/acme", "https://EXAMPLE.com/hooks/acme", Some(Mismatch)),
        ("a port", plain, "/hooks/acme", "https://example.com:443/hooks/acme", Some(Mismatch)),
        ("the request's own URL", plain, "/behind", "/behind", Some(Mismatch)),
    ];
    for (case, configured, uri, signed, expected) in cases {
        let verifier = builder(scheme).secret(SECRET).public_url(configured).build().expect("a URL");
        let mut headers = headers([("x-acme", mac::hex(mac::sha256(SECRET, format!("{signed}{BODY}"))).as_bytes())]);
        for claims in [false, true] {
            if claims {
                headers.insert(http::header::HOST, header("evil.example"));
                headers.insert("x-forwarded-host", header("evil.example"));
                headers.insert("x-forwarded-proto", header("http"));
                headers.insert("forwarded", header("host=evil.example;proto=http"));
            }
            let error = verifier.verify_request(request(Method::POST, uri, headers.clone())).err();
            assert_eq!(error.map(|error| error.kind()), expected, "{case}, with a proxy's words: {claims}");
        }
        if !uri.contains('?') {
            assert_eq!(verifier.verify(&headers, BODY).err().map(|error| error.kind()), expected, "{case}: by headers");
        }
    }
}

/// "The first of at most three places that has one", whichever kind of place it is.
#[test]
fn ids_and_types_come_from_the_first_place_that_has_one() {
    // The places, what the header and the body have, the id, and whether it is signed.
    type Case = (&'static str, [Field; 2], Option<&'static str>, &'static str, Option<&'static str>, bool);
    let (in_body, in_header) = (Field::json("/id"), Field::header("x-id"));
    let cases: [Case; 7] = [
        ("only the body has one", [in_body, in_header], None, BODY, Some("evt_1"), true),
        ("body first, both have one", [in_body, in_header], Some("forged"), BODY, Some("evt_1"), true),
        ("body first, only the header has one", [in_body, in_header], Some("forged"), "{}", Some("forged"), false),
        ("header first, both have one", [in_header, in_body], Some("sent"), BODY, Some("sent"), false),
        ("header first, only the body has one", [in_header, in_body], None, BODY, Some("evt_1"), true),
        ("an empty header first", [in_header, in_body], Some(""), BODY, Some("evt_1"), true),
        ("none has one", [in_body, in_header], None, "{}", None, false),
    ];
    for (case, places, sent, body, expected, is_signed) in cases {
        let scheme = ACME.id(&places).kind(&places);
        let mut headers = headers([("x-acme", mac::hex(mac::sha256(SECRET, body)).as_bytes())]);
        headers.extend(sent.map(|id| (http::HeaderName::from_static("x-id"), header(id))));
        let event = verifier(scheme).verify(&headers, body).expect(case);
        assert_eq!((event.id(), event.id_is_signed()), (expected, is_signed), "{case}");
        assert_eq!(event.kind(), expected, "{case}");
    }
}

#[test]
fn a_scheme_tells_what_it_was_made_with() {
    let named = |scheme: Scheme| (scheme.name().to_owned(), scheme.provider().to_owned());
    assert_eq!(named(ACME), ("acme".into(), "acme".into()));
    assert_eq!(named(ACME.way_of("other")), ("acme".into(), "other".into()));
    assert_eq!(named(ACME.way_of("other").named("new")), ("new".into(), "new".into()));
    assert_eq!(ACME.body_limit(5).max_body(), 5);
    for (signature, expected) in [
        (Signature::header("x-a"), vec!["x-a"]),
        (Signature::either_header("x-a", "x-b"), vec!["x-a", "x-b"]),
        (Signature::repeatable_header("x-a"), vec!["x-a"]),
        (Signature::field(Field::header("x-a")), vec!["x-a"]),
        (Signature::field(Field::query("a")), vec![]),
    ] {
        assert_eq!(ACME.signature(signature).signature_headers().collect::<Vec<_>>(), expected);
    }
    let chain = ACME.keys_at(KeysAt::chain("1.2.3", "1.2.4"));
    assert!(chain.keys_place().is_none(), "it comes with the token, and its root is pasted");
    assert!(ACME.keys_at(KeysAt::own_set()).keys_place().is_some());
    let lengths = [
        (Algorithm::Md5, 16),
        (Algorithm::Sha1, 20),
        (Algorithm::Sha256, 32),
        (Algorithm::Keccak256, 32),
        (Algorithm::Sha384, 48),
        (Algorithm::Sha512, 64),
    ];
    for (algorithm, length) in lengths {
        assert_eq!(algorithm.tag_len(), length, "{algorithm:?}");
    }
}

#[test]
fn a_text_has_63_bytes() {
    let longest = "x".repeat(63);
    assert_eq!(Text::try_from(longest.as_str()).expect("63 bytes").as_str(), longest);
    let error = Text::try_from(format!("{longest}y").as_str()).expect_err("64 bytes");
    assert_eq!(error.to_string(), "the text that starts with `xxxxxxxxxxxxxxxxxxxxxxxx` is longer than 63 bytes");
    assert!(std::panic::catch_unwind(|| Text::new(&"é".repeat(32))).is_err(), "64 bytes, 32 letters");
    // Twelve parts, three places: one more is a compile error in a constant.
    assert!(std::panic::catch_unwind(|| ACME.message(&[Part::Body; 17])).is_err());
    assert!(std::panic::catch_unwind(|| ACME.id(&[Field::json("/id"); 4])).is_err());
    let full = Parameters::form().without("a").without("b");
    let more = std::panic::catch_unwind(|| full.without("c")).expect_err("there is room for two");
    assert_eq!(more.downcast_ref(), Some(&"more items than a scheme has room for"));
    let twelve = ACME.message(&[Part::Body; 12]);
    let headers = headers([("x-acme", mac::hex(mac::sha256(SECRET, BODY.repeat(12))).as_bytes())]);
    assert_eq!(kind(twelve, &headers, BODY), None);
}

#[test]
fn a_time_in_a_list_works_with_any_list() {
    let signature = Signature::header("x-acme").pairs(Separator::Semicolon, "sig").encoding(Encoding::Base64Url);
    let scheme = ACME.signature(signature).timestamp(Timestamp::pair("at", TimeFormat::UnixMillis)).message(&[
        Part::Body,
        Part::literal("@"),
        Part::Timestamp,
    ]);
    let signed = |time: u64| {
        let tag = Base64UrlUnpadded::encode_string(&mac::sha256(SECRET, format!("{BODY}@{time}")));
        headers([("x-acme", format!("sig={tag};at={time}").as_bytes())])
    };
    assert_eq!(kind(scheme, &signed(NOW * 1000 - 300_000), BODY), None);
    assert_eq!(kind(scheme, &signed(NOW * 1000 - 300_001), BODY), Some(Expired));
    let event = verifier(scheme).verify(&signed(NOW * 1000 + 1), BODY).expect("fresh");
    assert_eq!(
        event.timestamp().map(time::OffsetDateTime::unix_timestamp_nanos),
        Some(i128::from(NOW) * 1_000_000_000 + 1_000_000)
    );
}
