//! Words of a scheme that contradict each other, or prove nothing, are refused when the verifier is built.
#![cfg(feature = "testing")]

use hookseal::{
    SetupError, Verifier,
    scheme::{
        Algorithm, Check, Encoding, Envelope, Field, Jws, JwsAlgorithm, KeyFormat, KeysAt, Listing, Part, RsaPadding,
        Scheme, Separator, Signature, SignatureAlgorithm, Slash, TimeFormat, Timestamp,
    },
};

#[path = "../support/contradictory_endpoint_checks.rs"]
mod endpoint_checks;
#[path = "../support/contradictory_requests.rs"]
mod requests;

const ACME: Scheme = Scheme::mac("acme", Algorithm::Sha256).signature(HEADER);
const TOKENS: Scheme = Scheme::jws("acme", Jws::claims(&[JwsAlgorithm::Hs256]));
const TOKEN: Scheme = Scheme::token("acme", "x-acme");
const HEADER: Signature = Signature::header("x-acme");
const PAIRS: Signature = HEADER.pairs(Separator::Comma, "v1");
const IN_HEADER: Timestamp = Timestamp::header("x-time", TimeFormat::UnixSeconds);
const IN_LIST: Timestamp = Timestamp::pair("t", TimeFormat::UnixSeconds);
const IN_BODY: Timestamp = Timestamp::json("/time", TimeFormat::UnixSeconds);
const LISTED: Part = Part::headers(Field::header("x-signed"), Listing::Values);

const LISTED_IN_TOKEN: Part = Part::headers(Field::jose("/names"), Listing::Lines);

/// A scheme that is wrong, and what is said of it.
type Case = (&'static str, Scheme, &'static str);

fn message(parts: &[Part]) -> Scheme {
    ACME.message(parts)
}

/// Signs the time in one message, and this in the other.
fn other(parts: &[Part]) -> Scheme {
    ACME.signature(PAIRS).message(&[Part::Timestamp, Part::Body]).or_message("v0", parts)
}

fn of_proofs_and_messages() -> Vec<Case> {
    let hash = |parts: &[Part]| Scheme::hash("acme", Algorithm::Sha256, parts).signature(PAIRS);
    let (no_message, no_secret) =
        ("a signature needs a message", "proves nothing unless `Part::Secret` is in the message");
    let two = |id: &[Part]| other(id).timestamp(IN_LIST).id(&[Field::header("x-id")]);
    let id = |parts: &[Part]| message(parts).id(&[Field::header("x-id")]);
    let from_nowhere = "the first place of `.id(…)` is not a header";
    vec![
        ("no name", ACME.named(""), "a scheme needs a name"),
        ("nothing signed", message(&[]), no_message),
        ("nothing signed instead", other(&[]).timestamp(IN_LIST), no_message),
        ("a hash of nothing", hash(&[]), no_message),
        ("a hash without the secret", hash(&[Part::Body]), no_secret),
        ("or without it", hash(&[Part::Secret, Part::Body]).or_message("v0", &[Part::Body]), no_secret),
        ("HMAC with Keccak", Scheme::mac("acme", Algorithm::Keccak256), "Keccak-256 is a plain hash"),
        ("a token's message", TOKEN.message(&[Part::Body]), "a token signs no message"),
        ("a token's other message", TOKEN.or_message("v0", &[Part::Body]), "a token signs no message"),
        ("a token's time", TOKEN.timestamp(IN_HEADER), "a token cannot cover a timestamp"),
        ("an id from nowhere", message(&[Part::Id, Part::Body]), from_nowhere),
        ("another id from nowhere", other(&[Part::Timestamp, Part::Id]).timestamp(IN_LIST), from_nowhere),
        (
            "an id in the body, signed apart",
            id(&[Part::Id]).id(&[Field::json("/id"), Field::header("x")]),
            from_nowhere,
        ),
        ("an id that runs into the body", id(&[Part::Id, Part::Body]), "nothing tells where the id ends"),
        ("nothing in between", id(&[Part::Id, Part::literal(""), Part::Body]), "nothing tells where the id ends"),
        (
            "an id that runs into the other body",
            two(&[Part::Timestamp, Part::Id, Part::Body]),
            "nothing tells where the id ends",
        ),
        (
            "an id that runs into a number",
            id(&[Part::Id, Part::Timestamp, Part::Body]).timestamp(IN_HEADER),
            "nothing tells where the id ends and the number that is the time begins",
        ),
        (
            "an id that ends in two ways",
            two(&[Part::Timestamp, Part::Id]).message(&[Part::Id, Part::literal("."), Part::Timestamp, Part::Body]),
            "what follows the id ends it: let it be the same in both messages",
        ),
        (
            "a part of a list that is none",
            message(&[Part::value(Field::member("h")), Part::Body]),
            "the signature is no `key=value` list",
        ),
        (
            "headers listed in a list that is none",
            message(&[Part::headers(Field::member("h"), Listing::Values), Part::Body]),
            "the signature is no `key=value` list",
        ),
        (
            "an entry of a list that is none",
            message(&[Part::entry("h:", Field::member("h"), ';'), Part::Body]),
            "the signature is no `key=value` list",
        ),
        ("a member's name as a part", message(&[Part::value(Field::json_member_besides("a"))]), "nothing else"),
        ("a member of the list as the id", ACME.id(&[Field::member("t")]), "cannot be an id or a type"),
    ]
}

