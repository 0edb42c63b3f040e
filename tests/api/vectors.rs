//! Every captured delivery of `tests/vectors` is judged as its line says, and every provider of the list has one.
//!
//! Most lines come from providers' documentation and SDKs; what they expect was not computed with hookseal.
#![cfg(all(
    feature = "testing",
    feature = "sha1",
    feature = "md5",
    feature = "keccak",
    feature = "nfkd",
    feature = "ed25519",
    feature = "aes",
    feature = "xml",
    feature = "ecdsa",
    feature = "rsa",
    feature = "jwt",
    feature = "x509",
    feature = "crc32"
))]

use std::collections::BTreeSet;

use hookseal::{VerifyErrorKind, provider};
use serde_json::Value;

#[path = "../../examples/support/capture.rs"]
mod capture;
#[path = "../support/lines.rs"]
mod lines;

use capture::{Capture, Verdict, response};
use lines::{answers_as, lines};

#[test]
fn every_line_is_judged_as_it_says() {
    let lines = lines();
    assert!(!lines.is_empty(), "there are vectors");
    for (place, line) in lines {
        let capture = Capture::read(&line).unwrap_or_else(|why| panic!("{place}: {why}"));
        let case = format!("{place}: {} {}", capture.provider, capture.name);
        let verdict = capture.verify().unwrap_or_else(|why| panic!("{case}: {why}"));
        let wanted: Value = serde_json::from_str(&line).expect("JSON");
        let report = capture.report(&verdict);
        match (wanted["expect"].as_str(), &verdict) {
            // A line without a scheme or a usable secret would be a mistake in the line.
            (_, Verdict::Misconfigured(_) | Verdict::Unsupported(_)) => panic!("{case}: {report}"),
            (Some("accept"), Verdict::Accept(_)) => {
                // A check that is an event like any other is answered as any other.
                answers_as(&case, &report["response"], &wanted["handshake_response"]);
                // What was captured elsewhere does not say what it was answered with.
                let text = wanted["answer"].as_str().or((wanted["origin"] == "self-computed").then_some(""));
                assert!(text.is_none_or(|text| report["response"]["body"] == text), "{case}: {report}");
            }
            (Some("accept"), Verdict::Handshake(error)) => {
                let answer = &wanted["handshake_response"];
                assert!(answer.is_object(), "{case}: a delivery was taken for an endpoint check: {report}");
                answers_as(&case, &response(error), answer);
            }
            (Some("reject"), Verdict::Reject(error)) => {
                let refusal = &wanted["handshake_response"]["status"];
                let status = match refusal.as_u64() {
                    Some(status) => status,
                    // A key that we do not have may be one that we do not have yet: it could not be checked.
                    None if capture.key_name().is_some() && error.kind() == VerifyErrorKind::CouldNotCheck => 503,
                    None if error.kind() == VerifyErrorKind::MethodNotAllowed => 405,
                    None => 401,
                };
                assert_eq!(u64::from(error.status().as_u16()), status, "{case}: {report}");
                assert!(error.response().body().is_empty(), "{case}: a refusal says nothing");
            }
            _ => panic!("{case}: expected {}, but {report}", wanted["expect"]),
        }
    }
}

#[test]
fn every_provider_has_a_genuine_event() {
    let accepted = lines().into_iter().filter_map(|(place, line)| {
        let verdict = Capture::read(&line).and_then(|capture| capture.verify());
        match verdict.unwrap_or_else(|why| panic!("{place}: {why}")) {
            Verdict::Accept(event) => Some(event.provider().to_owned()),
            _ => None,
        }
    });
    let accepted: BTreeSet<_> = accepted.collect();
    for preset in provider::all() {
        assert!(
            accepted.contains(preset.scheme.name()),
            "{}: no line of `tests/vectors` is accepted",
            preset.type_name
        );
    }
}

#[test]
fn what_a_line_lacks_is_named() {
    let whole = serde_json::json!({
        "provider": "github", "name": "whole", "secret": "s3cr3t", "method": "POST", "url": "https://example.com/",
        "headers": {}, "body": "", "now_unix": 1_700_000_000,
    });
    assert!(Capture::read(&whole.to_string()).is_ok());
    for field in ["provider", "name", "secret", "method", "url", "headers", "body", "now_unix"] {
        let mut line = whole.clone();
        line.as_object_mut().expect("an object").remove(field);
        let why = Capture::read(&line.to_string()).err().unwrap_or_else(|| panic!("{field} may be missing"));
        assert!(why.contains(&format!("missing field `{field}`")), "{field}: {why}");
    }
    let wrong = [
        ("method", serde_json::json!("P OST")),
        ("url", serde_json::json!("http://exa mple.com/")),
        ("headers", serde_json::json!({ "x y": "z" })),
        ("headers", serde_json::json!({ "x": "line\nbreak" })),
    ];
    for (field, value) in wrong {
        let mut line = whole.clone();
        line[field] = value;
        let why = Capture::read(&line.to_string()).and_then(|capture| capture.verify().map(drop));
        assert!(why.as_ref().is_err_and(|why| why.contains(field)), "{field}: {why:?}");
    }
}
