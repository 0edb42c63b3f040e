//! Signatures of whole requests (RFC 9421 and the draft before it): what they cover cannot be changed, and what they do
//! not cover is not taken for covered.
#![cfg(all(feature = "testing", feature = "ed25519"))]

use bytes::Bytes;
use hookseal::{
    Scheme, Verifier, VerifyErrorKind,
    scheme::{DigestRule, Field, HttpAlgorithm, HttpSignature, SignatureAlgorithm},
    testing::{KeyPair, Signer, TestClock},
    verifier::{Builder, Custom},
};
use http::{HeaderValue, Method, Request};

#[path = "../support/mac.rs"]
mod mac;

const NOW: u64 = 1_800_000_000;
const URL: &str = "https://example.com/hook?a=1&b=2";
const BODY: &str = r#"{"id":"evt_1"}"#;
const ED25519: &[HttpAlgorithm] = &[HttpAlgorithm::Ed25519];
const RFC9421: HttpSignature = HttpSignature::rfc9421(ED25519);
const CAVAGE: HttpSignature = HttpSignature::cavage("signature", ED25519);

fn pair() -> KeyPair {
    KeyPair::fixed(SignatureAlgorithm::Ed25519)
}

fn verifier(words: HttpSignature) -> Verifier<Custom> {
    let builder = Verifier::from_scheme(Scheme::http_signature("acme", words)).secret(pair().public());
    let builder = builder.clock(TestClock::at_unix(NOW)).public_url("https://example.com/hook");
    builder.dangerous().unprotected_body().build().expect("a verifier")
}

fn signed(words: HttpSignature) -> Request<Bytes> {
    let at = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(NOW);
    Signer::from_scheme(Scheme::http_signature("acme", words))
        .at(at)
        .url(URL)
        .sign(pair().private(), BODY)
        .into_request()
}

fn kind(words: HttpSignature, request: Request<Bytes>) -> Option<VerifyErrorKind> {
    verifier(words).verify_request(request).err().map(|error| error.kind())
}

#[test]
fn genuine_requests_are_accepted() {
    for words in [RFC9421, RFC9421.tag("acme-webhook"), RFC9421.label("acme"), CAVAGE] {
        assert_eq!(kind(words, signed(words)), None, "{words:?}");
        let scheme = Scheme::http_signature("acme", words);
        assert!(scheme.covers_body() && scheme.covers_url() && scheme.covers_timestamp(), "{words:?}");
    }
}

/// No matter what it looks like: only those who know it can sign.
#[test]
fn the_key_of_a_mac_is_any_text() {
    let scheme = Scheme::http_signature("acme", HttpSignature::rfc9421(&[HttpAlgorithm::HmacSha256]));
    let clock = TestClock::at_unix(NOW);
    for secret in ["a secret", "{a secret}"] {
        let request = Signer::from_scheme(scheme).at(clock.now()).url(URL).sign(secret, BODY).into_request();
        let builder = Verifier::from_scheme(scheme).secret(secret).clock(clock.clone());
        let verifier = builder.public_url("https://example.com/hook").dangerous().unprotected_body().build();
        assert!(verifier.expect("a key").verify_request(request).is_ok(), "{secret}");
    }
}

#[test]
fn either_header_has_the_signature() {
    const EITHER: HttpSignature = HttpSignature::cavage("x-signature", ED25519).or_header("signature");

    assert_eq!(kind(EITHER, signed(HttpSignature::cavage("x-signature", ED25519))), None);
    assert_eq!(kind(EITHER, signed(CAVAGE)), None);
    // Put together when the program runs, it is the same.
    let header = String::from("signature");
    let either = || HttpSignature::cavage("x-signature", ED25519).or_header(&header);
    assert_eq!(kind(either(), signed(CAVAGE)), None);
}