fn of_signatures() -> Vec<Case> {
    let each = |pointer| TOKEN.signature(Signature::each_json(pointer).encoding(Encoding::Text));
    let one_star = "needs one `*` where the elements are, as in `/value/*/secret`";
    let told = "another algorithm is told by another prefix of a MAC in a header";
    let hash = Scheme::hash("acme", Algorithm::Sha256, &[Part::Secret, Part::Body]);
    let prefixed = |at: Signature| at.prefix("sha256=").or_algorithm("sha512=", Algorithm::Sha512);
    let several = "several headers have one signature each";
    vec![
        ("a MAC as text", ACME.signature(HEADER.encoding(Encoding::Text)), "a signature is bytes"),
        ("a token in hex", TOKEN.signature(HEADER), "a token is written as it is or in base64"),
        ("a token in base64url", TOKEN.signature(HEADER.encoding(Encoding::Base64Url)), "as it is or in base64"),
        ("lists that repeat", ACME.signature(Signature::repeatable_header("a").versions("v1")), several),
        ("numbered lists", ACME.signature(Signature::numbered_headers("a").pairs(Separator::Comma, "v1")), several),
        ("a list per secret", ACME.signature(Signature::header_per_secret("a", "b").versions("v1")), several),
        (
            "a prefix in each element",
            TOKEN.signature(Signature::each_json("/a/*/b").prefix("x").encoding(Encoding::Text)),
            "is a token and nothing else: it has no prefix",
        ),
        ("a MAC in each element", ACME.signature(Signature::each_json("/a/*/b")), "a signature cannot sign itself"),
        ("no elements", each("/value/secret"), one_star),
        ("elements of elements", each("/a/*/b/*/c"), one_star),
        ("elements of no pointer", each("a/*/b"), "`a/*/b` is not a JSON Pointer"),
        ("a name that begins with a star", each("/a/*b"), "`/a/*b` is not a JSON Pointer"),
        (
            "a list inside of itself",
            ACME.signature(Signature::field(Field::member("sig"))),
            "cannot be found in itself",
        ),
        ("a member's name", ACME.signature(Signature::field(Field::json_member_besides("a"))), "nothing else"),
        ("algorithms without a prefix", ACME.signature(HEADER.or_algorithm("sha512=", Algorithm::Sha512)), told),
        ("another without one", ACME.signature(HEADER.prefix("sha256=").or_algorithm("", Algorithm::Sha512)), told),
        ("algorithms of a hash", hash.signature(prefixed(HEADER)), told),
        ("algorithms in the query", ACME.signature(prefixed(Signature::field(Field::query("sig")))), told),
        ("algorithms in a list", ACME.signature(HEADER.or_algorithm("b=", Algorithm::Sha512).versions("v1")), told),
        (
            "HMAC with Keccak instead",
            ACME.signature(HEADER.prefix("a=").or_algorithm("b=", Algorithm::Keccak256)),
            "Keccak-256 is a plain hash",
        ),
        ("another message outside of a list", ACME.or_message("v0", &[Part::Body]), "must be a `key=value` list"),
        ("a pair of keys outside of a list", ACME.or_ed25519("v1a", "whpk_"), "are told by their version"),
        ("no header of the signature", ACME.signature(Signature::header("")), "`` is not a header name"),
        ("a wrong one", ACME.signature(Signature::header("x acme")), "`x acme` is not a header name"),
        ("a wrong second one", ACME.signature(Signature::either_header("x", "é")), "`é` is not a header name"),
        ("a wrong numbered one", ACME.signature(Signature::numbered_headers("a ")), "`a 1` is not a header name"),
        ("a wrong repeatable one", ACME.signature(Signature::repeatable_header("a ")), "`a ` is not a header name"),
        ("a wrong one of a secret", ACME.signature(Signature::header_per_secret("a", "b:")), "`b:` is not a header"),
        ("a wrong signed header", message(&[Part::header("a b"), Part::Body]), "`a b` is not a header name"),
        ("a wrong pin", ACME.pin("a b", "1"), "`a b` is not a header name"),
        ("a wrong header of the key's id", ACME.key_id("a b"), "`a b` is not a header name"),
        ("a wrong header of the id", ACME.id(&[Field::header("a b")]), "`a b` is not a header name"),
        ("a wrong header of the type", ACME.kind(&[Field::header("a\n")]), "is not a header name"),
        ("no pointer to the id", ACME.id(&[Field::json("id")]), "`id` is not a JSON Pointer: it starts with `/`"),
        ("no pointer to the type", ACME.kind(&[Field::json("$.type")]), "`$.type` is not a JSON Pointer"),
        ("half an escape", ACME.kind(&[Field::json("/a~2b")]), "`/a~2b` is not a JSON Pointer"),
    ]
}

