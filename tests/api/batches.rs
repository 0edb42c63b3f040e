//! Several events in one delivery: each is found, and each has a key of its own.
#![cfg(feature = "testing")]

use hookseal::{
    Admission, IdempotencyKey, Inbox, MemoryStore, Verified, Verifier,
    payload::PayloadErrorKind::{Data, NotFound, Syntax},
    scheme::{Algorithm, Envelope, Items, Scheme, Text},
    testing::Signer,
    verifier::Custom,
};
use serde_json::Value;

const SCHEME: Scheme = Scheme::mac("acme", Algorithm::Sha256);

fn delivery_of(scheme: Scheme, namespace: &str, body: &str) -> Verified<Custom> {
    let request = Signer::from_scheme(scheme).sign("secret", body.to_owned()).into_request();
    let verifier = Verifier::from_scheme(scheme).secret("secret").namespace(namespace).build().expect("a verifier");
    verifier.verify_request(request).expect("a genuine delivery")
}

fn delivery(body: &str) -> Verified<Custom> {
    delivery_of(SCHEME, "", body)
}

#[test]
fn every_item_is_found() {
    let cases: [(&str, &str, &[&str]); 9] = [
        ("", "[]", &[]),
        ("", " [ ] ", &[]),
        ("", "[1,2,3]", &["1", "2", "3"]),
        ("", "[ {\"a\" : [ ] } ,\n\t\"x,]\" , null]\r\n", &["{\"a\" : [ ] }", "\"x,]\"", "null"]),
        ("", "[[1,[2]],[]]", &["[1,[2]]", "[]"]),
        ("", r#"["\"","\\"]"#, &[r#""\"""#, r#""\\""#]),
        ("", "[true,-1.5e3,false]", &["true", "-1.5e3", "false"]),
        ("/value", r#"{"n":1,"value":[{"id":1},{"id":2}],"m":[3]}"#, &[r#"{"id":1}"#, r#"{"id":2}"#]),
        ("/a/1", r#"{"a":[[0],["x"]]}"#, &["\"x\""]),
    ];
    for (pointer, body, wanted) in cases {
        let delivery = delivery(body);
        let batch = delivery.batch(pointer).unwrap_or_else(|error| panic!("{body}: {error}"));
        let items: Vec<_> = batch.map(|item| (item.index(), item.raw())).collect();
        assert_eq!(items, wanted.iter().copied().enumerate().collect::<Vec<_>>(), "{body}");
    }
}

#[test]
fn what_is_no_batch_is_an_error() {
    for (pointer, body, kind) in [
        ("", "{}", Data),
        ("", "null", Data),
        ("/value", r#"{"value":{}}"#, Data),
        ("/value", r#"{"value":"[1]"}"#, Data),
        ("/value", r#"{"other":[]}"#, NotFound),
        ("/value", "[]", NotFound),
        ("value", r#"{"value":[]}"#, NotFound),
        ("", "[1,2", Syntax),
        ("", "[1,]", Syntax),
        ("", "[1] 2", Syntax),
        ("", "", Syntax),
        // Which of the two counts differs from parser to parser.
        ("/value", r#"{"value":[1],"value":[2]}"#, Data),
    ] {
        let delivery = delivery(body);
        let error = delivery.batch(pointer).err().unwrap_or_else(|| panic!("{body}"));
        assert_eq!(error.kind(), kind, "{body}: {error:?}");
    }
}

#[test]
fn items_are_read_one_by_one() {
    let delivery = delivery(r#"[{"id":"a","n":{"m":7}},{"id":"b"},"text"]"#);
    let read: Vec<_> = delivery
        .batch("")
        .expect("a batch")
        .map(|item| (item.json_at::<&str>("/id").ok(), item.json_at::<u8>("/n/m").ok(), item.json::<Value>().is_ok()))
        .collect();
    assert_eq!(read, [(Some("a"), Some(7), true), (Some("b"), None, true), (None, None, true)]);
    let shown = format!("{:?}", delivery.batch("").expect("a batch").next());
    assert!(!shown.contains("\"a\""), "a log does not show events: {shown}");

    let scheme = SCHEME.envelope(Envelope::SignedInForm(Text::new("events")));
    let wrapped = delivery_of(scheme, "", "events=%5B1%2C2%5D");
    assert_eq!(wrapped.batch("").expect("a batch").count(), 2, "a form's field can be a batch");
}

#[test]
fn each_item_has_a_key_of_its_own() {
    let key = |namespace: &str, body: &str, pointer: &str| -> Option<IdempotencyKey> {
        let delivery = delivery_of(SCHEME, namespace, body);
        delivery.batch("").expect("a batch").next().expect("an item").idempotency_key(pointer).ok()
    };
    let same = key("", r#"[{"id":"1","n":1},{"id":"2"}]"#, "/id");
    assert!(same.is_some());
    assert_eq!(same, key("", r#"[{"n":2,"id":"1"}]"#, "/id"), "in another batch");
    assert_eq!(same, key("", r#"[{"id":1}]"#, "/id"), "as a number");
    assert_ne!(same, key("", r#"[{"id":"2"}]"#, "/id"), "another id");
    assert_ne!(same, key("b", r#"[{"id":"1"}]"#, "/id"), "in another namespace");
    assert_ne!(same, key("", r#"[{"uid":"1"}]"#, "/uid"), "elsewhere");
    assert_ne!(same, Some(IdempotencyKey::new("", "acme", "id", b"1")), "it is not a delivery's");
    for (body, pointer) in [
        (r#"[{"id":""}]"#, "/id"),
        (r#"[{"id":null}]"#, "/id"),
        (r#"[{"id":{}}]"#, "/id"),
        (r#"[{"id":"1","id":"2"}]"#, "/id"),
        ("[{}]", "/id"),
        ("[1]", "/id"),
        (r#"[{"id":"1"}]"#, "id"),
    ] {
        assert_eq!(key("", body, pointer), None, "{body}");
    }
}

/// Where a provider has its events, and their ids and types, is said once, in the scheme.
#[test]
fn a_scheme_knows_its_items() {
    const GRAPH: Items = Items::at("/value").id("/id").kind("/changeType");
    let body = r#"{"value":[{"id":"a","changeType":"updated"},{"id":7},{"id":"","changeType":{}},{"id":1,"id":2}]}"#;
    let delivery = delivery_of(SCHEME.items(GRAPH), "", body);
    let found: Vec<_> = delivery
        .items()
        .expect("a batch")
        .map(|item| (item.id(), item.kind(), item.key().ok(), item.idempotency_key("/id").ok()))
        .collect();
    let names: Vec<_> = found.iter().map(|(id, kind, ..)| (id.as_deref(), kind.as_deref())).collect();
    assert_eq!(names, [(Some("a"), Some("updated")), (Some("7"), None), (None, None), (None, None)]);
    for (id, _, key, same) in &found {
        assert_eq!((id.is_some(), key), (key.is_some(), same), "a key is made of an id");
    }
    let unnamed = delivery.batch("/value").expect("a batch").next().expect("an item");
    assert_eq!((unnamed.id(), unnamed.kind(), unnamed.key().is_ok()), (None, None, false));

    let without_ids = delivery_of(SCHEME.items(Items::at("/value")), "", body);
    let item = without_ids.items().expect("a batch").next().expect("an item");
    assert_eq!((item.id(), item.kind(), item.key().is_ok()), (None, None, false));
    let error = delivery_of(SCHEME, "", body).items().expect_err("no words").to_string();
    assert!(error.contains("`items`"), "{error}");

    let written = serde_json::to_value(SCHEME.items(GRAPH)).expect("a scheme");
    assert_eq!(written["items"], serde_json::json!({"at": "/value", "id": "/id", "kind": "/changeType"}));
    assert_eq!(serde_json::from_value::<Scheme>(written).expect("the same words"), SCHEME.items(GRAPH));
    for items in [Items::at("value"), Items::at("").id("id"), Items::at("").kind("/a~b")] {
        let error = Verifier::from_scheme(SCHEME.items(items)).secret("secret").build().expect_err("no pointer");
        assert!(error.to_string().contains("is not a JSON Pointer"), "{error}");
    }
}

#[test]
fn presets_know_their_items() {
    let cases = [
        ("hubspot", r#"[{"eventId":1,"subscriptionType":"contact.creation"}]"#, "1", "contact.creation"),
        ("azure-event-grid", r#"[{"id":"a","eventType":"b"}]"#, "a", "b"),
        ("microsoft-graph", r#"{"value":[{"clientState":"secret","id":"a","changeType":"updated"}]}"#, "a", "updated"),
    ];
    for (name, body, id, kind) in cases {
        let scheme = hookseal::provider::by_name(name).expect("a preset");
        let request = Signer::from_scheme(scheme).sign("secret", body).into_request();
        let builder = Verifier::from_scheme(scheme).secret("secret").dangerous().unprotected_body();
        let delivery = builder.build().expect("a verifier").verify_request(request).expect("a genuine delivery");
        let item = delivery.items().expect(name).next().expect("an item");
        assert_eq!((item.id().as_deref(), item.kind().as_deref()), (Some(id), Some(kind)), "{name}");
        assert!(item.key().is_ok(), "{name}");
    }
}

/// A batch that comes again in other company: what was done is not done again.
#[tokio::test]
async fn the_events_of_a_batch_are_admitted_once_each() {
    let inbox = Inbox::new(MemoryStore::new());
    let mut done = Vec::new();
    for body in [r#"[{"id":1},{"id":2}]"#, r#"[{"id":2},{"id":3}]"#, r#"[{"id":1},{"id":1}]"#] {
        let delivery = delivery(body);
        for item in delivery.batch("").expect("a batch") {
            let key = item.idempotency_key("/id").expect("an id");
            if let Admission::New(permit) = inbox.admit_key(&key).await.expect("a store") {
                done.push(item.json_at::<u8>("/id").expect("an id"));
                assert_eq!(permit.complete().await.expect("a store"), hookseal::idempotency::Held::Yes);
            }
        }
    }
    assert_eq!(done, [1, 2, 3]);
}
