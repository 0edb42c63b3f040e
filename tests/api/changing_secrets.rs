//! Secrets change while a verifier works; if there are none, a delivery could not be checked, and is not called forged.
#![cfg(feature = "testing")]

use std::{sync::Barrier, thread};

use hookseal::{
    Secret, SetupError, Verifier, VerifyError, VerifyErrorKind,
    provider::{Asana, GitHub, Pusher, Stripe},
    testing::{self, Signer},
};

fn judge(verifier: &Verifier<GitHub>, secret: &str) -> Result<String, VerifyError> {
    let (headers, body) = testing::sign::<GitHub>(secret, r#"{"action":"opened"}"#).into_headers_and_body();
    verifier.verify(&headers, body).map(|event| event.key_id().to_owned())
}

fn status(verifier: &Verifier<GitHub>, secret: &str) -> u16 {
    judge(verifier, secret).map_or_else(|error| error.status().as_u16(), |_| 200)
}

#[test]
fn secrets_are_replaced_in_every_clone() {
    let verifier = Verifier::<GitHub>::new("first").expect("a secret");
    let clone = verifier.clone();
    assert_eq!((status(&clone, "first"), status(&clone, "second")), (200, 401));

    verifier.replace_secrets([Secret::new("second").id("2026-12"), Secret::new("first")]).expect("secrets");
    assert_eq!(judge(&clone, "second").expect("the new one"), "2026-12");
    assert_eq!(judge(&clone, "first").expect("the old one"), "2");

    verifier.replace_secrets([Secret::new("second")]).expect("a secret");
    assert_eq!((status(&clone, "first"), status(&clone, "second")), (401, 200));
    assert!(format!("{clone:?}").contains(r#"keys: ["1"]"#), "{clone:?}");
}

#[test]
fn what_cannot_be_used_replaces_nothing() {
    let verifier = Verifier::<GitHub>::new("first").expect("a secret");
    for (case, secrets) in [
        ("none", vec![]),
        ("an empty one", vec![Secret::new("")]),
        ("a blank one after a good one", vec![Secret::new("second"), Secret::new(" ")]),
        ("two with one id", vec![Secret::new("second").id("a"), Secret::new("third").id("a")]),
    ] {
        assert!(verifier.replace_secrets(secrets).is_err(), "{case}");
        assert_eq!((status(&verifier, "first"), status(&verifier, "second")), (200, 401), "{case}");
    }
}

#[test]
fn without_secrets_it_could_not_be_checked() {
    let later = Verifier::<GitHub>::builder().secrets_later().build().expect("no secret yet");
    let error = judge(&later, "first").expect_err("nothing to check it with");
    assert_eq!((error.kind(), error.status().as_u16()), (VerifyErrorKind::CouldNotCheck, 503));
    assert!(error.to_string().contains("call `replace_secrets`"), "{error}");

    later.replace_secrets([Secret::new("first")]).expect("a secret");
    assert_eq!((status(&later, "first"), status(&later, "forged")), (200, 401));

    later.suspend("the vault does not answer");
    for secret in ["first", "forged"] {
        let error = judge(&later, secret).expect_err("nothing to check it with");
        assert_eq!((error.kind(), error.status().as_u16()), (VerifyErrorKind::CouldNotCheck, 503), "{secret}");
        assert!(error.to_string().contains("the vault does not answer"), "{error}");
        assert!(error.response().body().is_empty());
    }
    later.replace_secrets([Secret::new("first")]).expect("a secret");
    assert_eq!(status(&later, "first"), 200);

    // It is a choice, not what happens when one is forgotten.
    assert!(matches!(Verifier::<GitHub>::builder().build(), Err(SetupError::NoSecret { .. })));
}

#[test]
fn a_change_never_shows_half_of_it() {
    let verifier = Verifier::<Stripe>::new("a").expect("a secret");
    let (headers, body) = Signer::new::<Stripe>().sign("b", r#"{"id":"evt_1"}"#).into_headers_and_body();
    let start = Barrier::new(3);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                start.wait();
                for _ in 0..2000 {
                    // "b" is always among the secrets but at the very start.
                    if let Ok(event) = verifier.verify(&headers, body.clone()) {
                        assert!(["one", "two"].contains(&event.key_id()), "{event:?}");
                    }
                }
            });
        }
        start.wait();
        for round in 0..2000 {
            let id = if round % 2 == 0 { "one" } else { "two" };
            let others = (0..round % 3).map(|n| Secret::new(format!("other {n}")));
            verifier.replace_secrets(others.chain([Secret::new("b").id(id)])).expect("secrets");
        }
    });
    assert!(verifier.verify(&headers, body).is_ok());
}