fn of_times() -> Vec<Case> {
    let signed = message(&[Part::Timestamp, Part::Body]);
    let at = |field, format| Timestamp::new(field, format);
    let proves_nothing = "an unsigned time proves nothing";
    let list = "the signature header is not such a list";
    let neither = "neither the body nor `Part::Timestamp` is signed";
    vec![
        ("from nowhere", signed, "`.timestamp(…)` does not say where it is"),
        ("from nowhere, instead", other(&[Part::Timestamp]).message(&[Part::Body]), "does not say where it is"),
        ("outside of a list", signed.timestamp(IN_LIST), list),
        ("outside of a list of pairs", signed.signature(HEADER.versions("v1")).timestamp(IN_LIST), list),
        ("not signed", ACME.timestamp(IN_HEADER), proves_nothing),
        ("in a list, not signed", ACME.signature(PAIRS).timestamp(IN_LIST), proves_nothing),
        ("in the query, not signed", ACME.timestamp(at(Field::query("t"), TimeFormat::UnixSeconds)), proves_nothing),
        ("not signed in the other message", other(&[Part::Body]).timestamp(IN_LIST), proves_nothing),
        ("in a header, not signed in the other", other(&[Part::Body]).timestamp(IN_HEADER), proves_nothing),
        (
            "signed in the other message only",
            other(&[Part::Timestamp, Part::Body]).message(&[Part::Body]).timestamp(IN_LIST),
            proves_nothing,
        ),
        (
            "perhaps among the listed headers, in one message",
            other(&[Part::Body]).message(&[LISTED, Part::Body]).timestamp(IN_HEADER),
            proves_nothing,
        ),
        ("signed twice", signed.timestamp(IN_BODY), "it cannot be a part of its own"),
        ("in an unsigned body", message(&[Part::literal("x")]).timestamp(IN_BODY), neither),
        (
            "in a body that one message signs",
            ACME.signature(PAIRS).or_message("v0", &[Part::literal("x")]).timestamp(IN_BODY),
            neither,
        ),
        ("as a name", signed.timestamp(at(Field::json_member_besides("a"), TimeFormat::Rfc3339)), "is not a time"),
        ("first, and not said", ACME.signature(HEADER.time_first(Separator::Comma)), "the list begins with the time"),
        (
            "first, and said to be elsewhere",
            signed.signature(HEADER.time_first(Separator::Comma)).timestamp(IN_HEADER),
            "the list begins with the time: say `Timestamp::first(…)`",
        ),
        (
            "first, and said to have a key",
            signed.signature(HEADER.time_first(Separator::Comma)).timestamp(IN_LIST),
            "the list begins with the time: say `Timestamp::first(…)`",
        ),
        (
            "in a wrong header",
            signed.timestamp(Timestamp::header("a:b", TimeFormat::Rfc3339)),
            "`a:b` is not a header name",
        ),
        (
            "at no pointer",
            ACME.timestamp(Timestamp::json("time", TimeFormat::UnixMillis)),
            "`time` is not a JSON Pointer",
        ),
    ]
}

