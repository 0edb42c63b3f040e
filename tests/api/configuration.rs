//! Schemes are read from configuration in the same words as in code, and mistakes are named.
#![cfg(feature = "testing")]

use hookseal::{
    Scheme, SetupError, Tolerance, Verifier,
    provider::{self, Preset},
    scheme::{
        Algorithm, Answer, Check, Cipher, Encoding, Encrypted, Envelope, Field, Handshake, Jws, JwsAlgorithm,
        KeyFormat, KeysAt, Listing, Parameters, Part, Repeated, Separator, Signature, SignatureAlgorithm, Slash,
        TimeFormat, Timestamp, UrlPin, When,
    },
};

#[test]
fn every_preset_can_be_written_down_and_read_again() {
    for Preset { scheme, .. } in provider::all() {
        let name = scheme.name();
        let json = serde_json::to_string(scheme).expect(name);
        assert_eq!(serde_json::from_str::<Scheme>(&json).expect(name), *scheme, "{name}: {json}");
        let toml = toml::to_string(scheme).expect(name);
        assert_eq!(toml::from_str::<Scheme>(&toml).expect(name), *scheme, "{name}: {toml}");
    }
}

#[test]
fn every_word_can_be_written_down_and_read_again() {
    let acme = || Scheme::mac("acme", Algorithm::Sha256);
    let signed = |signature| acme().signature(signature);
    let header = || Signature::header("acme");
    let tokens = |jws| Scheme::jws("acme", jws);
    let check = || Handshake::unsigned(Field::form("ping"), "");
    let schemes = vec![
        acme().key(KeyFormat::Hex),
        acme().key(KeyFormat::Suffixed { suffix: "&".try_into().expect("a text") }),
        acme().key(KeyFormat::AfterColon).key_id("acme-key").pin("acme-version", "1").pin("acme-method", "x"),
        signed(Signature::either_header("a", "b").encoding(Encoding::Base64Url)),
        signed(Signature::repeatable_header("a").prefix("sha256=")),
        signed(Signature::numbered_headers("a-")),
        signed(Signature::header_per_secret("a", "b")),
        signed(Signature::field(Field::query("sig"))),
        signed(header().prefix("sha256=").or_algorithm("sha512=", Algorithm::Sha512)),
        signed(header().pairs_of_either(Separator::CommaOrSpace, "v1", "v2")).or_message("v0", &[Part::Body]),
        signed(header().time_first(Separator::Comma)).timestamp(Timestamp::first(TimeFormat::UnixMillis)),
        signed(header().by_key_id(Separator::Ampersand, "|")),
        signed(header().versions("v1")).or_ed25519("v1a", "whpk_"),
        Scheme::basic("acme"),
        tokens(Jws::claims(&[JwsAlgorithm::Hs256, JwsAlgorithm::EdDsa]).leeway(7).timeless())
            .check(Check::setting(Field::claim("/aud"), "audience").or_at(Field::claim("/azp")).when(When::Present))
            .check(Check::setting(Field::each("/value/*/state"), "state"))
            .check(Check::object(Field::claim("/events")))
            .check(Check::absent(Field::jose("/typ")))
            .answer_status(202),
        tokens(Jws::detached(&[JwsAlgorithm::Es512]))
            .message(&[Part::Method, Part::Path(Slash::Either), Part::headers(Field::jose("/names"), Listing::Lines)])
            .keys_at(KeysAt::named_set(Field::jose("/jku"), UrlPin::hosts(&["keys.example.com"]).path("/jwks"))),
        tokens(Jws::claims(&[JwsAlgorithm::Rs256]))
            .signature(Signature::each_json("/tokens/*").encoding(Encoding::Text))
            .message(&[
                Part::CanonicalPath,
                Part::parameters(Parameters::query().repeated(Repeated::JoinedSorted(',')).encoded().without("jwt")),
            ])
            .keys_at(KeysAt::chain("1.2.3", "1.2.4")),
        Scheme::token("acme", "x").signature(Signature::each_json("/value/*/state").encoding(Encoding::Text)),
        Scheme::hash("acme", Algorithm::Sha256, &[Part::Secret, Part::Method, Part::Url, Part::Body]),
        acme().message(&[
            Part::entry("id:", Field::query("id"), ';'),
            Part::headers(Field::header("signed"), Listing::SortedPairs),
            Part::BodyAsJson,
            Part::EncodedPath,
            Part::value(Field::json("/token")),
            Part::value(Field::member("env")),
            Part::Timestamp,
        ]),
        acme().timestamp(Timestamp::new(Field::form("t"), TimeFormat::UnixSecondsOrMillis)).answer("Hello"),
        acme().timestamp(Timestamp::header("t", TimeFormat::UnixSecondsOrWord)).message(&[Part::Timestamp, Part::Body]),
        acme().envelope(Envelope::SignedInForm("payload".try_into().expect("a text"))).body_limit(7),
        acme().tolerance(Tolerance::seconds(180)).way_of("acme-corporation"),
        acme().handshake(check().refusal(404).answer(Answer::Status(204))),
        acme().message(&[
            Part::UrlWithoutQuery,
            Part::DecodedUrl,
            Part::body_digest(Algorithm::Sha256, Encoding::Text),
            Part::parameters(Parameters::query().between('=').joined('&').begin('?', '.').without("sig")),
            Part::parameters(Parameters::form().repeated(Repeated::Joined(',')).masked().if_form()),
            Part::value_if_any(Field::json("/a")),
        ]),
        signed(Signature::each_item("/items/*", "/sig")).message(&[Part::value(Field::item("/a"))]),
        signed(header().list(Separator::Comma)).any_method().either_port(),
        signed(Signature::field(Field::form("s")).before_dot())
            .envelope(Envelope::EncodedInForm("s".try_into().expect("a text"))),
        acme().check(Check::member(Field::header("settings"), "algorithm", "x")),
        acme()
            .key(KeyFormat::BeforeColon)
            .sorted_message(&[Part::Encrypted])
            .encrypted(Encrypted::new(Field::json("/e"), Cipher::framed("id")).check(Field::query("echo"))),
        acme().encrypted(Encrypted::new(Field::json("/e"), Cipher::IvFirst)),
        acme().handshake(check().challenge(Field::header("x")).answer(Answer::header("x")).learns_secret()),
        acme().handshake(Handshake::get().challenge(Field::query("c")).answer(Answer::key_id_and_mac("|"))),
        acme().handshake(
            Handshake::get().challenge(Field::query("c")).answer(Answer::json_digest("d", Algorithm::Sha256)),
        ),
        acme().message(&[
            Part::required_entry("id\n", Field::json("/id"), '\n'),
            Part::UrlPath,
            Part::BodyChecksum,
            Part::parameters(Parameters::form().joined('&').without_empty()),
        ]),
        Scheme::signed("acme", SignatureAlgorithm::Ed25519).key(KeyFormat::Ed25519Seed),
        Scheme::signed("acme", SignatureAlgorithm::RSA_SHA1)
            .over_digest(Algorithm::Sha512)
            .signature(Signature::field(Field::header_json("x-acme/signature")).encoding(Encoding::Base64))
            .key_id_at(Field::header_json("x-acme/kid"))
            .check(Check::is_one_of(Field::json("/type"), ["a", "b", "c"])),
        Scheme::signed("acme", SignatureAlgorithm::ECDSA_P256).keys_at(
            KeysAt::certificate_at_either(
                Field::json("/a"),
                Field::header("b"),
                UrlPin::hosts(&["keys.*.acme.example"]),
            )
            .for_names(&["acme.example"]),
        ),
    ];
    for scheme in schemes {
        let json = serde_json::to_string(&scheme).expect("JSON");
        assert_eq!(serde_json::from_str::<Scheme>(&json).expect(&json), scheme, "{json}");
        let toml = toml::to_string(&scheme).expect("TOML");
        assert_eq!(toml::from_str::<Scheme>(&toml).expect(&toml), scheme, "{toml}");
    }
}

