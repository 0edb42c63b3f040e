//! Secrets as people paste them: what is refused when the program starts, what works, and how one is replaced.
#![cfg(feature = "testing")]

use std::time::Duration;

use hookseal::{
    Secret, SetupError, Tolerance, Verified, Verifier, VerifyError,
    VerifyErrorKind::{CouldNotCheck, Mismatch},
    provider::{self, Preset},
    scheme::{Algorithm, Field, KeyFormat, Part, Proof, Scheme},
    testing::{Signer, TestClock},
};

#[path = "../support/genuine.rs"]
mod genuine;

use genuine::{BODY, NOW, SECRET, builder, other_pasted, pasted, scheme, sign, signer, unix, verifier};

const PUBLIC_KEY: &str = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
const PRIVATE_KEY: &str =
    "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
const PEM: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----";

const EMPTY: &str = "secret `1` is empty: the environment variable or file that it comes from is not set";
const BLANK: &str = "secret `1` is blank: the environment variable or file that it comes from holds only white space";
const SPACE: &str = "secret `1` begins or ends with white space: remove it, often the line break at the end of a file";
const ONLY_PREFIX: &str = "secret `1` is only a prefix: copy the whole of it from the dashboard";
const TWICE: &str = "secret `1` has its prefix twice: paste it once";
const VERSION: &str = "secret `1` begins with `v1,`, which is not part of it: paste what comes after the comma";
const PRIVATE: &str = "secret `1` is the sender's private key (`whsk_`), which should not be here";
const PUBLIC: &str = "secret `1` is a public key";
const A_PEM: &str = "secret `1` is a PEM key or certificate; this scheme needs the shared secret";
const NO_BASE64: &str = "secret `1` is not base64 of the standard alphabet with padding: was it cut off";

/// What nobody can have meant, whatever the scheme.
#[test]
fn what_is_no_secret_of_any_scheme_is_refused() {
    let cases = [
        ("empty", "", EMPTY),
        ("a space", " ", BLANK),
        ("white space", " \t\r\n", BLANK),
        ("a line break at the end", &format!("{SECRET}\n"), SPACE),
        ("a Windows line break at the end", &format!("{SECRET}\r\n"), SPACE),
        ("a space at the end", &format!("{SECRET} "), SPACE),
        ("a space in front", &format!(" {SECRET}"), SPACE),
        ("only a prefix", "whsec_", ONLY_PREFIX),
        ("a prefix twice", &format!("whsec_{SECRET}"), TWICE),
        ("a version in front", &format!("v1,{SECRET}"), VERSION),
        ("a private key", PRIVATE_KEY, PRIVATE),
        ("a PEM key", PEM, A_PEM),
    ];
    for Preset { scheme, .. } in provider::all().filter(|preset| preset.scheme.proof().signatures().is_empty()) {
        for (case, secret, why) in cases {
            // One provider's secrets do begin so.
            if why == VERSION && scheme.name() == "supabase" {
                continue;
            }
            let error = builder(*scheme).secret(secret).build().expect_err(&format!("{}: {case}", scheme.name()));
            assert!(matches!(error, SetupError::BadSecret { .. }), "{}: {case}: {error:?}", scheme.name());
            let text = error.to_string();
            assert!(text.starts_with(&format!("{}: {why}", scheme.name())), "{case}: {text}");
        }
    }
}