fn all() -> Vec<Case> {
    [
        of_proofs_and_messages(),
        of_signatures(),
        of_times(),
        endpoint_checks::of_endpoint_checks(),
        of_checks(),
        requests::of_requests(),
        requests::of_encryption(),
    ]
    .concat()
}

/// Checks that prove nothing, and places that the scheme does not have.
fn of_checks() -> Vec<Case> {
    let digest = Check::body_digest(Field::header("digest"), Algorithm::Sha256, Encoding::Hex);
    let message_digest = Check::message_digest(Field::claim("/d"), Algorithm::Sha256, Encoding::Hex);
    let either_digest =
        Check::body_digest(Field::claim("/d"), Algorithm::Sha256, Encoding::Hex).or_at(Field::header("d"));
    let each = Signature::each_json("/tokens/*").encoding(Encoding::Text);
    let detached = Scheme::jws("acme", Jws::detached(&[JwsAlgorithm::Hs256]));
    let signed =
        |hash| Scheme::signed("acme", SignatureAlgorithm::Rsa { padding: RsaPadding::Pkcs1, hash }).signature(HEADER);
    vec![
        ("an unsigned digest", ACME.check(digest), "is to be the digest of the body, but is not signed"),
        ("a check for nothing", ACME.check(Check::is(Field::json("/v"), "")), "must be something"),
        ("a signature with MD5", signed(Algorithm::Md5), "made with SHA-1, SHA-256, SHA-384 or SHA-512"),
        (
            "a signature with MD5 instead",
            signed(Algorithm::Sha256)
                .signature(HEADER.named_by(Field::header("x"), "1").or_algorithm("2", Algorithm::Md5)),
            "made with SHA-1, SHA-256, SHA-384 or SHA-512",
        ),
        ("a token without an algorithm", Scheme::jws("acme", Jws::claims(&[])), "say which are accepted"),
        (
            "tokens in pairs",
            TOKENS.signature(PAIRS.encoding(Encoding::Text)),
            "in a header, a field, in each element of a list",
        ),
        ("a token in hex", TOKENS.signature(HEADER), "a token is text"),
        ("claims and a message", TOKENS.message(&[Part::Body]), "tie the message to one of them"),
        ("no message in a token", detached.message(&[]), "a signature needs a message"),
        ("a digest of no message", TOKENS.check(message_digest), "is to be the digest of the message: say what it is"),
        ("several tokens without claims", detached.signature(each), "what they leave out would be signed by each"),
        (
            "content in several tokens",
            TOKENS.signature(each).envelope(Envelope::Jws),
            "of several tokens none is the content",
        ),
        (
            "a token in an element that is none",
            TOKENS.signature(Signature::each_json("/a").encoding(Encoding::Text)),
            "one `*`",
        ),
        (
            "keys of a MAC that are elsewhere",
            ACME.keys_at(KeysAt::own_set()),
            "keys that are elsewhere are public ones",
        ),
        (
            "one algorithm with a name",
            ACME.signature(HEADER.named_by(Field::json("/v"), "1")),
            "say which others there are",
        ),
        ("a slash of a MAC", message(&[Part::Path(Slash::Either)]), "for tokens that leave out the message"),
        ("several ids", ACME.id(&[Field::each("/a/*/id")]), "`Field::each` is for what a check looks at"),
        ("a part of several values", message(&[Part::value(Field::each("/a/*"))]), "for what a check looks at"),
        ("elements of no list", ACME.check(Check::is(Field::each("/a"), "1")), "where the elements are"),
        ("elements of lists of lists", ACME.check(Check::is(Field::each("/*/a/*"), "1")), "where the elements are"),
        (
            "a digest in a place that is not signed",
            TOKENS.check(either_digest),
            "is to be the digest of the body, but is not signed",
        ),
        ("an answer that is no success", ACME.answer_status(302), "a processed event is answered with a status"),
        (
            "a list of headers in no token",
            message(&[LISTED_IN_TOKEN]),
            "a place is in a token, but the scheme has none",
        ),
        ("a payload that is left out", detached.envelope(Envelope::Jws), "has none to read"),
        ("a signature that is the body", ACME.signature(Signature::body()), "only a token can be the whole body"),
        ("content in no token", ACME.envelope(Envelope::Jws), "the content is in a token"),
        ("secrets that are published", ACME.keys_at(KeysAt::own_set()), "keys that are elsewhere are public ones"),
        (
            "algorithms without a choice",
            ACME.signature(HEADER.named_by(Field::header("x"), "1")),
            "which others there are",
        ),
        ("a digest under a MAC", ACME.over_digest(Algorithm::Sha256), "only a signature with a private key"),
        ("a seed of RSA", signed(Algorithm::Sha256).key(KeyFormat::Ed25519Seed), "a seed makes a key of Ed25519"),
        ("JSON in no header", ACME.key_id_at(Field::header_json("x acme/id")), "`x acme` is not a header name"),
        ("an id in a header's JSON", ACME.id(&[Field::header_json("x-acme/id")]), "cannot be an id or a type"),
        ("a claim without a token", ACME.check(Check::is(Field::claim("/iss"), "me")), "the scheme has none"),
    ]
}

