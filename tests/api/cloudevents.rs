//! CloudEvents in all modes: what is read, what is signed, what is refused.
#![cfg(feature = "testing")]

use hookseal::{
    KeyBy, Verified, Verifier,
    payload::{
        CloudEvent, Mode,
        PayloadErrorKind::{self, Data, NotFound, Syntax},
    },
    scheme::{Algorithm, Scheme},
    testing::Signer,
    verifier::Custom,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Value, json};

const MAC: Scheme = Scheme::mac("acme", Algorithm::Sha256);
const TOKEN: Scheme = Scheme::token("acme-token", "x-token");

fn delivery_of(scheme: Scheme, key_by: KeyBy, body: &[u8]) -> Verified<Custom> {
    let scheme = scheme.id(&[hookseal::scheme::Field::header("ce-id")]);
    let builder = Verifier::from_scheme(scheme).secret("secret").key_by(key_by).dangerous().unprotected_body();
    let request = Signer::from_scheme(scheme).id("1").sign("secret", body.to_vec()).into_request();
    builder.build().expect("a verifier").verify_request(request).expect("a genuine delivery")
}

fn delivery(body: impl AsRef<[u8]>) -> Verified<Custom> {
    delivery_of(MAC, KeyBy::SignedData, body.as_ref())
}

fn headers(pairs: &[(&str, &[u8])]) -> HeaderMap {
    let pair = |(name, value): &(&str, &[u8])| {
        (HeaderName::from_bytes(name.as_bytes()).expect("a name"), HeaderValue::from_bytes(value).expect("a value"))
    };
    let mut headers = HeaderMap::new();
    for (name, value) in pairs.iter().map(pair) {
        headers.append(name, value);
    }
    headers
}

const REQUIRED: [(&str, &[u8]); 4] =
    [("ce-specversion", b"1.0"), ("ce-id", b"A-1"), ("ce-source", b"/orders"), ("ce-type", b"order.paid")];

fn with(more: &[(&'static str, &'static [u8])]) -> HeaderMap {
    headers(&[&REQUIRED[..], more].concat())
}

fn event(members: &Value) -> String {
    let mut event = json!({"specversion": "1.0", "id": "A-1", "source": "/orders", "type": "order.paid"});
    let all = event.as_object_mut().expect("an object");
    all.extend(members.as_object().expect("an object").clone());
    event.to_string()
}

fn describe(event: &CloudEvent<'_>) -> Value {
    json!({
        "id": event.id(), "source": event.source(), "type": event.event_type(), "specversion": event.specversion(),
        "subject": event.subject(), "time": event.time().map(time::OffsetDateTime::unix_timestamp),
        "datacontenttype": event.datacontenttype(), "dataschema": event.dataschema(),
        "extensions": event.extensions().collect::<Vec<_>>(),
        "data": event.data_bytes().map(String::from_utf8_lossy),
    })
}

