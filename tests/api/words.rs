//! Each word of a scheme says something: a scheme with it is another than one without it, and the last one counts.
#![cfg(feature = "testing")]

use hookseal::{
    Scheme, Tolerance, Verifier,
    provider::GitHub,
    scheme::{
        Algorithm, Field, Handshake, HttpAlgorithm, HttpSignature, KeysAt, Parameters, Part, Proof, Signature, UrlPin,
    },
};
use std::time::Duration;

const PIN: UrlPin = UrlPin::hosts(&["keys.example.com"]);

/// Made when it is called, and not by the compiler. Schemes are large: each case has its own stack.
type Make = fn() -> Scheme;

fn acme() -> Scheme {
    Scheme::mac("acme", Algorithm::Sha256)
}

fn cavage(header: &str) -> HttpSignature {
    HttpSignature::cavage(header, &[HttpAlgorithm::Ed25519])
}

fn request(words: HttpSignature) -> Scheme {
    Scheme::http_signature("acme", words)
}

fn form(parameters: Parameters) -> Scheme {
    acme().message(&[Part::parameters(parameters)])
}

fn keys(pin: UrlPin) -> Scheme {
    acme().keys_at(KeysAt::certificate(Field::header("x-url"), pin))
}

fn for_names(names: &[&str]) -> Scheme {
    acme().keys_at(KeysAt::certificate(Field::header("x-url"), PIN).for_names(names))
}

/// A check that is first said to be another.
fn check(name: &str, equals: &str) -> Scheme {
    acme().handshake(Handshake::unsigned(Field::header("first"), "first").when(Field::header(name), equals))
}

#[test]
fn no_word_is_lost() {
    let different: [(&str, Make, Make); 10] = [
        ("the window", acme, || acme().tolerance(Tolerance::seconds(180))),
        ("any method", acme, || acme().any_method()),
        ("a prefix", || request(cavage("a")), || request(cavage("a").prefix("Signature "))),
        ("another header", || request(cavage("a")), || request(cavage("a").or_header("b"))),
        ("no empty ones", || form(Parameters::form()), || form(Parameters::form().without_empty())),
        ("the end of a path", || keys(PIN), || keys(PIN.path_suffix(".pem"))),
        ("names", || for_names(&[]), || for_names(&["acme.example"])),
        ("other names", || for_names(&["other.example"]), || for_names(&["acme.example"])),
        ("a check's field", || check("x", "1"), || check("y", "1")),
        ("a check's value", || check("x", "1"), || check("x", "2")),
    ];
    for (word, without, with) in different {
        assert_ne!(without(), with(), "{word}");
    }
}

#[test]
fn the_last_word_counts() {
    let same: [(&str, Make, Make); 4] = [
        (
            "the algorithm",
            || acme().proven_by(Proof::Mac(Algorithm::Sha512)),
            || Scheme::mac("acme", Algorithm::Sha512),
        ),
        ("the name", || acme().named("other"), || Scheme::mac("other", Algorithm::Sha256)),
        (
            "the signature",
            || acme().signature(Signature::header("x-other")).signature(Signature::header("x-acme")),
            || acme().signature(Signature::header("x-acme")),
        ),
        ("a check's field", || check("x", "1"), || acme().handshake(Handshake::unsigned(Field::header("x"), "1"))),
    ];
    for (word, one, other) in same {
        assert_eq!(one(), other(), "{word}");
    }
}

#[test]
fn a_verifier_tells_what_it_was_built_with() {
    let builder = || Verifier::<GitHub>::builder().secret("a secret");
    let usual = builder().build().expect("a secret");
    assert_eq!((usual.body_deadline(), usual.body_limit()), (Duration::from_secs(10), usual.scheme().max_body()));
    let own = builder().body_deadline(Duration::from_millis(300)).body_limit(7).build().expect("a secret");
    assert_eq!((own.body_deadline(), own.body_limit()), (Duration::from_millis(300), 7));
}
