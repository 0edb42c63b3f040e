//! Words of schemes with tokens: where claims are, several tokens, paths, tokens inside of deliveries, configuration.
#![cfg(all(feature = "jwt", feature = "testing"))]

use hookseal::{
    Policy, Scheme, Verifier, VerifyErrorKind,
    policy::Case,
    scheme::{
        Algorithm, Check, Encoding, Envelope, Field, Jws, JwsAlgorithm, Listing, Parameters, Part, Repeated, Signature,
        Slash, TimeFormat, Timestamp, When,
    },
    testing::TestClock,
    verifier::{Builder, Custom},
};
use http::{HeaderMap, Method, Request, StatusCode};
use sha2::{Digest, Sha256};

#[path = "../support/hs256.rs"]
mod hs256;
use hs256::{SECRET, base64, hs256, mac, token};

const NOW: u64 = 1_760_000_000;
const HS256: &[JwsAlgorithm] = &[JwsAlgorithm::Hs256];
const TOKENS: Scheme = Scheme::jws("acme", Jws::claims(HS256));

fn hex(text: &str) -> String {
    base16ct::lower::encode_string(&Sha256::digest(text))
}

fn builder(scheme: Scheme) -> Builder<Custom> {
    let builder = Verifier::from_scheme(scheme).secret(SECRET).clock(TestClock::at_unix(NOW));
    builder.public_url("https://example.com/hook").dangerous().unprotected_body()
}

fn post(url: &str, token: &str, body: &str) -> Request<Vec<u8>> {
    let request = Request::post(url).header("authorization", format!("Bearer {token}"));
    request.body(body.as_bytes().to_vec()).expect("a request")
}

type Verdict = Result<(), VerifyErrorKind>;

fn judge(verifier: &Verifier<Custom>, request: Request<Vec<u8>>) -> Verdict {
    verifier.verify_request(request).map(drop).map_err(|error| error.kind())
}

/// What a scheme says of a token with these claims.
fn of_claims(scheme: Scheme, claims: &str) -> Verdict {
    judge(&builder(scheme).build().expect("a verifier"), post("/hook", &hs256(claims), "{}"))
}

const UNEXPECTED: Verdict = Err(VerifyErrorKind::Unexpected);