#[test]
fn the_same_event_is_the_same_in_every_mode() {
    let body = event(&json!({
        "subject": "Zoë \"1\"", "time": "2026-11-20T12:00:00Z", "datacontenttype": "application/json; charset=utf-8",
        "dataschema": "urn:x", "traceparent": "00-0af", "sampledrate": 30, "isnew": true, "none": null,
        "data": {"total": 4200},
    }));
    let structured = delivery(&body);
    let batched = delivery(format!("[{body}]"));
    let binary = delivery(r#"{"total":4200}"#);
    let in_headers = with(&[
        ("ce-subject", b"Zo%C3%AB%20%221%22"),
        ("CE-Time", b"2026-11-20T12:00:00Z"),
        ("ce-dataschema", b"urn:x"),
        ("ce-traceparent", b"00-0af"),
        ("ce-sampledrate", b"30"),
        ("ce-isnew", b"true"),
        ("content-type", b"application/json; charset=utf-8"),
        ("x-other", b"something"),
        ("ce-datacontenttype", b"text/plain"),
    ]);
    let wanted = json!({
        "id": "A-1", "source": "/orders", "type": "order.paid", "specversion": "1.0", "subject": "Zoë \"1\"",
        "time": 1_795_176_000, "datacontenttype": "application/json; charset=utf-8", "dataschema": "urn:x",
        "extensions": [["isnew", "true"], ["sampledrate", "30"], ["traceparent", "00-0af"]],
        "data": r#"{"total":4200}"#,
    });
    let type_of = |value: &'static [u8]| headers(&[("content-type", value), ("ce-id", b"another")]);
    let events = [
        (Mode::Structured, structured.cloud_event(&type_of(b"application/cloudevents+json"))),
        (Mode::Structured, structured.cloud_event(&type_of(b"Application/CloudEvents+JSON; charset=UTF-8"))),
        (Mode::Structured, structured.cloud_event(&type_of(b"application/cloudevents"))),
        (Mode::Structured, structured.structured_cloud_event()),
        (Mode::Batch, batched.cloud_events().expect("a batch").next().expect("an event")),
        (Mode::Binary, binary.cloud_event(&in_headers)),
    ];
    for (mode, event) in events {
        let event = event.unwrap_or_else(|error| panic!("{mode:?}: {error:?}"));
        assert_eq!((event.mode(), describe(&event)), (mode, wanted.clone()));
        assert_eq!(event.attributes_are_signed(), mode != Mode::Binary, "{mode:?}");
        assert_eq!(event.data_json::<Value>().expect("JSON"), json!({"total": 4200}), "{mode:?}");
        assert_eq!(event.attribute("traceparent"), Some("00-0af"));
    }
}

/// actix-web has headers of its own.
#[cfg(feature = "actix")]
#[test]
fn headers_of_actix_do_as_well() {
    let delivery = delivery("data");
    let request =
        REQUIRED.into_iter().fold(actix_web::test::TestRequest::post(), actix_web::test::TestRequest::append_header);
    let request = request.to_http_request();
    assert_eq!(delivery.cloud_event(request.headers()).expect("an event").id(), "A-1");
}

proptest! {
    /// Whatever comes, it is an event or it is refused; an event has what every event has.
    #[test]
    fn no_headers_are_too_strange(
        names in vec(select(vec!["ce-id", "ce-source", "ce-type", "ce-specversion", "ce-", "ce-x", "content-type"]), 0..8),
        values in vec(select(vec!["1.0", "a", "", "\"", "\"a\"", "%", "%41", "%ff", "\\", "\"\\", "application/cloudevents", "ë"]), 8),
        body in select(vec!["", "{}", "[]", "x", r#"{"specversion":"1.0","id":"a","source":"a","type":"a"}"#]),
    ) {
        let delivery = delivery(body);
        if let Ok(event) = delivery.cloud_event(names.iter().zip(&values)) {
            prop_assert!(!event.id().is_empty() && !event.source().is_empty() && !event.event_type().is_empty());
            prop_assert_eq!((event.specversion(), event.attributes_are_signed()), ("1.0", event.mode() == Mode::Structured));
        }
    }

    #[test]
    fn no_json_is_too_strange(pieces in vec(select(vec![
        "{", "}", "[", "]", ",", ":", "\"id\":\"a\"", "\"type\":\"a\"", "\"source\":\"a\"", "\"specversion\":\"1.0\"", "\"data\":",
        "\"data_base64\":", "null", "1", "\"a\"", "\"", "\\",
    ]), 0..16)) {
        let delivery = delivery(pieces.concat());
        let _ = delivery.structured_cloud_event().map(|event| event.data_json::<Value>().is_ok());
        let _ = delivery.cloud_events().map(Iterator::count);
    }
}

#[test]
fn headers_are_unquoted_and_then_decoded_once() {
    let cases: [(&[u8], Option<&str>); 14] = [
        (b"plain", Some("plain")),
        (b"\"quoted\"", Some("quoted")),
        (br#""a \"b\" \\ c""#, Some(r#"a "b" \ c"#)),
        (b"%41%2541", Some("A%41")),
        (b"\"%41\"", Some("A")),
        (b"%22a%22", Some("\"a\"")),
        (b"100%", Some("100%")),
        (b"%zz", Some("%zz")),
        ("Zoë".as_bytes(), Some("Zoë")),
        (b"\"open", None),
        (b"\"", None),
        (br#""a"b""#, None),
        (b"%FF", None),
        (b"\xff", None),
    ];
    let delivery = delivery("x");
    for (written, meant) in cases {
        let event = delivery.cloud_event(&headers(&[&REQUIRED[..], &[("ce-subject", written)]].concat()));
        let case = String::from_utf8_lossy(written);
        match (event, meant) {
            (Ok(event), Some(meant)) => assert_eq!(event.subject(), Some(meant), "{case}"),
            (Err(error), None) => assert_eq!(error.kind(), Data, "{case}"),
            (event, _) => panic!("{case}: {event:?}"),
        }
    }
}

#[test]
fn data_is_what_was_sent() {
    let cases = [
        (json!({}), None),
        (json!({"data": null}), None),
        (json!({"data": {"a": 1}}), Some(r#"{"a":1}"#)),
        (json!({"data": "text"}), Some("\"text\"")),
        (json!({"data": "text", "datacontenttype": "application/vnd.x+json"}), Some("\"text\"")),
        (json!({"data": "<a>\n", "datacontenttype": "application/xml"}), Some("<a>\n")),
        (json!({"data": 7, "datacontenttype": "text/plain"}), Some("7")),
        (json!({"data_base64": "Wm_D"}), Some("!")),
        (json!({"data_base64": "Wm/Dqw=="}), Some("Zo\u{eb}")),
        (json!({"data_base64": ""}), Some("")),
        (json!({"data_base64": 7}), Some("!")),
        (json!({"data_base64": "", "data": 1}), Some("!")),
    ];
    for (members, data) in cases {
        let delivery = delivery(event(&members));
        match delivery.structured_cloud_event() {
            Ok(event) => assert_eq!(event.data_bytes(), data.map(str::as_bytes), "{members}"),
            Err(error) => assert!(data == Some("!") && error.kind() == Data, "{members}: {error:?}"),
        }
    }
    let empty = delivery("");
    let event = empty.cloud_event(&with(&[])).expect("an event");
    assert_eq!((event.data_bytes(), event.datacontenttype()), (None, None));
    assert_eq!(event.data_json::<Value>().expect_err("no data").kind(), NotFound);
}

#[test]
fn what_is_no_event_is_refused() {
    let many = (0..200).map(|n| format!(",\"a{n}\":1")).collect::<Vec<_>>().concat();
    let bodies: Vec<(&str, PayloadErrorKind, String)> = vec![
        ("another version", Data, event(&json!({"specversion": "0.3"}))),
        ("a version that is a number", Data, event(&json!({"specversion": 1.0}))),
        ("no id", NotFound, event(&json!({"id": null}))),
        ("an empty id", NotFound, event(&json!({"id": ""}))),
        ("no source", NotFound, event(&json!({"source": null}))),
        ("no type", NotFound, event(&json!({"type": null}))),
        ("a type that is none", Data, event(&json!({"type": ["a"]}))),
        ("an id twice", Data, event(&json!({})).replace("{\"", "{\"id\":\"B\",\"")),
        ("too many attributes", Data, event(&json!({})).replace('}', &format!("{many}}}"))),
        ("an array", Data, format!("[{}]", event(&json!({})))),
        ("text", Syntax, "text".into()),
        ("nothing", Syntax, String::new()),
    ];
    for (case, kind, body) in bodies {
        let delivery = delivery(&body);
        let error = delivery.structured_cloud_event().err().unwrap_or_else(|| panic!("{case}"));
        assert_eq!(error.kind(), kind, "{case}: {error:?}");
    }

    let long = [b'a'; 9000];
    let body = event(&json!({}));
    let delivery = delivery(&body);
    let cases: Vec<(&str, PayloadErrorKind, HeaderMap)> = vec![
        ("no header at all", NotFound, HeaderMap::new()),
        ("no id", NotFound, headers(&[REQUIRED[0], REQUIRED[2], REQUIRED[3]])),
        ("no version", NotFound, headers(&REQUIRED[1..])),
        ("an id twice", Data, with(&[("ce-id", b"A-1")])),
        ("an extension twice", Data, with(&[("ce-x", b"1"), ("ce-x", b"1")])),
        ("an empty id", NotFound, headers(&[REQUIRED[0], ("ce-id", b"\"\""), REQUIRED[2], REQUIRED[3]])),
        ("another version", Data, headers(&[("ce-specversion", b"0.3"), REQUIRED[1], REQUIRED[2], REQUIRED[3]])),
        ("a long one", Data, headers(&[("ce-subject", &long)])),
        ("two types of content", Data, with(&[("content-type", b"text/plain"), ("content-type", b"text/plain")])),
        ("a format we do not read", Data, with(&[("content-type", b"application/cloudevents+avro")])),
        ("a batch", Data, with(&[("content-type", b"application/cloudevents-batch+json")])),
    ];
    for (case, kind, headers) in cases {
        let error = delivery.cloud_event(&headers).err().unwrap_or_else(|| panic!("{case}"));
        assert_eq!(error.kind(), kind, "{case}: {error:?}");
    }
    let many: Vec<_> = (0..200).map(|n| (format!("ce-a{n}"), b"1")).collect();
    assert!(delivery.cloud_event(many).is_err(), "too many attributes");
}

#[test]
fn one_broken_event_of_a_batch_does_not_hide_the_others() {
    let delivery = delivery(format!("[{},{{}},{}]", event(&json!({})), event(&json!({"id": "A-2"}))));
    let ids: Vec<_> =
        delivery.cloud_events().expect("a batch").map(|event| event.ok().map(|event| event.id().to_owned())).collect();
    assert_eq!(ids, [Some("A-1".into()), None, Some("A-2".into())]);
    assert!(self::delivery("{}").cloud_events().is_err(), "one event is no batch");
}

/// Source and id make the key, and nothing of them can be moved from one to the other. What is not signed does not count,
/// unless it is chosen.
#[test]
fn keys_are_made_of_source_and_id() {
    let key = |members: Value| delivery(event(&members)).structured_cloud_event().expect("an event").idempotency_key();
    let same = key(json!({}));
    assert_eq!(same, key(json!({"time": "2026-11-20T12:00:00Z", "data": 7})), "another attempt");
    assert_ne!(same, key(json!({"id": "A-2"})));
    assert_ne!(same, key(json!({"source": "/order", "id": "sA-1"})));
    assert_ne!(same, key(json!({"source": "/ordersA", "id": "-1"})));

    let binary = |scheme: Scheme, key_by: KeyBy, id: &'static [u8]| {
        let delivery = delivery_of(scheme, key_by, b"data");
        let headers = headers(&[REQUIRED[0], ("ce-id", id), REQUIRED[2], REQUIRED[3]]);
        let event = delivery.cloud_event(&headers).expect("an event");
        (event.idempotency_key(), event.idempotency_key() == delivery.idempotency_key())
    };
    let of = |scheme, key_by| (binary(scheme, key_by, b"1"), binary(scheme, key_by, b"2"));
    let (one, other) = of(MAC, KeyBy::SignedData);
    assert!(one == other && one.1, "an id in a header is not signed: the body decides");
    let (one, other) = of(MAC, KeyBy::DeliveryId);
    assert!(one.0 != other.0 && !one.1, "unless it is chosen");
    let (one, other) = of(TOKEN, KeyBy::SignedData);
    assert!(one.0 != other.0 && !one.1, "nothing is signed, so the id is as good as the body");
    let token = delivery_of(TOKEN, KeyBy::SignedData, event(&json!({})).as_bytes());
    assert!(!token.structured_cloud_event().expect("an event").attributes_are_signed());
}