#[test]
fn what_a_scheme_cannot_use_is_refused() {
    let cases = [
        ("standard-webhooks", "not base64", "not_base64!", Some(NO_BASE64)),
        (
            "standard-webhooks",
            "base64 of the other alphabet",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS-",
            Some(NO_BASE64),
        ),
        ("standard-webhooks", "cut off", &SECRET[..SECRET.len() - 1], Some(NO_BASE64)),
        ("standard-webhooks", "stray bits", "whsec_AB==", Some(NO_BASE64)),
        ("standard-webhooks", "a space inside", "whsec_MfKQ 9r8G", Some(NO_BASE64)),
        ("standard-webhooks", "without its prefix", SECRET.trim_start_matches("whsec_"), None),
        ("standard-webhooks", "another prefix", "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Some(NO_BASE64)),
        ("openai", "without its prefix", "any text", None),
        ("openai", "cut off", &SECRET[..SECRET.len() - 1], Some(NO_BASE64)),
        ("polar", "any text", "polar_whs_x", None),
        ("stripe", "cut off", &SECRET[..SECRET.len() - 1], None),
        ("slack", "a public key", PUBLIC_KEY, Some(PUBLIC)),
        ("stripe", "a public key", PUBLIC_KEY, Some(PUBLIC)),
        ("telegram", "a public key", PUBLIC_KEY, Some(PUBLIC)),
        #[cfg(not(feature = "ed25519"))]
        ("standard-webhooks", "a public key", PUBLIC_KEY, Some("turn the feature `ed25519` on")),
        #[cfg(feature = "ed25519")]
        ("standard-webhooks", "a public key", PUBLIC_KEY, None),
        #[cfg(feature = "ed25519")]
        ("polar", "a public key", PUBLIC_KEY, None),
        #[cfg(feature = "ed25519")]
        ("svix", "a public key that is none", "whpk_AAAA", Some("is not the base64 of an Ed25519 public key")),
    ];
    for (name, case, secret, why) in cases {
        let built = builder(scheme(name)).secret(secret).build();
        match (built, why) {
            (Ok(_), None) => {}
            (Err(error), Some(why)) => assert!(error.to_string().contains(why), "{name}: {case}: {error}"),
            (built, why) => panic!("{name}: {case}: {why:?}, but {built:?}"),
        }
    }
}

#[test]
fn a_verifier_needs_a_secret_and_a_name_for_each() {
    let stripe = || builder(scheme("stripe"));
    let twice = stripe().secret(Secret::new("a").id("key")).secret(Secret::new("b").id("key")).build();
    let as_numbered = stripe().secret(Secret::new("a").id("2")).secret("b").build();
    let cases = [
        (
            "none",
            stripe().build(),
            "stripe: no secret was given: call `.secret(…)` with the one that the provider's dashboard shows",
        ),
        ("two with the same id", twice, "stripe: two secrets have the id `key`"),
        ("one with the number of the next", as_numbered, "stripe: two secrets have the id `2`"),
        ("a bad second", stripe().secret("a").secret("").build(), "stripe: secret `2` is empty"),
        ("a bad one with an id", stripe().secret(Secret::new("").id("old")).build(), "stripe: secret `old` is empty"),
        ("a bad one that has ended", stripe().secret("a").secret_until("", unix(0)).build(), "secret `2` is empty"),
    ];
    for (case, built, text) in cases {
        let error = built.expect_err(case);
        assert!(error.to_string().contains(text), "{case}: {error}");
    }
}

#[test]
fn settings_that_would_have_no_effect_are_refused() {
    let stripe = || builder(scheme("stripe")).secret(SECRET);
    let url = Scheme::mac("acme", Algorithm::Sha256).message(&[Part::Url, Part::Body]);
    let cases = [
        (
            "a tolerance where no time is signed",
            builder(scheme("github")).secret(SECRET).tolerance(Tolerance::DEFAULT).build(),
            "github: `.tolerance(…)` would have no effect: the provider signs no time",
        ),
        (
            "a verify token where there is no such check",
            stripe().verify_token("token").build(),
            "stripe: `.verify_token(…)` would have no effect: the provider does not check endpoints with a token",
        ),
        (
            "an empty verify token",
            builder(scheme("meta")).secret(SECRET).verify_token("").build(),
            "meta: `.verify_token(…)` would have no effect: it is empty",
        ),
        (
            "a blank verify token",
            builder(scheme("meta")).secret(SECRET).verify_token(" \n").build(),
            "meta: `.verify_token(…)` would have no effect: it is empty",
        ),
        (
            "no URL where it is signed",
            Verifier::from_scheme(url).secret(SECRET).build(),
            "acme: the URL is signed: call `.public_url(…)` with the one given to the provider",
        ),
    ];
    for (case, built, text) in cases {
        assert_eq!(built.expect_err(case).to_string(), text, "{case}");
    }
    assert!(builder(url).secret(SECRET).public_url("https://example.com").build().is_ok());
    assert!(stripe().tolerance(Tolerance::symmetric(Duration::ZERO)).build().is_ok());
}

#[test]
fn secrets_may_be_short_long_or_strange() {
    let long = "s".repeat(200);
    let texts = ["x", "0", "Zoë ☃", "with space", "a.b:c,d=e;f", &long];
    let base64 = ["whsec_AA==", "AA==", &format!("whsec_{}", "QUJD".repeat(67)), &"QUJD".repeat(67), "00", "a:b"];
    for Preset { scheme, .. } in genuine::presets().filter(|preset| genuine::is_shared(&preset.scheme)) {
        let mut usable = 0;
        for secret in texts.into_iter().chain(base64) {
            let Ok(verifier) = builder(*scheme).secret(secret).build() else { continue };
            // What is sent itself has to fit into a header.
            if scheme.proof() == Proof::Token && !secret.is_ascii() {
                continue;
            }
            let event = verifier.verify_request(genuine::signer(*scheme).sign(secret, BODY).into_request());
            assert!(event.is_ok(), "{}: {secret}: {event:?}", scheme.name());
            usable += 1;
        }
        assert!(usable > 0, "{}: some of them are", scheme.name());
    }
    // Bytes that are no text are a secret too.
    let bytes = vec![0, 159, 146, 150, 255];
    let (headers, body) = Signer::from_scheme(scheme("github")).sign(bytes.clone(), BODY).into_headers_and_body();
    assert!(Verifier::<provider::GitHub>::new(bytes).expect("bytes").verify(&headers, body).is_ok());
}

#[test]
fn a_name_in_front_of_a_colon_is_no_part_of_the_key() {
    let plain = Scheme::mac("acme", Algorithm::Sha256);
    let named = plain.key(KeyFormat::AfterColon);
    for (secret, key) in [("app.key:s3cr3t", "s3cr3t"), ("s3cr3t", "s3cr3t"), (":s3cr3t", "s3cr3t"), ("a:b:c", "b:c")] {
        let (headers, body) = Signer::from_scheme(plain).sign(key, BODY).into_headers_and_body();
        let event = builder(named).secret(secret).build().expect("a secret").verify(&headers, body);
        assert!(event.is_ok(), "{secret}: {event:?}");
    }
    let error = builder(named).secret("app.key:").build().expect_err("no key");
    assert!(error.to_string().contains("has nothing after its colon"), "{error}");
}

#[test]
fn a_token_may_be_in_the_body() {
    let verifier = builder(Scheme::token_in("acme", Field::json("/token"))).secret("s3cr3t").build().expect("a secret");
    let none = http::HeaderMap::new();
    assert!(verifier.verify(&none, r#"{"token":"s3cr3t"}"#).is_ok());
    for body in [r#"{"token":"s3cr3T"}"#, r#"{"token":""}"#, "{}", r#"{"token":"s3cr3t","token":"s3cr3t"}"#] {
        assert!(verifier.verify(&none, body).is_err(), "{body}");
    }
}

#[test]
fn while_a_secret_is_replaced_both_are_good_and_told_apart() {
    let end = unix(NOW) + Duration::from_secs(3600);
    for Preset { scheme, .. } in genuine::presets().filter(|preset| genuine::is_free(&preset.scheme)) {
        let [(old, old_pasted), (new, new_pasted), (other, _)] = genuine::keys_of(*scheme);
        let clock = TestClock::at_unix(NOW);
        let verifier = builder(*scheme)
            .clock(clock.clone())
            .secret(Secret::new(new_pasted).id("2026-11"))
            .secret_until(Secret::new(old_pasted).id("2026-05"), end)
            .build()
            .expect("two secrets");
        let nanosecond = Duration::from_nanos(1);
        let moments = [
            ("now", unix(NOW), Ok("2026-05")),
            ("just before the end", end - nanosecond, Ok("2026-05")),
            ("at the end", end, Err(Mismatch)),
            ("just after the end", end + nanosecond, Err(Mismatch)),
            ("long after the end", end + Duration::from_secs(1 << 30), Err(Mismatch)),
            ("before the end again", end - nanosecond, Ok("2026-05")),
        ];
        for (moment, now, of_old) in moments {
            clock.set(now);
            for (secret, expected) in [(new, Ok("2026-11")), (old, of_old), (other, Err(Mismatch))] {
                let delivery = genuine::signer(*scheme).at(now).sign(secret, BODY);
                let event = verifier.verify_request(delivery.into_request());
                let found = event.as_ref().map(Verified::key_id).map_err(VerifyError::kind);
                assert_eq!(found, expected, "{}: {moment}: {secret}", scheme.name());
            }
        }
    }
}

#[test]
fn keys_without_a_name_are_numbered() {
    let verifier = builder(scheme("github")).secret("first").secret(Secret::new("second").id("mine")).secret("third");
    let verifier = verifier.build().expect("three secrets");
    for (secret, id) in [("first", "1"), ("second", "mine"), ("third", "3")] {
        let (headers, body) = Signer::from_scheme(scheme("github")).sign(secret, BODY).into_headers_and_body();
        assert_eq!(verifier.verify(&headers, body).expect("a secret of the three").key_id(), id);
    }
}

#[test]
fn when_all_secrets_have_ended_nothing_is_called_forged() {
    for Preset { scheme, .. } in provider::all() {
        let clock = TestClock::at_unix(NOW);
        let (first, second) = (unix(NOW + 10), unix(NOW + 20));
        let builder = builder(*scheme).clock(clock.clone()).secret_until(pasted(*scheme), first);
        let verifier = builder.secret_until(other_pasted(*scheme), second).build().expect("two secrets");
        let genuine = sign(*scheme, BODY).into_request();
        let forged = signer(*scheme).sign(genuine::secrets(*scheme)[2], BODY).into_request();
        let cases = [
            (NOW + 9, &genuine, None),
            (NOW + 10, &genuine, Some((Mismatch, 401))),
            (NOW + 19, &genuine, Some((Mismatch, 401))),
            (NOW + 20, &genuine, Some((CouldNotCheck, 503))),
            (NOW + 20, &forged, Some((CouldNotCheck, 503))),
        ];
        for (now, request, expected) in cases {
            clock.set(unix(now));
            let event = verifier.verify_request(request.clone());
            let found = event.as_ref().err().map(|error| (error.kind(), error.status().as_u16()));
            assert_eq!(found, expected, "{}: {}: {event:?}", scheme.name(), now - NOW);
            if let Err(error) = event {
                assert!(error.response().body().is_empty(), "{}: {error:?}", scheme.name());
            }
        }
    }
}

#[test]
fn a_delivery_for_one_tenant_is_forged_for_another() {
    for Preset { scheme, .. } in provider::all() {
        let request = sign(*scheme, BODY).into_request();
        let tenant = builder(*scheme).secret(other_pasted(*scheme)).namespace("tenant b").build().expect("a secret");
        let error = tenant.verify_request(request.clone()).expect_err(scheme.name());
        assert_eq!((error.kind(), error.status().as_u16()), (Mismatch, 401), "{}", scheme.name());
        assert!(verifier(*scheme).verify_request(request).is_ok(), "{}", scheme.name());
    }
}