fn said_of(case: &str, scheme: Scheme) -> String {
    let builder = Verifier::from_scheme(scheme).secret("a secret").public_url("https://x").dangerous();
    let error = builder.unprotected_body().build().expect_err(case);
    assert!(matches!(error, SetupError::BadScheme { .. }), "{case}: {error:?}");
    error.to_string()
}

#[test]
fn contradictions_are_refused_when_the_verifier_is_built() {
    for (case, scheme, why) in all() {
        let text = said_of(case, scheme);
        assert!(text.starts_with(&format!("scheme {}: ", scheme.name())) && text.contains(why), "{case}: {text}");
    }
}

/// A message that nothing provokes is one that nobody has seen.
#[test]
fn every_refusal_of_the_library_has_a_case() {
    let source =
        concat!(include_str!("../../src/scheme/plan/check.rs"), include_str!("../../src/scheme/plan/check/parts.rs"));
    let said: Vec<_> = all().into_iter().map(|(case, scheme, _)| said_of(case, scheme)).collect();
    let mut refusals = 0;
    for (at, _) in source.match_indices("no(").filter(|(at, _)| source[..*at].ends_with([' ', '\n'])) {
        let Some(text) = source[at + 3..].trim_start().strip_prefix('"') else { continue };
        let text = &text[..text.find('"').expect("the end of a text")];
        // With the tests, there is JSON; and XML is said to be missing where it is.
        if text.contains("the feature `json`") || text.contains("the feature `xml`") {
            continue;
        }
        refusals += 1;
        assert!(said.iter().any(|said| said.contains(text)), "nothing provokes: {text}");
    }
    assert!(refusals >= 35, "{refusals} were found");
}

#[cfg(not(feature = "sha1"))]
#[test]
fn a_scheme_that_needs_a_feature_says_so() {
    let text = said_of("SHA-1", Scheme::mac("acme", Algorithm::Sha1));
    assert_eq!(text, "scheme acme: it needs the feature `sha1`: turn it on");
}

#[cfg(not(feature = "xml"))]
#[test]
fn a_place_that_needs_a_feature_says_so() {
    for scheme in [ACME.id(&[Field::xml("/a/b")]), message(&[Part::value(Field::xml("/a"))])] {
        assert!(said_of("XML", scheme).ends_with("turn the feature `xml` on"));
    }
}

/// The id would be anyone's: the URL that was configured is signed, and the query that came is not.
#[test]
fn an_id_in_the_query_is_signed_with_the_query_that_came() {
    let scheme = message(&[Part::Url, Part::Body]);
    let build = |scheme, url: &str| Verifier::from_scheme(scheme).secret("a secret").public_url(url).build();
    for places in [scheme.id(&[Field::query("id")]), scheme.kind(&[Field::json("/type"), Field::query("type")])] {
        assert!(build(places, "https://example.com/hook").is_ok());
        let error = build(places, "https://example.com/hook?key=1").expect_err("a query of its own");
        assert!(error.to_string().contains("give `.public_url(…)` the URL without it"), "{error}");
    }
    assert!(build(scheme.id(&[Field::json("/id")]), "https://example.com/hook?key=1").is_ok());
    let by_value = message(&[Part::value(Field::query("id")), Part::Body]).id(&[Field::query("id")]);
    assert!(by_value.id_is_signed() && build(by_value, "https://example.com/hook?key=1").is_ok(), "signed by itself");
    assert!(build(ACME.id(&[Field::query("id")]), "https://example.com/hook?key=1").is_ok(), "known to be unsigned");
}
