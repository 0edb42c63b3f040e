//! A scheme that needs a feature which is off is refused when its verifier is built, and the error names the feature. What it
//! is compiled with decides what this suite says: `cargo test --no-default-features --test features` refuses all of them.

use hookseal::{
    Scheme, SetupError, Verifier,
    scheme::{
        Algorithm, Answer, Check, Cipher, Encoding, Encrypted, Field, Handshake, HttpAlgorithm, HttpSignature, Jws,
        JwsAlgorithm, KeyFormat, KeysAt, Part, Signature, SignatureAlgorithm, UrlPin,
    },
};

/// Called once, each with a stack of its own: schemes are large.
type Make = fn() -> Scheme;

const ON: &[(&str, bool)] = &[
    ("json", cfg!(feature = "json")),
    ("sha1", cfg!(feature = "sha1")),
    ("md5", cfg!(feature = "md5")),
    ("keccak", cfg!(feature = "keccak")),
    ("nfkd", cfg!(feature = "nfkd")),
    ("ed25519", cfg!(feature = "ed25519")),
    ("ecdsa", cfg!(feature = "ecdsa")),
    ("rsa", cfg!(feature = "rsa")),
    ("jwt", cfg!(feature = "jwt")),
    ("x509", cfg!(feature = "x509")),
    ("crc32", cfg!(feature = "crc32")),
    ("aes", cfg!(feature = "aes")),
    ("xml", cfg!(feature = "xml")),
];

/// What reads requests that are signed as a whole is built with any of the features for public keys.
const ANY_PUBLIC: &[&str] = if cfg!(feature = "public-keys") { &[] } else { &["ed25519"] };

/// One of two is enough.
const EITHER: &[&str] = if cfg!(any(feature = "ed25519", feature = "ecdsa")) { &[] } else { &["ed25519", "ecdsa"] };

fn acme() -> Scheme {
    Scheme::mac("acme", Algorithm::Sha256)
}

fn tokens(algorithms: &[JwsAlgorithm]) -> Scheme {
    Scheme::jws("acme", Jws::claims(algorithms))
}

fn requests(algorithms: &[HttpAlgorithm]) -> Scheme {
    Scheme::http_signature("acme", HttpSignature::rfc9421(algorithms))
}

fn signed(algorithm: SignatureAlgorithm) -> Scheme {
    Scheme::signed("acme", algorithm)
}

/// Asked by a POST with this field, and answered so.
fn asked(answer: Answer) -> Scheme {
    let check = Handshake::signed(Field::header("x-check"), "");
    acme().handshake(check.challenge(Field::header("x-check")).answer(answer))
}

/// What needs hashes, keys and proofs.
const OF_PROOFS: &[(&str, Make, &[&str])] = &[
    ("nothing", acme, &[]),
    ("SHA-512", || Scheme::mac("acme", Algorithm::Sha512), &[]),
    ("SHA-1", || Scheme::mac("acme", Algorithm::Sha1), &["sha1"]),
    ("MD5", || Scheme::mac("acme", Algorithm::Md5), &["md5"]),
    ("Keccak", || Scheme::hash("acme", Algorithm::Keccak256, &[Part::Secret, Part::Body]), &["keccak"]),
    ("a key that is a hash", || acme().key(KeyFormat::Sha1), &["sha1"]),
    ("a key in a normal form", || acme().key(KeyFormat::Nfkd), &["nfkd"]),
    ("a key in hex", || acme().key(KeyFormat::Hex), &[]),
    ("a seed", || signed(SignatureAlgorithm::Ed25519).key(KeyFormat::Ed25519Seed), &["ed25519"]),
    ("Ed25519", || signed(SignatureAlgorithm::Ed25519), &["ed25519"]),
    ("ECDSA", || signed(SignatureAlgorithm::ECDSA_P256), &["ecdsa"]),
    ("RSA", || signed(SignatureAlgorithm::RSA_SHA256), &["rsa"]),
    ("RSA with SHA-1", || signed(SignatureAlgorithm::RSA_SHA1), &["rsa", "sha1"]),
    (
        "a digest that is signed",
        || signed(SignatureAlgorithm::Ed25519).over_digest(Algorithm::Sha1),
        &["ed25519", "sha1"],
    ),
    ("a token", || tokens(&[JwsAlgorithm::Hs256]), &["jwt", "json"]),
    ("a token with RSA", || tokens(&[JwsAlgorithm::Rs256]), &["jwt", "json", "rsa"]),
    ("tokens of either kind", || tokens(&[JwsAlgorithm::Rs256, JwsAlgorithm::Hs256]), &["jwt", "json"]),
    ("tokens of either kind, turned", || tokens(&[JwsAlgorithm::Hs256, JwsAlgorithm::Rs256]), &["jwt", "json"]),
    ("a request", || requests(&[HttpAlgorithm::Ed25519]), &["ed25519"]),
    ("a request with a MAC", || requests(&[HttpAlgorithm::HmacSha256]), ANY_PUBLIC),
    ("a request with either", || requests(&[HttpAlgorithm::Ed25519, HttpAlgorithm::EcdsaP256Sha256]), EITHER),
    ("a request with either, turned", || requests(&[HttpAlgorithm::EcdsaP256Sha256, HttpAlgorithm::Ed25519]), EITHER),
    ("a request with ECDSA", || requests(&[HttpAlgorithm::EcdsaP256Sha256]), &["ecdsa"]),
];

