//! Many tenants behind one address: what chooses the verifier proves nothing, and a lie chooses the wrong one.
#![cfg(feature = "testing")]

use std::collections::HashMap;

use hookseal::{
    IdempotencyKey, Scheme, Verifier, VerifyErrorKind, VerifyErrorKind::Mismatch, payload::unverified_hint,
    testing::Signer, verifier::Custom,
};
use http::Request;

#[path = "../support/genuine.rs"]
mod genuine;

use genuine::scheme;

#[test]
fn a_hint_is_a_short_text_or_a_number_at_one_place() {
    let long = "x".repeat(512);
    let just = format!(r#"{{"a":"{long}"}}"#);
    let too_long = format!(r#"{{"a":"{long}y"}}"#);
    let cases: [(&str, &str, &str, Option<&str>); 24] = [
        ("a text", r#"{"a":"acct_7"}"#, "/a", Some("acct_7")),
        ("a number, as it is written", r#"{"a":1.50e3}"#, "/a", Some("1.50e3")),
        ("a negative one", r#"{"a":-7}"#, "/a", Some("-7")),
        ("deeper", r#"{"a":[{"b~/c":"x"}]}"#, "/a/0/b~0~1c", Some("x")),
        ("escaped", r#"{"\u0061":"Zo\u00eb\n"}"#, "/a", Some("Zoë\n")),
        ("empty", r#"{"a":""}"#, "/a", Some("")),
        ("512 bytes", &just, "/a", Some(&long)),
        ("513 bytes", &too_long, "/a", None),
        ("the whole document", r#""acct_7""#, "", Some("acct_7")),
        ("true", r#"{"a":true}"#, "/a", None),
        ("null", r#"{"a":null}"#, "/a", None),
        ("an object", r#"{"a":{}}"#, "/a", None),
        ("an array", r#"{"a":["x"]}"#, "/a", None),
        ("nothing there", r#"{"b":"x"}"#, "/a", None),
        ("twice", r#"{"a":"x","a":"y"}"#, "/a", None),
        ("twice, once escaped", r#"{"a":"x","\u0061":"x"}"#, "/a", None),
        ("twice on the way", r#"{"a":{"b":"x"},"a":{}}"#, "/a/b", None),
        ("cut off", r#"{"a":"x""#, "/a", None),
        ("more after it", r#"{"a":"x"}{"a":"y"}"#, "/a", None),
        ("a form", "a=x", "/a", None),
        ("nothing", "", "/a", None),
        ("no pointer", r#"{"a":"x"}"#, "a", None),
        ("half an escape", r#"{"a~":"x"}"#, "/a~", None),
        ("a place in an array, written otherwise", r#"["x","y"]"#, "/01", None),
    ];
    for (case, body, pointer, expected) in cases {
        assert_eq!(unverified_hint(body.as_bytes(), pointer).as_deref(), expected, "{case}");
    }
    assert_eq!(unverified_hint(b"{\"a\":\"\xff\"}", "/a"), None, "not UTF-8");
    let deep = format!("{}{}", r#"{"a":"#.repeat(100_000), "}".repeat(100_000));
    assert_eq!(unverified_hint(deep.as_bytes(), "/a/a"), None, "deep");
}

/// Two tenants with one provider, and how a delivery is given to one of them.
struct Tenants(HashMap<&'static str, Verifier<Custom>>);

const TENANTS: [(&str, &str); 2] = [("bakery", "whsec_of_the_bakery"), ("garage", "whsec_of_the_garage")];

impl Tenants {
    fn new() -> Self {
        let verifier = |(name, secret)| {
            let verifier = Verifier::from_scheme(scheme("stripe")).namespace(name).secret(secret).build();
            (name, verifier.expect("a secret"))
        };
        Self(TENANTS.map(verifier).into_iter().collect())
    }

    fn choose(&self, by: By, request: &Request<bytes::Bytes>) -> Option<&Verifier<Custom>> {
        match by {
            By::Path => self.0.get(request.uri().path().strip_prefix("/hooks/")?),
            By::Header => self.0.get(request.headers().get("x-tenant")?.to_str().ok()?),
            By::Hint => self.0.get(unverified_hint(request.body(), "/account")?.as_str()),
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum By {
    Path,
    Header,
    Hint,
}

/// A delivery that is said to be for one tenant, signed with a secret.
fn delivery(by: By, tenant: &str, secret: &str) -> Request<bytes::Bytes> {
    let scheme: Scheme = scheme("stripe");
    let (path, header, account) = match by {
        By::Path => (format!("/hooks/{tenant}"), "nobody", "nobody"),
        By::Header => ("/hooks".into(), tenant, "nobody"),
        By::Hint => ("/hooks".into(), "nobody", tenant),
    };
    let signer = Signer::from_scheme(scheme).url(format!("https://example.com{path}")).header("x-tenant", header);
    signer.sign(secret, format!(r#"{{"id":"evt_1","account":"{account}"}}"#)).into_request()
}

#[test]
fn what_is_said_of_a_tenant_is_held_against_its_secret() {
    let tenants = Tenants::new();
    for by in [By::Path, By::Header, By::Hint] {
        let judge = |tenant: &str, secret: &str| -> Option<Result<IdempotencyKey, VerifyErrorKind>> {
            let request = delivery(by, tenant, secret);
            let verified = tenants.choose(by, &request)?.verify_request(request);
            Some(verified.map(|event| event.idempotency_key()).map_err(|error| error.kind()))
        };
        let [(bakery, bakerys), (garage, garages)] = TENANTS;
        let (one, other) = (judge(bakery, bakerys), judge(garage, garages));
        let both = (one.expect("a tenant").expect("genuine"), other.expect("a tenant").expect("genuine"));
        assert_ne!(both.0, both.1, "{by:?}: one id, two tenants, two events");
        for (tenant, secret) in [(bakery, garages), (garage, bakerys), (bakery, "whsec_of_a_thief")] {
            assert_eq!(judge(tenant, secret), Some(Err(Mismatch)), "{by:?}: {tenant} with {secret}");
        }
        for nobody in ["library", "", "Bakery", "bakery/"] {
            assert_eq!(judge(nobody, bakerys), None, "{by:?}: {nobody:?}");
        }
    }
}

/// The hint is a part of the body: with another one, the signature is another.
#[test]
fn a_hint_that_was_changed_does_not_fit() {
    let tenants = Tenants::new();
    let genuine = delivery(By::Hint, "bakery", TENANTS[0].1);
    for (hint, account) in [("garage", r#""garage""#), ("bakery", r#""b\u0061kery""#)] {
        let changed = |body: bytes::Bytes| {
            let body = String::from_utf8(body.to_vec()).expect("UTF-8").replace(r#""bakery""#, account);
            bytes::Bytes::from(body)
        };
        let request = genuine.clone().map(changed);
        assert_eq!(unverified_hint(request.body(), "/account").as_deref(), Some(hint));
        let judged = tenants.choose(By::Hint, &request).expect("a tenant").verify_request(request);
        assert_eq!(judged.map_err(|error| error.kind()).err(), Some(Mismatch), "{hint}");
    }
    let chosen = tenants.choose(By::Hint, &genuine).expect("a tenant");
    assert!(chosen.verify_request(genuine).is_ok());
}