/// Before its body is read.
#[test]
fn a_request_without_a_signature_is_refused_early() {
    for words in [RFC9421, CAVAGE] {
        let (verifier, mut request) = (verifier(words), signed(words));
        let early = |request: &Request<Bytes>| {
            let judged = verifier.check_head(request.method(), request.uri(), request.headers());
            judged.map_err(|error| error.kind())
        };
        assert_eq!(early(&request), Ok(()));
        request.headers_mut().remove("signature");
        assert_eq!(early(&request), Err(VerifyErrorKind::MissingHeader));
    }
}

#[test]
fn any_bit_of_what_is_covered_matters() {
    for words in [RFC9421, CAVAGE] {
        let genuine = signed(words);
        for bit in 0..BODY.len() * 8 {
            let mut changed = BODY.as_bytes().to_vec();
            changed[bit / 8] ^= 1 << (bit % 8);
            let found = kind(words, genuine.clone().map(|_| Bytes::from(changed)));
            assert_eq!(found, Some(VerifyErrorKind::Mismatch), "{words:?}: bit {bit} of the body");
        }
        let mut flipped = 0;
        let covered: &[&str] = if words == CAVAGE {
            &["signature", "digest", "date"]
        } else {
            &["signature-input", "signature", "content-digest"]
        };
        for name in covered.iter().copied() {
            let Some(value) = genuine.headers().get(name).map(|value| value.as_bytes().to_vec()) else { continue };
            // The draft signs the names of its parameters no more than those of key and algorithm.
            let text = String::from_utf8_lossy(&value).into_owned();
            let is_list = words == CAVAGE && name == "signature";
            let matters = |at: usize| {
                let inside = |start: &str| {
                    let from = text.find(start).expect("a parameter") + start.len();
                    let len = text.get(from..).and_then(|rest| rest.find('"')).expect("its end");
                    (from..from + len).contains(&at)
                };
                !is_list || inside("headers=\"") || inside("signature=\"")
            };
            for bit in (0..value.len() * 8).filter(|bit| matters(bit / 8)) {
                let mut changed = value.clone();
                changed[bit / 8] ^= 1 << (bit % 8);
                let Ok(changed) = HeaderValue::from_bytes(&changed) else { continue };
                let mut request = genuine.clone();
                request.headers_mut().insert(name, changed.clone());
                flipped += 1;
                assert!(kind(words, request).is_some(), "{words:?}: bit {bit} of {name}: {changed:?}");
            }
        }
        assert!(flipped > 1000, "{words:?}: {flipped} bits");
    }
}

#[test]
fn another_request_is_not_the_one_that_was_signed() {
    for words in [RFC9421, CAVAGE] {
        let changed = |change: fn(&mut Request<Bytes>)| {
            let mut request = signed(words);
            change(&mut request);
            kind(words, request)
        };
        let uri = |request: &mut Request<Bytes>, uri: &str| *request.uri_mut() = uri.parse().expect("a URL");
        assert_eq!(changed(|_| ()), None, "{words:?}: as it was");
        assert_eq!(changed(|request| *request.method_mut() = Method::PUT), Some(VerifyErrorKind::MethodNotAllowed));
        for other in ["/hook?a=1&b=3", "/hook?b=2&a=1", "/hook", "/hook?a=1&b=2&"] {
            let mut request = signed(words);
            uri(&mut request, other);
            assert_eq!(kind(words, request), Some(VerifyErrorKind::Mismatch), "{words:?}: {other}");
        }
        let empty = kind(words, signed(words).map(|_| Bytes::new()));
        assert_eq!(empty, Some(VerifyErrorKind::Mismatch), "{words:?}: no body");
    }
}

#[test]
fn less_than_is_asked_for_is_refused_with_what_is_missing() {
    let asked = RFC9421.covered(&["@method", "@target-uri", "acme-event"]);
    let error = verifier(asked).verify_request(signed(RFC9421)).expect_err("it covers less");
    assert_eq!(error.kind(), VerifyErrorKind::NoSupportedSignature);
    assert!(error.to_string().contains("`acme-event`"), "{error}");
    let without_digest = RFC9421.digest(DigestRule::Optional);
    let request = signed(without_digest.covered(&["@method"]));
    let error = verifier(RFC9421).verify_request(request).expect_err("it covers less");
    assert!(error.to_string().contains("@target-uri"), "{error}");
}