/// As of the claims.
#[test]
fn values_of_a_tokens_header_may_be_lists_and_objects() {
    let of_header = |check: Check, more: &str| {
        let token = token(&format!(r#"{{"alg":"HS256"{more}}}"#), "{}");
        judge(&builder(TOKENS.check(check)).build().expect("a verifier"), post("/hook", &token, "{}"))
    };
    let value = Field::jose("/v");
    let cases = [
        (Check::is(value, "2"), r#","v":"2""#, Ok(())),
        (Check::is(value, "2"), r#","v":["1","2"]"#, Ok(())),
        (Check::is(value, "2"), r#","v":["1","3"]"#, UNEXPECTED),
        (Check::absent(value), "", Ok(())),
        (Check::absent(value), r#","v":{}"#, UNEXPECTED),
        (Check::object(value), r#","v":{"a":1}"#, Ok(())),
        (Check::object(value), r#","v":{}"#, UNEXPECTED),
    ];
    for (check, more, expected) in cases {
        assert_eq!(of_header(check, more), expected, "{check:?}: {more}");
    }
}

#[test]
fn a_value_may_be_in_one_of_several_places() {
    let scheme =
        TOKENS.check(Check::is(Field::claim("/a/id"), "1").or_at(Field::claim("/b/id")).or_at(Field::claim("/c")));
    let cases = [
        (r#"{"a":{"id":"1"}}"#, Ok(())),
        (r#"{"b":{"id":"1"}}"#, Ok(())),
        (r#"{"c":"1"}"#, Ok(())),
        (r#"{"c":1}"#, Ok(())),
        (r#"{"c":["0","1"]}"#, Ok(())),
        (r#"{"a":{"id":"1"},"b":{"id":"2"}}"#, Ok(())),
        (r#"{"a":{"id":null},"b":{"id":"1"}}"#, Ok(())),
        // The first that is there counts, whatever it is.
        (r#"{"a":{"id":"2"},"b":{"id":"1"}}"#, UNEXPECTED),
        (r#"{"a":{"id":{}},"b":{"id":"1"}}"#, UNEXPECTED),
        (r#"{"a":{"id":[]},"c":"1"}"#, UNEXPECTED),
        (r#"{"d":"1"}"#, UNEXPECTED),
        (r#"{"c":[1]}"#, UNEXPECTED),
        (r#"{"c":true}"#, UNEXPECTED),
        ("{}", UNEXPECTED),
    ];
    for (claims, expected) in cases {
        assert_eq!(of_claims(scheme, claims), expected, "{claims}");
    }
    let if_there = TOKENS.check(Check::is(Field::claim("/a"), "1").or_at(Field::claim("/b")).when(When::Present));
    for (claims, expected) in [
        ("{}", Ok(())),
        (r#"{"a":null}"#, Ok(())),
        (r#"{"b":"1"}"#, Ok(())),
        (r#"{"b":"2"}"#, UNEXPECTED),
        (r#"{"a":{}}"#, UNEXPECTED),
    ] {
        assert_eq!(of_claims(if_there, claims), expected, "{claims}");
    }
}

#[test]
fn what_must_be_an_object_and_what_must_not_be_there() {
    let scheme = TOKENS.check(Check::object(Field::claim("/events"))).check(Check::absent(Field::claim("/sub")));
    let cases = [
        (r#"{"events":{"a":{}}}"#, Ok(())),
        (r#"{"events":{"a":{}},"sub":null}"#, Ok(())),
        (r#"{"events":{}}"#, UNEXPECTED),
        (r#"{"events":{ }}"#, UNEXPECTED),
        (r#"{"events":"{\"a\":1}"}"#, UNEXPECTED),
        (r#"{"events":[{"a":1}]}"#, UNEXPECTED),
        (r#"{"events":null}"#, UNEXPECTED),
        ("{}", UNEXPECTED),
        (r#"{"events":{"a":1},"sub":"x"}"#, UNEXPECTED),
        (r#"{"events":{"a":1},"sub":{}}"#, UNEXPECTED),
        (r#"{"events":{"a":1},"sub":[]}"#, UNEXPECTED),
        (r#"{"events":{"a":1},"sub":false}"#, UNEXPECTED),
    ];
    for (claims, expected) in cases {
        assert_eq!(of_claims(scheme, claims), expected, "{claims}");
    }
}

#[test]
fn each_element_of_the_body_must_have_it() {
    let scheme = TOKENS.check(Check::setting(Field::each("/value/*/state"), "state"));
    let verifier = builder(scheme).setting("state", "a").setting("state", "b").build().expect("a verifier");
    let cases = [
        (r#"{"value":[{"state":"a"}]}"#, Ok(())),
        (r#"{"value":[{"state":"a"},{"state":"b"},{"state":"a"}]}"#, Ok(())),
        (r#"{"value":[{"state":"a"},{"state":"c"}]}"#, UNEXPECTED),
        (r#"{"value":[{"state":"c"},{"state":"a"}]}"#, UNEXPECTED),
        (r#"{"value":[{"state":"a"},{}]}"#, UNEXPECTED),
        (r#"{"value":[{"state":"a"},{"state":null}]}"#, UNEXPECTED),
        (r#"{"value":[{"state":"a"},{"state":["a"]}]}"#, UNEXPECTED),
        (r#"{"value":[{"state":"a","state":"a"}]}"#, UNEXPECTED),
        (r#"{"value":[]}"#, UNEXPECTED),
        (r#"{"value":{"state":"a"}}"#, UNEXPECTED),
        ("[]", UNEXPECTED),
        ("", UNEXPECTED),
    ];
    for (body, expected) in cases {
        assert_eq!(judge(&verifier, post("/hook", &hs256("{}"), body)), expected, "{body}");
    }
}

#[test]
fn of_several_tokens_each_must_be_genuine() {
    use VerifyErrorKind::{Expired, Malformed, Mismatch};

    let scheme = TOKENS
        .signature(Signature::each_json("/tokens/*").encoding(Encoding::Text))
        .check(Check::is(Field::claim("/iss"), "acme"));
    let verifier = builder(scheme).build().expect("a verifier");
    let good = hs256(r#"{"iss":"acme","n":1}"#);
    let (forged, _) = good.rsplit_once('.').expect("a signature");
    let forged = format!("{forged}.{}", mac("other"));
    let ended = hs256(&format!(r#"{{"iss":"acme","exp":{NOW}}}"#));
    let other = hs256(r#"{"iss":"evil"}"#);
    let list = |tokens: &[&str]| serde_json::json!({ "tokens": tokens }).to_string();
    let cases = [
        (list(&[&good]), Ok(())),
        (list(&[&good, &good]), Ok(())),
        (list(&[&*good; 16]), Ok(())),
        (list(&[&*good; 17]), Err(Malformed)),
        (list(&[&good, &forged]), Err(Mismatch)),
        (list(&[&forged, &good]), Err(Mismatch)),
        (list(&[&good, &ended]), Err(Expired)),
        (list(&[&good, &other, &good]), UNEXPECTED),
        (list(&[&good, ""]), Err(Malformed)),
        (list(&[]), Err(Malformed)),
        (format!(r#"{{"tokens":["{good}",1]}}"#), Err(Malformed)),
        (format!(r#"{{"tokens":["{good}",null]}}"#), Err(Malformed)),
        (format!(r#"{{"tokens":"{good}"}}"#), Err(Malformed)),
        (format!(r#"{{"tokens":["{good}"],"tokens":["{good}"]}}"#), Err(Malformed)),
        ("{}".into(), Err(Malformed)),
    ];
    for (body, expected) in cases {
        let request = Request::post("/hook").body(body.clone().into_bytes()).expect("a request");
        assert_eq!(judge(&verifier, request), expected, "{body}");
    }
}

#[test]
fn a_path_is_signed_with_a_slash_at_its_end_or_without() {
    let words = |slash| {
        Scheme::jws("acme", Jws::detached(HS256)).message(&[
            Part::Method,
            Part::literal(" "),
            Part::Path(slash),
            Part::literal("\n"),
            Part::headers(Field::jose("/names"), Listing::Lines),
            Part::Body,
        ])
    };
    let header = base64(r#"{"alg":"HS256","names":"X-Note, x-OTHER"}"#);
    let signed = |message: &str| format!("{header}..{}", mac(&format!("{header}.{}", base64(message))));
    let message = |path: &str| format!("POST {path}\nX-Note: a\nx-OTHER: b  c\nbody");
    let judge_at = |scheme, path: &str, signed_path: &str| {
        let mut request = post(path, &signed(&message(signed_path)), "body");
        request.headers_mut().insert("x-note", "a".parse().expect("a value"));
        request.headers_mut().insert("x-other", " b  c ".parse().expect("a value"));
        judge(&builder(scheme).build().expect("a verifier"), request)
    };
    let (as_sent, either) = (words(Slash::AsSent), words(Slash::Either));
    let mismatch = Err(VerifyErrorKind::Mismatch);
    let cases = [
        ("/a/b", "/a/b", Ok(()), Ok(())),
        ("/a/b/", "/a/b/", Ok(()), Ok(())),
        ("/a/b?q=1", "/a/b", Ok(()), Ok(())),
        ("/a/b/", "/a/b", mismatch, Ok(())),
        ("/a/b", "/a/b/", mismatch, Ok(())),
        ("/a/b//", "/a/b", mismatch, mismatch),
        ("/", "/", Ok(()), Ok(())),
        ("/", "", mismatch, mismatch),
        ("/a/b", "/a/c", mismatch, mismatch),
        ("/a%2Fb", "/a/b", mismatch, mismatch),
        ("/A/b", "/a/b", mismatch, mismatch),
    ];
    for (path, signed_path, exact, lenient) in cases {
        assert_eq!(judge_at(as_sent, path, signed_path), exact, "{path} signed as {signed_path}");
        assert_eq!(judge_at(either, path, signed_path), lenient, "{path} signed as {signed_path}, either");
    }
    // Without the request there is no path.
    let verifier = builder(either).build().expect("a verifier");
    let error = verifier.verify(&HeaderMap::new(), "body").expect_err("no request");
    assert_eq!(error.kind(), VerifyErrorKind::CouldNotCheck);
}

#[test]
fn an_id_and_a_time_in_headers_are_signed_with_the_body() {
    let time = Timestamp::header("x-time", TimeFormat::UnixSeconds);
    let parts = [Part::Id, Part::literal("."), Part::Timestamp, Part::literal("."), Part::Body];
    let scheme = Scheme::jws("acme", Jws::detached(HS256)).timestamp(time).message(&parts);
    let scheme = scheme.id(&[Field::header("x-id")]);
    let verifier = builder(scheme).build().expect("a verifier");
    let header = base64(r#"{"alg":"HS256"}"#);
    let judge_with = |signed: &str, headers: [(&'static str, &str); 2]| {
        let tag = mac(&format!("{header}.{}", base64(signed)));
        let mut request = post("/hook", &format!("{header}..{tag}"), "body");
        for (name, value) in headers {
            request.headers_mut().insert(name, value.parse().expect("a value"));
        }
        judge(&verifier, request)
    };
    let (now, old) = (NOW.to_string(), (NOW - 301).to_string());
    let signed = |time: &str| format!("id-1.{time}.body");
    let cases = [
        ("as signed", "id-1", &now, &now, Ok(())),
        ("another id", "id-2", &now, &now, Err(VerifyErrorKind::Mismatch)),
        ("another time", "id-1", &now, &old, Err(VerifyErrorKind::Mismatch)),
        ("an old one", "id-1", &old, &old, Err(VerifyErrorKind::Expired)),
    ];
    for (case, id, time, signed_time, expected) in cases {
        assert_eq!(judge_with(&signed(signed_time), [("x-id", id), ("x-time", time)]), expected, "{case}");
    }
}

#[test]
fn a_request_is_signed_in_its_canonical_form() {
    let query = Parameters::query().between('=').joined('&').repeated(Repeated::JoinedSorted(',')).encoded();
    let scheme = TOKENS
        .message(&[
            Part::Method,
            Part::literal("&"),
            Part::CanonicalPath,
            Part::literal("&"),
            Part::parameters(query.without("jwt")),
        ])
        .check(Check::message_digest(Field::claim("/qsh"), Algorithm::Sha256, Encoding::Hex));
    assert!(scheme.covers_url() && !scheme.covers_body());
    let verifier = builder(scheme).build().expect("a verifier");
    let cases = [
        ("/hook", "POST&/hook&"),
        ("/hook/", "POST&/hook&"),
        ("/", "POST&/&"),
        ("/a&b/c", "POST&/a%26b/c&"),
        ("/a%20b", "POST&/a%20b&"),
        ("/hook?", "POST&/hook&"),
        ("/hook?jwt=x", "POST&/hook&"),
        ("/hook?b=2&a=1", "POST&/hook&a=1&b=2"),
        ("/hook?a=2&a=10&a=1", "POST&/hook&a=1,10,2"),
        ("/hook?a=+&b=%20", "POST&/hook&a=%20&b=%20"),
        ("/hook?a=!%27()*~-._", "POST&/hook&a=%21%27%28%29%2A~-._"),
        ("/hook?a=%c3%a9", "POST&/hook&a=%C3%A9"),
        ("/hook?a=b,c&a=a", "POST&/hook&a=a,b%2Cc"),
        ("/hook?empty&x=", "POST&/hook&empty=&x="),
        // Sorted as they are written: an escape stands before a letter.
        ("/hook?a=a&a=%7B", "POST&/hook&a=%7B,a"),
        ("/hook?A=1&a=2&B=3", "POST&/hook&A=1&B=3&a=2"),
    ];
    for (url, canonical) in cases {
        let token = hs256(&format!(r#"{{"qsh":"{}"}}"#, hex(canonical)));
        assert_eq!(judge(&verifier, post(url, &token, "{}")), Ok(()), "{url}");
        let wrong = hs256(&format!(r#"{{"qsh":"{}"}}"#, hex(&canonical.replace("POST", "GET"))));
        assert_eq!(judge(&verifier, post(url, &wrong, "{}")), UNEXPECTED, "{url} of another method");
    }
}

#[test]
fn a_scheme_of_ones_own_ties_a_token_to_the_body() {
    let words = r#"
        name = "acme"
        proof = { jws = { algorithms = ["HS256"], payload = "claims" } }
        signature = { at = { header = "acme-token" }, encoding = "text" }
        timestamp = { at = { claim = "/iat" }, format = "unix-seconds" }
        id = { claim = "/jti" }
        checks = [
            { field = { claim = "/iss" }, must = { be = { text = "https://acme.example" } } },
            { field = { claim = "/aud" }, must = { be-setting = "audience" } },
            { field = { claim = "/body_sha256" }, must = { be-body-digest = { hash = "sha256", encoding = "hex" } } },
        ]
    "#;
    let scheme: Scheme = toml::from_str(words).expect("TOML");
    let in_code = TOKENS
        .signature(Signature::header("acme-token").encoding(Encoding::Text))
        .timestamp(Timestamp::new(Field::claim("/iat"), TimeFormat::UnixSeconds))
        .check(Check::is(Field::claim("/iss"), "https://acme.example"))
        .check(Check::setting(Field::claim("/aud"), "audience"))
        .check(Check::body_digest(Field::claim("/body_sha256"), Algorithm::Sha256, Encoding::Hex))
        .id(&[Field::claim("/jti")]);
    assert_eq!(scheme, in_code);
    assert!(scheme.covers_body() && scheme.covers_timestamp() && scheme.id_is_signed());

    let verifier = Verifier::from_scheme(scheme).secret(SECRET).clock(TestClock::at_unix(NOW));
    let verifier = verifier.setting("audience", "us").build().expect("a verifier");
    let claims = |iat: u64, aud: &str, body: &str| {
        let (iss, hash) = ("https://acme.example", hex(body));
        serde_json::json!({ "iss": iss, "aud": aud, "iat": iat, "jti": "j-1", "body_sha256": hash }).to_string()
    };
    let cases = [
        ("genuine", claims(NOW, "us", "body"), Ok(())),
        ("stale", claims(NOW - 301, "us", "body"), Err(VerifyErrorKind::Expired)),
        ("of the future", claims(NOW + 301, "us", "body"), Err(VerifyErrorKind::NotYetValid)),
        ("for others", claims(NOW, "them", "body"), UNEXPECTED),
        ("another body", claims(NOW, "us", "bodies"), Err(VerifyErrorKind::Mismatch)),
        ("no time", claims(NOW, "us", "body").replace("iat", "tai"), Err(VerifyErrorKind::Malformed)),
    ];
    for (case, claims, expected) in cases {
        let request = Request::post("/hook").header("acme-token", hs256(&claims)).body(b"body".to_vec());
        assert_eq!(judge(&verifier, request.expect("a request")), expected, "{case}");
    }
}

#[test]
fn tokens_that_do_not_end_and_answers_that_are_not_200() {
    let claims = format!(r#"{{"exp":{},"nbf":{}}}"#, NOW - 9, NOW + 9000);
    let timeless = Scheme::jws("acme", Jws::claims(HS256).timeless());
    assert_eq!(of_claims(timeless, &claims), Ok(()));
    assert_eq!(of_claims(TOKENS, &claims), Err(VerifyErrorKind::Expired));

    let status = |policy: Policy| {
        let verifier = builder(TOKENS.answer_status(202)).policy(policy).build().expect("a verifier");
        let event = verifier.verify_request(post("/hook", &hs256("{}"), "{}")).expect("genuine");
        event.acknowledgement().status()
    };
    assert_eq!(status(Policy::DEFAULT), StatusCode::ACCEPTED);
    let own = Policy::DEFAULT.with(Case::Processed, StatusCode::NO_CONTENT);
    assert_eq!(status(own), StatusCode::NO_CONTENT, "what the application says counts");
}

#[test]
fn large_tokens_are_refused_before_they_are_read() {
    let scheme = TOKENS.signature(Signature::body().encoding(Encoding::Text)).envelope(Envelope::Jws);
    let verifier = builder(scheme).body_limit(8 * 1024 * 1024).build().expect("a verifier");
    let judge_body =
        |body: String| judge(&verifier, Request::post("/hook").body(body.into_bytes()).expect("a request"));
    let claims = |length: usize| format!(r#"{{"a":"{}"}}"#, "x".repeat(length));
    assert_eq!(judge_body(hs256(&claims(700_000))), Ok(()));
    assert_eq!(judge_body(hs256(&claims(800_000))), Err(VerifyErrorKind::Malformed), "over 1 MiB");
    let header = format!(r#"{{"alg":"HS256","x":"{}"}}"#, "x".repeat(8000));
    assert_eq!(judge_body(token(&header, "{}")), Err(VerifyErrorKind::Malformed), "a header over 8 KiB");
    let deep = format!(r#"{{"a":{}1{}}}"#, "[".repeat(200), "]".repeat(200));
    assert_eq!(judge_body(hs256(&deep)), Err(VerifyErrorKind::Malformed), "nested 200 deep");
    for body in [".".repeat(1_000_000), "a.".repeat(100_000), format!("{}..", "A".repeat(1_000_000))] {
        assert_eq!(judge_body(body), Err(VerifyErrorKind::Malformed));
    }
    let put = Request::builder().method(Method::PUT).uri("/hook").body(Vec::new()).expect("a request");
    assert_eq!(judge(&verifier, put), Err(VerifyErrorKind::MethodNotAllowed));
}
