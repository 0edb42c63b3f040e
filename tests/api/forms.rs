//! Forms, and JSON inside forms: what is read is what was signed, whatever the content type says.
#![cfg(all(feature = "testing", feature = "form"))]

use std::collections::HashMap;

use hookseal::{
    Verified, VerifyError,
    VerifyErrorKind::{Malformed, Mismatch},
    payload::PayloadErrorKind::{Data, Syntax},
    verifier::Custom,
};
use http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;

use genuine::{SECRET, header, headers, scheme, sign, verifier};

fn event(name: &str, body: impl Into<Vec<u8>>) -> Verified<Custom> {
    let (headers, body) = sign(scheme(name), body.into()).into_headers_and_body();
    verifier(scheme(name)).verify(&headers, body).expect("an authentic delivery")
}

/// Headers by which Gitea signs this JSON, however it is wrapped.
fn gitea(json: &str) -> HeaderMap {
    headers([("x-gitea-signature", mac::hex(mac::sha256(SECRET, json)).as_bytes()), ("x-gitea-delivery", b"f6266f16")])
}

fn verify_gitea(json: &str, body: &[u8]) -> Result<Verified<Custom>, VerifyError> {
    verifier(scheme("gitea")).verify(&gitea(json), body.to_vec())
}

#[derive(Debug, Deserialize)]
struct SlashCommand {
    command: String,
    text: String,
    #[serde(default)]
    user: Option<u32>,
}