#[test]
fn a_secret_with_an_id_is_for_deliveries_that_name_it() {
    let sign = |id: &str, secret: &str| {
        let signer = Signer::new::<Pusher>().header("x-pusher-key", id);
        signer.sign(secret, r#"{"time_ms":0,"events":[]}"#).into_headers_and_body()
    };
    let verifier = Verifier::<Pusher>::builder()
        .secret(Secret::new("of the shop").id("key-1"))
        .secret(Secret::new("of the depot").id("key-2"))
        .dangerous()
        .ignore_timestamp()
        .build()
        .expect("two secrets");
    for (id, secret, expected) in [
        ("key-1", "of the shop", 200),
        ("key-2", "of the depot", 200),
        ("key-1", "of the depot", 401),
        ("key-3", "of the shop", 503),
        ("1", "of the shop", 503),
    ] {
        let (headers, body) = sign(id, secret);
        let status = verifier.verify(&headers, body).map_or_else(|error| error.status().as_u16(), |_| 200);
        assert_eq!(status, expected, "{id} {secret}");
    }
}

#[test]
fn a_secret_that_is_told_is_handed_over_and_not_kept() {
    use std::sync::{Arc, Mutex};

    let told = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&told);
    let asana = Verifier::<Asana>::builder()
        .learn_secret(move |secret| {
            let secret = format!("{secret:?}");
            assert!(!secret.contains("b537207f"), "{secret}");
            let mut kept = kept.lock().expect("a lock");
            if kept.len() == 1 {
                return Err("the disk is full");
            }
            kept.push(secret);
            Ok(())
        })
        .build()
        .expect("no secret yet");
    let handshake = || {
        let mut request = http::Request::new("{}");
        *request.method_mut() = http::Method::POST;
        request.headers_mut().insert("x-hook-secret", "b537207f20cbfa02357cf448134da559".parse().expect("a value"));
        request
    };
    let answer = asana.verify_request(handshake()).expect_err("an endpoint check");
    assert_eq!((answer.kind(), answer.status().as_u16()), (VerifyErrorKind::Handshake, 200));
    assert_eq!(answer.response().headers()["x-hook-secret"], "b537207f20cbfa02357cf448134da559");
    assert_eq!(told.lock().expect("a lock").len(), 1);

    // What could not be kept is not acknowledged: the provider would sign with a secret that nobody has.
    let answer = asana.verify_request(handshake()).expect_err("an endpoint check");
    assert_eq!((answer.kind(), answer.status().as_u16()), (VerifyErrorKind::CouldNotCheck, 503));
    assert!(
        answer.to_string().contains("the disk is full") && !answer.response().headers().contains_key("x-hook-secret")
    );

    // It is for the user to put the secret to work.
    let (headers, body) =
        testing::sign::<Asana>("b537207f20cbfa02357cf448134da559", r#"{"events":[]}"#).into_headers_and_body();
    assert_eq!(asana.verify(&headers, body.clone()).expect_err("not yet").status(), 503);
    asana.replace_secrets([Secret::new("b537207f20cbfa02357cf448134da559")]).expect("a secret");
    assert!(asana.verify(&headers, body).is_ok());

    // Nobody who was not asked to may tell us one.
    let deaf = Verifier::<Asana>::new("a secret").expect("a secret");
    let answer = deaf.verify_request(handshake()).expect_err("an endpoint check");
    assert_eq!((answer.kind(), answer.status().as_u16()), (VerifyErrorKind::HandshakeRefused, 403));
    assert!(answer.to_string().contains("call `.learn_secret(…)`"), "{answer}");
}