#[test]
fn time_and_end_are_held_against_the_clock() {
    let late = Verifier::from_scheme(Scheme::http_signature("acme", RFC9421))
        .secret(pair().public())
        .public_url("https://example.com/hook");
    for (now, expected) in [(NOW + 300, None), (NOW + 301, Some(VerifyErrorKind::Expired))] {
        let verifier = Verifier::from_scheme(Scheme::http_signature("acme", RFC9421));
        let verifier = verifier.secret(pair().public()).public_url("https://example.com/hook");
        let verifier = verifier.clock(TestClock::at_unix(now)).build().expect("a verifier");
        assert_eq!(verifier.verify_request(signed(RFC9421)).err().map(|error| error.kind()), expected, "{now}");
    }
    assert!(late.build().is_ok());
}

#[test]
fn a_request_counts_until_its_end() {
    const SECRET: &str = "correct horse battery staple";
    const WORDS: HttpSignature =
        HttpSignature::rfc9421(&[HttpAlgorithm::HmacSha256]).covered(&["@method"]).digest(DigestRule::Optional);
    let request = |end: u64| {
        let parameters = format!("(\"@method\");created={NOW};expires={end}");
        let base = format!("\"@method\": POST\n\"@signature-params\": {parameters}");
        let request = Request::post(URL).header("signature-input", format!("sig={parameters}"));
        let signature = mac::base64(mac::sha256(SECRET, base));
        request.header("signature", format!("sig=:{signature}:")).body(Bytes::new()).expect("a request")
    };
    let builder = || {
        let builder = Verifier::from_scheme(Scheme::http_signature("acme", WORDS)).secret(SECRET);
        builder.clock(TestClock::at_unix(NOW)).public_url(URL).dangerous().unprotected_body()
    };
    let judge = |builder: Builder<Custom>, end| builder.build().expect("a verifier").verify_request(request(end));
    for end in [NOW, NOW + 1] {
        assert!(judge(builder(), end).is_ok(), "{end}");
    }
    let error = judge(builder(), NOW - 1).expect_err("over");
    assert_eq!(error.kind(), VerifyErrorKind::Expired);
    assert!(error.to_string().contains("ended 1 s ago"), "{error}");
    assert!(judge(builder().dangerous().ignore_timestamp(), NOW - 1).is_ok());
}

#[test]
fn what_must_be_covered_is_what_is_said_to_be() {
    let cases: [(&[&str], bool); 8] = [
        (&["@target-uri"], true),
        (&["@request-target"], true),
        (&["(request-target)"], true),
        (&["@path", "@query"], true),
        (&["@path"], false),
        (&["@query"], false),
        (&["@method", "acme-id"], false),
        (&[], false),
    ];
    for (names, covers_url) in cases {
        let scheme = Scheme::http_signature("acme", RFC9421.covered(names));
        assert_eq!(scheme.covers_url(), covers_url, "{names:?}");
        let with_id = scheme.id(&[Field::header("acme-id")]);
        assert_eq!(with_id.id_is_signed(), names.contains(&"acme-id"), "{names:?}");
    }
}

#[test]
fn words_that_no_signature_fits_are_refused() {
    let cases = [
        (HttpSignature::rfc9421(&[]), "needs an algorithm"),
        (RFC9421.covered(&["@method", "X-Event"]), "`X-Event` must be covered"),
        (HttpSignature::cavage("no name", ED25519), "`no name` is no name of a header"),
        (CAVAGE.or_header("nor this"), "`nor this` is no name of a header"),
    ];
    for (words, why) in cases {
        let builder = Verifier::from_scheme(Scheme::http_signature("acme", words)).secret(pair().public());
        let builder = builder.public_url("https://example.com/hook").dangerous().unprotected_body();
        let error = builder.build().expect_err(why).to_string();
        assert!(error.contains(why), "{error}");
    }
}
