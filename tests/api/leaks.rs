//! What is logged or answered never holds the secret, an expected signature or the body.
#![cfg(feature = "testing")]

use std::collections::HashSet;

use bytes::Bytes;
use hookseal::{
    Scheme, Secret, VerifyError,
    VerifyErrorKind::{
        self, BodyTooLarge, CouldNotCheck, Expired, Handshake, HandshakeRefused, Malformed, MethodNotAllowed, Mismatch,
        MissingHeader, NoSupportedSignature, NotYetValid,
    },
    provider::Preset,
    testing::{Delivery, Signer, TestClock},
    verifier::{Builder, Custom},
};
use http::{HeaderMap, Method, Request};

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;
#[path = "../support/needles.rs"]
mod needles;

use genuine::{Genuine, NOW, SECRET, builder, other_pasted, pasted, scheme, secret, unix};
use needles::{MARK, Needles, VERIFY_TOKEN};

const MARKED: &str = r#"{"id":"evt_1","type":"test.event","note":"needle in the body"}"#;

fn current(scheme: Scheme) -> Secret {
    Secret::new(pasted(scheme)).id(genuine::key_id(&scheme))
}

/// A delivery with [`MARK`] in it, and its signature.
fn marked(genuine: &Genuine) -> (Delivery, String) {
    let sender = Secret::new(secret(genuine.scheme)).id(genuine::key_id(&genuine.scheme));
    let delivery = genuine::signer(genuine.scheme).sign(sender, MARKED);
    let value = delivery.headers()[&genuine.signature_header].to_str().expect("ASCII");
    let signature = value[genuine.frame.len()..].to_owned();
    (delivery, signature)
}

fn with_secret(scheme: Scheme) -> Builder<Custom> {
    let builder = builder(scheme).secret(current(scheme));
    let has_token = scheme.handshake_kind().is_some_and(|handshake| handshake.has_token());
    if has_token { builder.verify_token(VERIFY_TOKEN) } else { builder }
}

fn refusal(case: &str, builder: Builder<Custom>, request: Request<Bytes>) -> (String, VerifyError) {
    let verifier = builder.build().expect(case);
    (case.into(), verifier.verify_request(request).expect_err(case))
}

/// Refusals of a genuine delivery that was tampered with, of every kind that the scheme has.
fn refusals(genuine: &Genuine) -> Vec<(String, VerifyError)> {
    let scheme = genuine.scheme;
    let ready = || with_secret(scheme);
    let post = |headers: &HeaderMap, body: &Bytes| genuine::request(&genuine.url, headers, body.clone());
    let sound = || post(&genuine.headers, &genuine.body);
    let with_method = |method| {
        let mut request = sound();
        *request.method_mut() = method;
        request
    };
    let ended = builder(scheme).secret_until(current(scheme), unix(NOW));
    let mut refusals = vec![
        refusal("no headers", ready(), post(&HeaderMap::new(), &genuine.body)),
        refusal("an empty signature", ready(), post(&genuine.with_signature(""), &genuine.body)),
        refusal(
            "another signature",
            ready(),
            post(&genuine.with_signature(format!("{}0", genuine.frame)), &genuine.body),
        ),
        refusal("another secret", builder(scheme).secret(other_pasted(scheme)), sound()),
        refusal("an ended secret", ended, sound()),
        refusal("a body over the limit", ready().body_limit(4), sound()),
    ];
    if !genuine::takes_any_method(&scheme) {
        refusals.push(refusal("another method", ready(), with_method(Method::PUT)));
        let seal = Method::from_bytes(b"SEAL").expect("a method");
        refusals.push(refusal("a method of its own", ready(), with_method(seal)));
    }
    if !genuine.frame.is_empty() {
        refusals.push(refusal("no signature", ready(), post(&genuine.with_signature("none"), &genuine.body)));
    }
    if scheme.freshness().is_some() {
        let at = |seconds| ready().clock(TestClock::at_unix(seconds));
        refusals.push(refusal("an old one", at(NOW + 10_000), sound()));
        refusals.push(refusal("one of tomorrow", at(NOW - 10_000), sound()));
    }
    refusals
}