#[test]
fn what_is_not_said_is_as_in_code() {
    let least = r#"
        name = "acme"
        proof = { mac = "sha256" }
        signature = { at = { header = "x-signature" } }
    "#;
    assert_eq!(toml::from_str::<Scheme>(least).expect("TOML"), Scheme::mac("acme", Algorithm::Sha256));

    let token = r#"
        name = "acme"
        proof = "token"
        signature = { at = { header = "x-token" }, encoding = "text" }
    "#;
    assert_eq!(toml::from_str::<Scheme>(token).expect("TOML"), Scheme::token("acme", "x-token"));

    let stripe = r#"{
        "name": "stripe",
        "proof": { "mac": "sha256" },
        "signature": {
            "at": { "header": "stripe-signature" },
            "grammar": { "pairs": { "separator": "comma", "key": "v1" } }
        },
        "timestamp": { "at": { "member": "t" }, "format": "unix-seconds" },
        "message": ["timestamp", { "literal": "." }, "body"],
        "id": { "json": "/id" },
        "kind": [{ "json": "/type" }]
    }"#;
    assert_eq!(Some(serde_json::from_str(stripe).expect("JSON")), provider::by_name("stripe"));
}

/// A sender of one's own that signs with a private key needs no line of code.
#[test]
fn public_keys_are_said_in_the_same_words() {
    let words = r#"
        name = "acme"
        proof = { signed = { rsa = { padding = "pkcs1", hash = "sha256" } } }
        signature = { at = { header = "x-signature" }, encoding = "base64" }
        timestamp = { at = { header = "acme-time" }, format = "rfc3339" }
        message = ["timestamp", { literal = "." }, "body"]
        key-id = { header = "acme-key" }
        keys-at = { place = { set = { url = "https://acme.example/.well-known/jwks.json" } } }
    "#;
    let scheme = Scheme::signed("acme", SignatureAlgorithm::RSA_SHA256)
        .timestamp(Timestamp::header("acme-time", TimeFormat::Rfc3339))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .key_id("acme-key")
        .keys_at(KeysAt::set("https://acme.example/.well-known/jwks.json"));
    assert_eq!(toml::from_str::<Scheme>(words).expect("TOML"), scheme);

    for (proof, algorithm) in [
        ("\"ed25519\"", SignatureAlgorithm::Ed25519),
        (r#"{ ecdsa = { curve = "p256", hash = "sha256", form = "der" } }"#, SignatureAlgorithm::ECDSA_P256),
    ] {
        let words = format!(
            "name = \"acme\"\nproof = {{ signed = {proof} }}\n\
             signature = {{ at = {{ header = \"x-signature\" }}, encoding = \"base64\" }}"
        );
        assert_eq!(toml::from_str::<Scheme>(&words).expect("TOML"), Scheme::signed("acme", algorithm));
    }
}

#[test]
fn mistakes_are_named() {
    let scheme = |more: &str| {
        format!(
            "name = \"acme\"\nproof = {{ mac = \"sha256\" }}\nsignature = {{ at = {{ header = \"x\" }} }}\n{more}\n"
        )
    };
    let long = "x".repeat(64);
    let cases = [
        ("no name", "proof = \"token\"".to_owned(), "missing field `name`"),
        ("no proof", "name = \"acme\"".into(), "missing field `proof`"),
        ("no signature", "name = \"acme\"\nproof = \"token\"".into(), "missing field `signature`"),
        ("a word that there is not", scheme("massage = [\"body\"]"), "unknown field `massage`, expected one of `name`"),
        ("a part that there is not", scheme("message = [\"bodi\"]"), "unknown variant `bodi`, expected one of `body`"),
        ("an unknown algorithm", "name = \"a\"\nproof = { mac = \"sha3\" }".into(), "unknown variant `sha3`, expected"),
        ("a place that there is not", scheme("id = { jsn = \"/id\" }"), "unknown variant `jsn`, expected one of"),
        (
            "a unit that there is not",
            scheme("timestamp = { at = { header = \"t\" }, format = \"unix\" }"),
            "`unix-seconds`",
        ),
        ("no place", scheme("id = 5"), "expected a list of at most 3, or a single one"),
        ("a text too long", scheme(&format!("answer = \"{long}\"")), "is longer than 63 bytes"),
        ("too many places", scheme(&format!("id = [{}]", "{ json = \"/id\" },".repeat(4))), "a scheme has room for 3"),
        ("too many parts", scheme(&format!("message = [{}]", "\"body\",".repeat(17))), "a scheme has room for 16"),
        ("a negative time", scheme("tolerance = { past = -1, future = 0 }"), "invalid value: integer `-1`"),
        ("half a tolerance", scheme("tolerance = { past = 1 }"), "missing field `future`"),
        ("a number for a text", scheme("answer = 7"), "expected a text of at most 63 bytes"),
    ];
    for (case, toml, wanted) in cases {
        let error = toml::from_str::<Scheme>(&toml).expect_err(case).to_string();
        assert!(error.contains(wanted), "{case}: {error}");
    }
    // What reads well and makes no sense is found when the verifier is built.
    let read = |more: &str| toml::from_str::<Scheme>(&scheme(more)).expect(more);
    for (more, wanted) in [
        ("message = []", "scheme acme: a signature needs a message"),
        ("id = { json = \"id\" }", "scheme acme: `id` is not a JSON Pointer: it starts with `/`"),
        ("key-id = { header = \"a b\" }", "scheme acme: `a b` is not a header name"),
        ("timestamp = { at = { header = \"t\" }, format = \"rfc3339\" }", "an unsigned time proves nothing"),
    ] {
        let error = Verifier::from_scheme(read(more)).secret("secret").build().expect_err(more);
        assert!(matches!(error, SetupError::BadScheme { .. }) && error.to_string().contains(wanted), "{more}: {error}");
    }
}

#[test]
fn providers_are_found_by_name() {
    for Preset { scheme, .. } in provider::all() {
        assert_eq!(provider::by_name(scheme.name()), Some(*scheme), "{}", scheme.name());
    }
    for name in ["", "Stripe", "stripe ", "acme", "strip", "stripes"] {
        assert_eq!(provider::by_name(name), None, "{name:?}");
    }
}

#[test]
fn a_body_that_is_not_covered_has_to_be_accepted() {
    for Preset { scheme, type_name, .. } in provider::all() {
        let builder = || Verifier::from_scheme(*scheme).secret("bm90IGEgc2VjcmV0").public_url("https://example.com");
        let Err(SetupError::BadScheme { why, .. }) = builder().build() else { continue };
        assert!(!scheme.covers_body(), "{type_name}: {why}");
        assert!(why.contains("call `.dangerous().unprotected_body()`"), "{type_name}: {why}");
    }
    let token = Scheme::token("acme", "x-acme");
    assert!(Verifier::from_scheme(token).secret("secret").build().is_err());
    assert!(Verifier::from_scheme(token).secret("secret").dangerous().unprotected_body().build().is_ok());
}
