//! Secrets that providers tell the endpoint: handed over once and whole, to those who wait for one, and shown to nobody.
#![cfg(feature = "testing")]

use std::{
    error::Error,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use hookseal::{
    Secret, Verifier, VerifyError,
    VerifyErrorKind::{self, CouldNotCheck, Handshake, HandshakeRefused, MethodNotAllowed, Mismatch, MissingHeader},
    provider,
    testing::Signer,
    verifier::Custom,
};
use http::{HeaderMap, HeaderValue, Method, Request};
use serde_json::Value;

#[path = "../support/genuine.rs"]
mod genuine;

use genuine::{builder, request, scheme};

const TOLD: &str = "b537207f20cbfa02357cf448134da559";

/// The providers that tell their secrets.
const TELLING: [&str; 2] = ["asana", "notion"];

/// What was handed over. Secrets cannot be read, so what they are shows in what they verify.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<Secret>>>);

impl Kept {
    fn take(&self) -> Vec<Secret> {
        std::mem::take(&mut *self.0.lock().expect("a lock"))
    }
}

fn waiting(name: &str) -> (Verifier<Custom>, Kept) {
    let kept = Kept::default();
    let keep = kept.clone();
    let keeper = move |secret| {
        keep.0.lock().expect("a lock").push(secret);
        Ok::<_, std::convert::Infallible>(())
    };
    (builder(scheme(name)).learn_secret(keeper).build().expect("no secret yet"), kept)
}

/// A request that tells these secrets.
fn telling(name: &str, secrets: &[&str]) -> Request<Bytes> {
    let mut headers = HeaderMap::new();
    if name == "asana" {
        for secret in secrets {
            headers.append("x-hook-secret", HeaderValue::from_bytes(secret.as_bytes()).expect("a header"));
        }
        return request(genuine::URL, &headers, "{}");
    }
    let members: Vec<_> =
        secrets.iter().map(|secret| format!(r#""verification_token":{}"#, Value::from(*secret))).collect();
    request(genuine::URL, &headers, format!("{{{}}}", members.join(",")))
}

/// An event signed with a secret, which looks like a check, too.
fn event(name: &str, secret: &str) -> Request<Bytes> {
    let signer = Signer::from_scheme(scheme(name)).url(genuine::URL);
    let signer = if name == "asana" { signer.header("x-hook-secret", "of a thief") } else { signer };
    signer.sign(secret, r#"{"events":[],"verification_token":"of a thief"}"#).into_request()
}

fn kind(verifier: &Verifier<Custom>, request: Request<Bytes>) -> Option<(VerifyErrorKind, u16)> {
    verifier.verify_request(request).err().map(|error| (error.kind(), error.status().as_u16()))
}

#[test]
fn these_are_all_that_tell() {
    let tells = provider::all().filter(|preset| preset.scheme.handshake_kind().is_some_and(|it| it.tells_secret()));
    assert!(tells.map(|preset| preset.scheme.name()).eq(TELLING));
}

#[test]
fn a_secret_is_handed_over_whole() {
    let long = "x".repeat(1024);
    for name in TELLING {
        for secret in [TOLD, "secret_8nRw3kLqT5vYx1ZbCf6GhJmPdS9uE2aK7oVi4tXyBcD", "Zoë & ☃", &long] {
            let (verifier, kept) = waiting(name);
            let error = verifier.verify_request(telling(name, &[secret])).expect_err("never an event");
            let answer = error.response();
            assert_eq!((error.kind(), answer.status().as_u16()), (Handshake, 200), "{name}: {secret}");
            assert!(answer.body().is_empty(), "{name}: {secret}");
            let back: Vec<_> = answer.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
            match name {
                "asana" => assert_eq!(back, [("x-hook-secret", secret.as_bytes())]),
                _ => assert!(back.is_empty(), "{name}: {back:?}"),
            }
            // It is for the user to put it to work.
            assert_eq!(kind(&verifier, event(name, secret)), Some((CouldNotCheck, 503)), "{name}: {secret}: not yet");
            verifier.replace_secrets(kept.take()).expect("one secret");
            assert_eq!(kind(&verifier, event(name, secret)), None, "{name}: {secret}: now");
            assert_eq!(kind(&verifier, event(name, "another")), Some((Mismatch, 401)), "{name}: {secret}");
            assert_eq!(kept.take().len(), 0, "{name}: an event tells nothing, forged or not");
        }
    }
}

#[test]
fn what_is_no_secret_is_not_handed_over() {
    let long = "x".repeat(1025);
    let cases: [(&str, &[&str]); 6] = [
        ("none", &[]),
        ("an empty one", &[""]),
        ("twice", &[TOLD, TOLD]),
        ("two", &[TOLD, "of a thief"]),
        ("a tab in it", &["b5\t37"]),
        ("1025 characters", &[&long]),
    ];
    for name in TELLING {
        let (verifier, kept) = waiting(name);
        verifier.replace_secrets([Secret::new(TOLD)]).expect("a secret");
        for (case, secrets) in cases {
            assert_eq!(kind(&verifier, telling(name, secrets)), Some((MissingHeader, 401)), "{name}: {case}");
        }
        let mut by_get = telling(name, &[TOLD]);
        *by_get.method_mut() = Method::GET;
        assert_eq!(kind(&verifier, by_get), Some((MethodNotAllowed, 405)), "{name}");
        assert_eq!(kept.take().len(), 0, "{name}");
    }
}

#[test]
fn nobody_tells_a_secret_to_those_who_do_not_wait() {
    for name in TELLING {
        let deaf = builder(scheme(name)).secret("ours").build().expect("a secret");
        let later = builder(scheme(name)).secrets_later().build().expect("no secret yet");
        for verifier in [&deaf, &later] {
            let error = verifier.verify_request(telling(name, &[TOLD])).expect_err("not asked for");
            assert_eq!((error.kind(), error.status().as_u16()), (HandshakeRefused, 403), "{name}");
            assert!(error.to_string().contains("call `.learn_secret(…)`"), "{name}: {error}");
            let answer = error.response();
            assert!(answer.body().is_empty() && answer.headers().is_empty(), "{name}: {answer:?}");
        }
        assert_eq!(kind(&deaf, event(name, "ours")), None, "{name}: ours still counts");
        assert_eq!(kind(&deaf, event(name, TOLD)), Some((Mismatch, 401)), "{name}: theirs does not");
    }
}

#[test]
fn a_secret_that_was_not_kept_is_not_acknowledged() {
    for name in TELLING {
        let full = builder(scheme(name)).secret("ours").learn_secret(|_| Err("the disk is full")).build();
        let full = full.expect("a secret");
        for _ in 0..2 {
            let error = full.verify_request(telling(name, &[TOLD])).expect_err("not kept");
            assert_eq!((error.kind(), error.status().as_u16()), (CouldNotCheck, 503), "{name}");
            assert!(error.to_string().contains("the disk is full"), "{name}: {error}");
            let answer = error.response();
            assert!(answer.body().is_empty() && answer.headers().is_empty(), "{name}: {answer:?}");
        }
        assert_eq!(kind(&full, event(name, "ours")), None, "{name}: events do not need the disk");
    }
}

/// What is written to logs: the error, its answer, the verifier.
#[test]
fn no_log_shows_a_secret_that_was_told() {
    let shown = |error: &VerifyError, verifier: &Verifier<Custom>| {
        assert!(error.source().is_none());
        format!("{error} {error:?} {error:#?} {:?} {:#?} {verifier:?}", error.response(), error.response())
    };
    for name in TELLING {
        let (verifier, kept) = waiting(name);
        let deaf = builder(scheme(name)).secret("ours").build().expect("a secret");
        let full = builder(scheme(name)).learn_secret(|_| Err("the disk is full")).build().expect("no secret yet");
        for verifier in [&verifier, &deaf, &full] {
            let error = verifier.verify_request(telling(name, &[TOLD])).expect_err("never an event");
            let text = shown(&error, verifier);
            assert!(!text.contains(&TOLD[..8]), "{name}: {text}");
        }
        let text = format!("{:?}", kept.take());
        assert_eq!(text, "[Secret { id: None, .. }]");
    }
}
