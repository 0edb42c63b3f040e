//! Endpoint checks that are no challenges: leave to deliver, by OPTIONS, and whether anybody is there, by HEAD.
#![cfg(feature = "testing")]

use bytes::Bytes;
use hookseal::{
    Scheme, SetupError, Verifier,
    VerifyErrorKind::{self, CouldNotCheck, Handshake as Answered, HandshakeRefused, MethodNotAllowed},
    scheme::{Algorithm, Field, Handshake, Signature},
    testing::Signer,
    verifier::{Builder, Custom},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, header};

#[path = "../support/genuine.rs"]
mod genuine;

use genuine::{BODY, SECRET, scheme};

fn builder(scheme: Scheme) -> Builder<Custom> {
    genuine::builder(scheme).secret(SECRET)
}

fn request(method: Method, headers: Headers) -> Request<Bytes> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(HeaderName::from_static(name), HeaderValue::from_bytes(value).expect("a value"));
    }
    let mut request = genuine::request(genuine::URL, &map, "");
    *request.method_mut() = method;
    request
}

/// Names and values.
type Headers<'h> = &'h [(&'static str, &'h [u8])];

const ORIGIN: &str = "webhook-request-origin";

#[test]
fn origins_that_are_allowed_get_leave_and_no_others() {
    let named: &[&str] = &["eventgrid.azure.net", "Events.Example.com"];
    let any: &[&str] = &["*"];
    let cases: [(&[&str], Headers, Option<&str>); 15] = [
        (named, &[(ORIGIN, b"eventgrid.azure.net")], Some("eventgrid.azure.net")),
        (named, &[(ORIGIN, b"EventGrid.Azure.NET")], Some("EventGrid.Azure.NET")),
        (named, &[(ORIGIN, b"events.example.com")], Some("events.example.com")),
        (named, &[(ORIGIN, b"evil.example")], None),
        (named, &[(ORIGIN, b"eventgrid.azure.net.evil.example")], None),
        (named, &[(ORIGIN, b"a.eventgrid.azure.net")], None),
        (named, &[(ORIGIN, b"eventgrid.azure.net, evil.example")], None),
        (named, &[(ORIGIN, b"*")], None),
        (named, &[(ORIGIN, b"")], None),
        (named, &[(ORIGIN, b"\xff")], None),
        (named, &[(ORIGIN, b"eventgrid.azure.net"), (ORIGIN, b"eventgrid.azure.net")], None),
        // As browsers ask before they send.
        (named, &[("origin", b"https://eventgrid.azure.net"), ("access-control-request-method", b"POST")], None),
        (any, &[(ORIGIN, b"anything.example")], Some("*")),
        (any, &[(ORIGIN, b"")], None),
        (any, &[], None),
    ];
    for (allowed, headers, granted) in cases {
        let verifier = builder(scheme("cloudevents-webhook")).allowed_origins(allowed.iter().copied());
        let verifier = verifier.build().expect("a verifier");
        let error = verifier.verify_request(request(Method::OPTIONS, headers)).expect_err("never an event");
        let answer = error.response();
        let case = format!("{allowed:?} {headers:?}: {error}");
        assert!(answer.body().is_empty(), "{case}");
        if let Some(origin) = granted {
            assert_eq!((error.kind(), answer.status().as_u16()), (Answered, 200), "{case}");
            assert_eq!(answer.headers()["webhook-allowed-origin"], origin, "{case}");
            assert_eq!(answer.headers()["webhook-allowed-rate"], "*", "{case}");
            assert_eq!(answer.headers()[header::ALLOW], "POST", "{case}");
            assert_eq!(answer.headers().len(), 3, "{case}");
        } else {
            assert_eq!((error.kind(), answer.status().as_u16()), (HandshakeRefused, 403), "{case}");
            assert!(answer.headers().is_empty(), "{case}");
        }
    }
}