/// What needs places, keys elsewhere and bodies.
const OF_PLACES: &[(&str, Make, &[&str])] = &[
    ("an id in JSON", || acme().id(&[Field::json("/id")]), &["json"]),
    ("a type in XML", || acme().kind(&[Field::xml("/a/b")]), &["xml"]),
    ("an id in a header", || acme().id(&[Field::header("x-id")]), &[]),
    ("an id in the query", || acme().id(&[Field::query("id")]), &[]),
    ("an id in a form", || acme().id(&[Field::form("id")]), &[]),
    ("the body as JSON", || acme().message(&[Part::BodyAsJson]), &["json"]),
    ("a checksum", || acme().message(&[Part::BodyChecksum, Part::Body]), &["crc32"]),
    ("a digest of the body", || acme().message(&[Part::body_digest(Algorithm::Md5, Encoding::Hex)]), &["md5"]),
    (
        "a digest to be checked",
        || acme().message(&[Part::Url]).check(Check::body_digest(Field::query("d"), Algorithm::Sha1, Encoding::Hex)),
        &["sha1"],
    ),
    (
        "each element",
        || Scheme::token("acme", "x").signature(Signature::each_json("/a/*/s").encoding(Encoding::Text)),
        &["json"],
    ),
    (
        "each item",
        || acme().signature(Signature::each_item("/a/*", "/s")).message(&[Part::value(Field::item("/id"))]),
        &["json"],
    ),
    ("an answer in JSON", || asked(Answer::json("challenge")), &["json"]),
    ("an answer with a MAC", || asked(Answer::json_mac("a", "b", "", Encoding::Hex)), &["json"]),
    ("an answer with a digest", || asked(Answer::json_digest("d", Algorithm::Sha256)), &["json"]),
    ("an answer with such a digest", || asked(Answer::json_digest("d", Algorithm::Md5)), &["json", "md5"]),
    ("an answer in a header", || asked(Answer::header("x-check")), &[]),
    (
        "a certificate",
        || {
            let keys = KeysAt::certificate(Field::header("x-url"), UrlPin::hosts(&["keys.example.com"]));
            signed(SignatureAlgorithm::RSA_SHA256).keys_at(keys)
        },
        &["rsa", "x509"],
    ),
    (
        "a chain",
        || tokens(&[JwsAlgorithm::Es256]).keys_at(KeysAt::chain("1.2.3", "1.2.4")),
        &["jwt", "json", "ecdsa", "x509"],
    ),
    ("what is encrypted", || encrypted(Field::form("e")), &["aes"]),
    ("what is encrypted in JSON", || encrypted(Field::json("/e")), &["aes", "json"]),
    ("what is encrypted in XML", || encrypted(Field::xml("/a/e")), &["aes", "xml"]),
];

fn encrypted(field: Field) -> Scheme {
    acme().encrypted(Encrypted::new(field, Cipher::IvFirst))
}

#[test]
fn what_is_off_is_named() {
    for (case, make, needs) in OF_PROOFS.iter().chain(OF_PLACES) {
        let off: Vec<_> =
            ON.iter().filter(|(feature, on)| needs.contains(feature) && !on).map(|(feature, _)| feature).collect();
        let builder = Verifier::from_scheme(make()).secret("a secret").public_url("https://example.com");
        let said = match builder.dangerous().unprotected_body().build() {
            Err(SetupError::BadScheme { why, .. }) if why.contains("feature") => Some(why),
            // What else it needs, such as a key of its kind, is another matter.
            _ => None,
        };
        let named = said.as_ref().is_some_and(|why| off.iter().any(|feature| why.contains(&format!("`{feature}`"))));
        assert_eq!(!off.is_empty(), said.is_some(), "{case}: {said:?}, {off:?} off");
        assert_eq!(named, said.is_some(), "{case}: {said:?}, {off:?} off");
        let missing = make().missing_feature();
        assert!(missing.is_none_or(|missing| off.contains(&&missing)), "{case}: {missing:?}");
    }
}

/// By this, the compiler refuses presets.
#[test]
fn the_first_of_those_that_are_off_is_told() {
    let cases: [(&str, Make, &[&str]); 4] = [
        ("what is encrypted in XML", || encrypted(Field::xml("/a/e")), &["aes", "xml"]),
        ("a token", || tokens(&[JwsAlgorithm::Rs256]), &["jwt", "rsa"]),
        (
            "a key in a normal form",
            || signed(SignatureAlgorithm::RSA_SHA1).key(KeyFormat::Nfkd),
            &["rsa", "sha1", "nfkd"],
        ),
        (
            "a chain",
            || tokens(&[JwsAlgorithm::Es256]).keys_at(KeysAt::chain("1.2.3", "1.2.4")),
            &["jwt", "ecdsa", "x509"],
        ),
    ];
    for (case, make, needs) in cases {
        let is_off = |feature: &&&str| ON.iter().any(|(known, on)| known == *feature && !on);
        assert_eq!(make().missing_feature(), needs.iter().find(is_off).copied(), "{case}");
    }
}