/// Endpoint checks, right and wrong.
fn handshakes() -> Vec<(String, VerifyError)> {
    let get = |query: &str| {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = format!("https://example.com/hook?{query}").parse().expect("a URL");
        request
    };
    let meta = || with_secret(scheme("meta"));
    let right = "hub.mode=subscribe&hub.verify_token=a+verify+token&hub.challenge=needle+in+the+body";
    let slack = r#"{"type":"url_verification","challenge":"needle in the body"}"#;
    let zoom = r#"{"event":"endpoint.url_validation","payload":{"plainToken":"needle in the body"}}"#;
    vec![
        refusal("meta: the right token", meta(), get(right)),
        refusal("meta: a wrong token", meta(), get(&right.replace("a+verify", "another"))),
        refusal("meta: no token", builder(scheme("meta")).secret(SECRET), get(right)),
        refusal(
            "slack: a challenge",
            with_secret(scheme("slack")),
            genuine::sign(scheme("slack"), slack).into_request(),
        ),
        refusal("zoom: a challenge", with_secret(scheme("zoom")), genuine::sign(scheme("zoom"), zoom).into_request()),
    ]
}

#[test]
fn no_refusal_shows_what_only_the_sender_should_know() {
    let mut kinds = HashSet::new();
    for Preset { scheme, .. } in genuine::presets() {
        let mut genuine = Genuine::of(*scheme);
        let (marked, signature) = marked(&genuine);
        (genuine.headers, genuine.body) = marked.into_headers_and_body();
        let needles = Needles::new(secret(*scheme), &signature);
        for (what, error) in refusals(&genuine) {
            let case = format!("{}: {what}", scheme.name());
            needles.look_in_error(&case, &error);
            let answer = error.response();
            assert!(answer.body().is_empty(), "{case}");
            needles.look_in_debug(&case, &answer);
            kinds.insert(error.kind());
        }
    }
    let mac = mac::hex(mac::sha256(SECRET, MARK));
    for (case, error) in handshakes() {
        Needles::new(SECRET, &mac).look_in_error(&case, &error);
        kinds.insert(error.kind());
    }
    let all: [VerifyErrorKind; 11] = [
        MissingHeader,
        Malformed,
        NoSupportedSignature,
        Mismatch,
        Expired,
        NotYetValid,
        BodyTooLarge,
        MethodNotAllowed,
        HandshakeRefused,
        Handshake,
        CouldNotCheck,
    ];
    assert_eq!(kinds, HashSet::from(all), "every kind that `verify_request` gives has been looked at");
}

#[test]
fn no_value_of_the_library_shows_it_either() {
    for Preset { scheme, .. } in genuine::presets() {
        let genuine = Genuine::of(*scheme);
        let (delivery, signature) = marked(&genuine);
        let needles = Needles::new(secret(*scheme), &signature);
        let case = |what| format!("{}: {what}", scheme.name());

        needles.look_in_debug(&case("the secret"), &current(*scheme));
        needles.look_in_debug(&case("the builder"), &with_secret(*scheme));
        needles.look_in_debug(&case("the builder with a switch"), &with_secret(*scheme).dangerous());
        let verifier = with_secret(*scheme).build().expect("a secret");
        needles.look_in_debug(&case("the verifier"), &verifier);
        needles.look_in_debug(&case("the scheme"), verifier.scheme());
        needles.look_in_debug(&case("the signer"), &Signer::from_scheme(*scheme).id("msg_1"));
        needles.look_in_debug(&case("the delivery"), &delivery);

        let event = verifier.verify_request(delivery.into_request()).expect("a genuine delivery");
        needles.look_in_debug(&case("the event"), &event);
        needles.look_in_debug(&case("the key"), &event.idempotency_key());
        needles.look_in(&case("the key"), &event.idempotency_key().to_string());
        if !event.body().is_empty() {
            let error = event.json::<u8>().expect_err("an object is no number");
            needles.look_in(&case("the payload's error"), &error.to_string());
        }
    }
}

#[test]
fn no_setup_error_shows_the_secret() {
    let wrong = [
        "whsec_needle in",
        "whsec_whsec_needle",
        "v1,whsec_needle",
        "whsk_needle",
        "whpk_needle",
        "needle\n",
        "needle ",
    ];
    let wrong = wrong.into_iter().chain(["-----BEGIN PRIVATE KEY-----needle"]);
    for secret in wrong {
        for name in ["standard-webhooks", "stripe", "openai"] {
            let Err(error) = builder(scheme(name)).secret(secret).build() else { continue };
            let text = format!("{error} {error:?} {error:#?}");
            assert!(!text.contains("needle"), "{name}: {secret:?}: {text}");
        }
    }
}