#[test]
fn leave_is_told_with_its_rate_and_needs_to_be_set_up() {
    let hooks = || builder(scheme("cloudevents-webhook"));
    let asking = || request(Method::OPTIONS, &[(ORIGIN, b"a.example"), ("webhook-request-rate", b"100000")]);
    let limited = hooks().allowed_rate(120).allowed_origins(["a.example"]).build().expect("a verifier");
    let answer = limited.verify_request(asking()).expect_err("a check").response();
    assert_eq!(answer.headers()["webhook-allowed-rate"], "120");

    let unset = hooks().build().expect("a verifier").verify_request(asking()).expect_err("a check");
    assert_eq!((unset.kind(), unset.status().as_u16()), (CouldNotCheck, 503));
    assert!(unset.to_string().contains("call `.allowed_origins(…)`"), "{unset}");

    let refused = |builder: Builder<Custom>| match builder.build() {
        Err(SetupError::NoEffect { setting, .. }) => setting,
        other => panic!("{other:?}"),
    };
    let is_refused = |builder| assert_eq!(refused(builder), "allowed_origins");
    is_refused(hooks().allowed_rate(1));
    is_refused(hooks().allowed_origins(Vec::<String>::new()));
    is_refused(hooks().allowed_origins([""]));
    is_refused(hooks().allowed_origins(["a b"]));
    is_refused(builder(scheme("stripe")).allowed_origins(["a.example"]));
}

/// Leave is not proof: what is sent afterwards is verified as ever. Without a body, nothing waits for a secret.
#[test]
fn leave_proves_nothing() {
    let verifier = builder(scheme("cloudevents-webhook")).allowed_origins(["*"]).build().expect("a verifier");
    let origin: Headers = &[(ORIGIN, b"a.example")];
    let sent = verifier.verify_request(request(Method::POST, origin)).expect_err("no token");
    assert_eq!(sent.kind(), VerifyErrorKind::MissingHeader);
    verifier.suspend("the vault does not answer");
    let asked = verifier.verify_request(request(Method::OPTIONS, origin)).expect_err("a check");
    assert_eq!(asked.kind(), Answered);
}

#[test]
fn head_is_answered_beside_any_other_check() {
    let mac = Scheme::mac("acme", Algorithm::Sha256).signature(Signature::header("x-acme"));
    let echo = Handshake::get().challenge(Field::query("challenge"));
    let cases = vec![
        ("alone", mac.answers_head(), "HEAD, POST"),
        ("beside a challenge by GET", mac.handshake(echo).answers_head(), "GET, HEAD, POST"),
        ("beside leave", mac.handshake(Handshake::options()).answers_head(), "HEAD, OPTIONS, POST"),
        (
            "beside a signed one",
            mac.handshake(Handshake::signed(Field::json("/type"), "ping")).answers_head(),
            "HEAD, POST",
        ),
    ];
    for (case, scheme, allow) in cases {
        assert!(scheme.is_checked_by_head(), "{case}");
        let written = serde_json::to_string(&scheme).expect("a scheme");
        assert_eq!(serde_json::from_str::<Scheme>(&written).expect("the same words"), scheme, "{case}");

        let verifier = builder(scheme).build().expect(case);
        let answer = |method: &str| {
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            let error = verifier.verify_request(request(method, &[])).expect_err("never an event");
            (error.kind(), error.response())
        };
        let (kind, head) = answer("HEAD");
        assert_eq!((kind, head.status().as_u16()), (Answered, 200), "{case}");
        assert!(head.headers().is_empty() && head.body().is_empty(), "{case}");
        let (kind, put) = answer("PUT");
        assert_eq!((kind, put.status().as_u16()), (MethodNotAllowed, 405), "{case}");
        assert_eq!(put.headers()[header::ALLOW], allow, "{case}");
    }
    let plain = builder(mac).build().expect("a verifier");
    let error = plain.verify_request(request(Method::HEAD, &[])).expect_err("not asked for");
    assert_eq!((error.kind(), mac.is_checked_by_head()), (MethodNotAllowed, false));
}

/// A signed delivery is one, but not by HEAD: the method filter cannot be walked around.
#[test]
fn head_never_stands_for_a_delivery() {
    let scheme = Scheme::mac("acme", Algorithm::Sha256).answers_head();
    let mut request = Signer::from_scheme(scheme).sign(SECRET, BODY).into_request();
    *request.method_mut() = Method::HEAD;
    let verifier = Verifier::from_scheme(scheme).secret(SECRET).build().expect("a verifier");
    assert_eq!(verifier.verify_request(request).expect_err("no event").kind(), Answered);
}