#[test]
fn a_slash_command_is_a_form() {
    let slack = event("slack", "command=%2Fdeploy&text=api+now%21+%E2%98%83&user=7&extra=1");
    let command: SlashCommand = slack.form().expect("a command");
    assert_eq!((command.command.as_str(), command.text.as_str(), command.user), ("/deploy", "api now! ☃", Some(7)));
    assert_eq!(slack.kind(), Some("/deploy"));
    let wrong = [
        ("a field missing", "command=%2Fdeploy"),
        ("a field twice", "command=a&text=b&text=c"),
        ("another type", "command=a&text=b&user=seven"),
        ("nothing", ""),
        ("JSON", r#"{"command":"a","text":"b"}"#),
    ];
    for (case, body) in wrong {
        let error = event("slack", body).form::<SlashCommand>().expect_err(case);
        assert_eq!(error.kind(), Data, "{case}");
        assert_eq!(error.to_string(), "the payload is authentic but does not fit the type at the form", "{case}");
    }
}

#[test]
fn json_in_a_form_is_unwrapped_after_the_form_was_verified() {
    let whole = json!({ "type": "block_actions", "text": "Zoë & ☃ +1%" });
    let cases = [
        ("alone", "payload=%7B%22type%22%3A%22block_actions%22%2C%22text%22%3A%22Zo%C3%AB+%26+%E2%98%83+%2B1%25%22%7D"),
        ("not escaped", r#"payload={"type":"block_actions","text":"Zoë %26 ☃ %2B1%25"}"#),
        (
            "spaces as %20",
            "payload=%7b%22type%22:%22block_actions%22,%22text%22:%22Zo%c3%ab%20%26%20%e2%98%83%20%2b1%25%22%7d",
        ),
        ("the name escaped", r#"%70ayload={"type":"block_actions","text":"Zoë %26 ☃ %2B1%25"}"#),
        ("between others", r#"a=1&payload={"type":"block_actions","text":"Zoë+%26+☃+%2B1%25"}&b=2&payloads=3&&=4&c"#),
        ("as it is", r#"{"type":"block_actions","text":"Zoë & ☃ +1%"}"#),
    ];
    for (case, body) in cases {
        for name in ["slack", "github"] {
            let event = event(name, body);
            assert_eq!(event.json::<Value>().expect(case), whole, "{name}: {case}");
            assert_eq!(event.json_at::<String>("/type").expect(case), "block_actions", "{name}: {case}");
            assert_eq!(event.body(), body.as_bytes(), "{name}: {case}: the form is the signed body");
            // Any other form is other bytes.
            let (headers, _) = sign(scheme(name), body).into_headers_and_body();
            let error = verifier(scheme(name)).verify(&headers, format!("{body}&d=1")).expect_err(case);
            assert_eq!(error.kind(), Mismatch, "{name}: {case}");
        }
        assert_eq!(event("slack", body).kind(), Some("block_actions"), "{case}");
    }
    let no_json = [
        ("the field twice", "payload={}&payload={}"),
        ("the field twice, once escaped", "payload={}&%70ayload={}"),
        ("another field", "Payload={}"),
        ("an empty field", "payload="),
        ("no value", "payload"),
        ("half an escape", "payload=%7"),
        ("no escape", "payload=%GG"),
        ("not UTF-8", "payload=%22%FF%22"),
        ("a form in a form", "payload=payload%3D%7B%7D"),
    ];
    for (case, body) in no_json {
        for name in ["slack", "github"] {
            let event = event(name, body);
            let error = event.json::<Value>().expect_err(case);
            assert_eq!(error.kind(), Syntax, "{name}: {case}: {error}");
            assert_eq!(event.body(), body.as_bytes(), "{name}: {case}");
        }
    }
}

#[test]
fn what_gitea_signed_is_all_that_can_be_read() {
    let json = r#"{"ref":"refs/heads/main","note":"a b+c%☃"}"#;
    let escaped = "payload=%7B%22ref%22%3A%22refs%2Fheads%2Fmain%22%2C%22note%22%3A%22a+b%2Bc%25%E2%98%83%22%7D";
    let forms = [
        ("JSON", json.to_owned()),
        ("a form", escaped.to_owned()),
        ("escaped otherwise", escaped.replace('+', "%20").to_lowercase()),
        ("the name escaped", escaped.replace("payload", "p%61yload")),
        ("with unsigned fields", format!("admin=true&{escaped}&ref=refs%2Fheads%2Fevil&Payload=%7B%7D")),
    ];
    let mut keys = Vec::new();
    for (case, body) in &forms {
        let event = verify_gitea(json, body.as_bytes()).expect(case);
        assert_eq!(event.body(), json.as_bytes(), "{case}");
        assert_eq!(event.bytes(), json.as_bytes(), "{case}");
        assert_eq!(event.json_at::<String>("/ref").expect(case), "refs/heads/main", "{case}");
        assert_eq!(event.parse::<HashMap<String, String>>().known().expect(case)["note"], "a b+c%☃", "{case}");
        let fields = event.form::<Vec<(String, String)>>().unwrap_or_default();
        assert!(fields.iter().all(|(name, _)| name != "admin" && name != "ref"), "{case}: {fields:?}");
        keys.push(event.idempotency_key());
    }
    assert!(keys.iter().all(|key| *key == keys[0]), "one event, however it is wrapped");

    let refused = [
        ("the field twice", format!("{escaped}&{escaped}"), Malformed),
        ("the field twice, once escaped", format!("{escaped}&p%61yload=%7B%7D"), Malformed),
        ("an empty second one", format!("{escaped}&payload"), Malformed),
        ("no such field", escaped.replace("payload", "Payload"), Malformed),
        ("nothing in it", "payload=".into(), Mismatch),
        ("other JSON in it", escaped.replace("main", "evil"), Mismatch),
        ("a space more", format!("{escaped}+"), Mismatch),
        ("the JSON and a form", format!("{json}&payload=%7B%7D"), Mismatch),
        ("nothing", String::new(), Mismatch),
    ];
    for (case, body, expected) in refused {
        let error = verify_gitea(json, body.as_bytes()).expect_err(case);
        assert_eq!((error.kind(), error.status().as_u16()), (expected, 401), "{case}");
        assert!(error.response().body().is_empty(), "{case}");
    }
}

/// Bytes that are no UTF-8 stay what they are: replaced, two bodies would share one signature.
#[test]
fn no_two_forms_of_gitea_share_a_signature_by_replacement() {
    let signed = headers([("x-gitea-signature", mac::hex(mac::sha256(SECRET, b"\"\xff\"")).as_bytes())]);
    for (body, is_it) in [("payload=%22%FF%22", true), ("payload=%22%FE%22", false), ("payload=%22%EF%BF%BD%22", false)]
    {
        let verified = verifier(scheme("gitea")).verify(&signed, body);
        assert_eq!(verified.is_ok(), is_it, "{body}: {verified:?}");
    }
}

#[test]
fn the_content_type_decides_nothing() {
    let types = [
        None,
        Some("application/json"),
        Some("application/vnd.x+json; charset=utf-8"),
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/octet-stream"),
        Some("text/html; charset=utf-16"),
        Some("no type at all \u{7e}"),
    ];
    let bodies = [
        ("github", r#"{"type":"x","id":"1"}"#),
        ("github", "payload=%7B%22type%22%3A%22x%22%2C%22id%22%3A%221%22%7D"),
        ("slack", r#"{"type":"x","event_id":"1"}"#),
        ("slack", "payload=%7B%22type%22%3A%22x%22%2C%22event_id%22%3A%221%22%7D"),
        ("gitea", r#"{"type":"x"}"#),
        ("stripe", r#"{"type":"x","id":"1"}"#),
        ("shopify", r#"{"type":"x"}"#),
    ];
    for (name, body) in bodies {
        let (signed, body) = sign(scheme(name), body).into_headers_and_body();
        let mut seen = Vec::new();
        for content_type in types {
            let mut headers = signed.clone();
            headers.extend(content_type.map(|value| (http::header::CONTENT_TYPE, header(value))));
            // Nor does what is said of the body's length and encoding.
            headers.insert(http::header::CONTENT_ENCODING, header("gzip"));
            headers.insert(http::header::TRANSFER_ENCODING, header("chunked"));
            let event = verifier(scheme(name)).verify(&headers, body.clone()).expect(name);
            let json = event.json::<Value>().expect(name);
            assert_eq!(json["type"], "x", "{name}: {content_type:?}");
            seen.push((json, event.id().map(str::to_owned), event.kind().map(str::to_owned), event.idempotency_key()));
        }
        assert!(seen.iter().all(|one| *one == seen[0]), "{name}: {seen:?}");
    }
}

/// An empty body, and one that is no text, are bodies too.
#[test]
fn any_bytes_can_be_signed() {
    let all: Vec<u8> = (0..=255).collect();
    for preset in genuine::presets().filter(|preset| preset.scheme.covers_body()) {
        let name = preset.scheme.name();
        for body in [&b""[..], b"\n", b"\xff\xfe", b"{\"a\":\"\xff\"}", &all] {
            let delivery = std::panic::catch_unwind(|| genuine::sign(preset.scheme, body.to_vec()));
            // Gitea's form without its field cannot be signed, and a body with the time in it is JSON.
            let Ok(delivery) = delivery else { continue };
            // Where parameters are signed, the body is put into one.
            let is_parameter = genuine::says(&preset.scheme, "parameters");
            let body = if is_parameter { delivery.body().to_vec() } else { body.to_vec() };
            let event = match genuine::verifier(preset.scheme).verify_request(delivery.into_request()) {
                Ok(event) => event,
                Err(error) => {
                    let has_to_be_json = serde_json::to_string(&preset.scheme).expect("a scheme");
                    assert!(has_to_be_json.contains("\"timestamp\":{\"at\":{\"json\""), "{name}: {error:?}");
                    continue;
                }
            };
            assert_eq!(event.body(), body, "{name}");
            let error = event.json::<Value>().expect_err(name);
            assert_eq!(error.kind(), Syntax, "{name}: {body:?}: {error}");
            assert_eq!(error.case(), hookseal::policy::Case::Unparseable, "{name}");
        }
    }
}
