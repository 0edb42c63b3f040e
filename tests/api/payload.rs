//! Reading JSON that is authentic and nevertheless may be anything.
#![cfg(feature = "testing")]

use hookseal::{
    KeyBy, Parsed, PayloadError, Verified, VerifyErrorKind,
    payload::PayloadErrorKind::{self, Data, NotFound, Syntax},
    verifier::Custom,
};
use serde::Deserialize;
use serde_json::{Value, json};

#[path = "../support/genuine.rs"]
mod genuine;

use genuine::{SECRET, builder, scheme, sign, verifier};

/// An authentic event with this body.
fn event(name: &str, body: impl Into<Vec<u8>>) -> Verified<Custom> {
    let (headers, body) = sign(scheme(name), body.into()).into_headers_and_body();
    verifier(scheme(name)).verify(&headers, body).expect("an authentic delivery")
}

fn kind<T>(read: &Result<T, PayloadError>) -> Option<PayloadErrorKind> {
    read.as_ref().err().map(PayloadError::kind)
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type")]
enum Message<'a> {
    #[serde(rename = "invoice.paid")]
    Paid {
        #[serde(borrow)]
        id: &'a str,
        status: Status,
    },
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Status {
    Open,
    Closed,
}

#[test]
fn texts_are_borrowed_from_the_body() {
    let event = event("stripe", r#"{"id":"evt_1","type":"invoice.paid","status":"open"}"#);
    let Message::Paid { id, status } = event.json().expect("an invoice");
    assert_eq!((id, status), ("evt_1", Status::Open));
    assert!(event.body().as_ptr_range().contains(&id.as_ptr()), "not copied");
    assert!(event.bytes().as_ptr_range().contains(&id.as_ptr()), "not copied either");
    let at: &str = event.json_at("/id").expect("an id");
    assert_eq!(at.as_ptr(), id.as_ptr());
}

#[test]
fn pointers_are_those_of_rfc_6901() {
    let event = event(
        "stripe",
        r#"{"data":{"object":{"amount":4200,"a/b":1,"m~n":2,"~1":3,"":4," ":5,"é\u0041":6,"01":7}},
            "items":[{"x":1},{"x":[10,20]}],"null":null,"text":"/x","big":123456789012345678901234567890,"1":"one"}"#,
    );
    let found = [
        ("/data/object/amount", json!(4200)),
        ("/data/object/a~1b", json!(1)),
        ("/data/object/m~0n", json!(2)),
        ("/data/object/~01", json!(3)),
        ("/data/object/", json!(4)),
        ("/data/object/ ", json!(5)),
        ("/data/object/éA", json!(6)),
        ("/data/object/01", json!(7)),
        ("/items", json!([{ "x": 1 }, { "x": [10, 20] }])),
        ("/items/0", json!({ "x": 1 })),
        ("/items/1/x/1", json!(20)),
        ("/1", json!("one")),
        ("/null", Value::Null),
        ("/text", json!("/x")),
    ];
    for (pointer, value) in found {
        assert_eq!(event.json_at::<Value>(pointer).expect(pointer), value, "{pointer}");
    }
    assert_eq!(event.json_at::<Value>("").expect("everything"), event.json::<Value>().expect("everything"));
    let nothing = [
        "/missing",
        "/data/missing/deeper",
        "/data/object/amount/deeper",
        "/text/x",
        "/null/x",
        "/big/x",
        "/items/2",
        "/items/-",
        "/items/-1",
        "/items/x",
        "/items/",
        "/items/01",
        "/items/+1",
        "/items/1e0",
        "/items/18446744073709551616",
        "data",
        "data/object",
        "#/data",
        "/DATA",
        "//",
        "/data/object/a/b",
        "/data/object/a~b",
    ];
    for pointer in nothing {
        let read = event.json_at::<Value>(pointer);
        assert_eq!(kind(&read), Some(NotFound), "{pointer}: {read:?}");
        let text = read.expect_err(pointer).to_string();
        assert_eq!(text, format!("the payload is authentic but has nothing at `{pointer}`"));
    }
    assert_eq!(kind(&event.json_at::<String>("/data/object/amount")), Some(Data), "a number is no text");
    assert_eq!(kind(&event.json_at::<u64>("/big")), Some(Data), "too big a number");
}

#[test]
fn what_does_not_fit_is_kept_and_not_an_error() {
    let paid = |status: &str| format!(r#"{{"type":"invoice.paid","id":"evt_1","status":{status}}}"#);
    let cases = [
        ("it fits", paid(r#""closed""#), None, Some("invoice.paid")),
        ("more members than known", paid(r#""open","new":[1,{"deep":null}]"#), None, Some("invoice.paid")),
        ("a new enum value", paid(r#""disputed""#), Some(Data), Some("invoice.paid")),
        ("another type of a member", paid("3"), Some(Data), Some("invoice.paid")),
        ("a member missing", r#"{"type":"invoice.paid","id":"evt_1"}"#.into(), Some(Data), Some("invoice.paid")),
        (
            "a new event type",
            r#"{"type":"invoice.shredded","id":"evt_1"}"#.into(),
            Some(Data),
            Some("invoice.shredded"),
        ),
        ("no event type", r#"{"id":"evt_1"}"#.into(), Some(Data), None),
        ("a batch", r#"[{"type":"invoice.paid"}]"#.into(), Some(Data), None),
        ("nothing", String::new(), Some(Syntax), None),
        ("no JSON", "invoice.paid".into(), Some(Syntax), None),
        ("cut off", r#"{"type":"invoice.paid","id":"ev"#.into(), Some(Syntax), None),
    ];
    for (case, body, expected, event_kind) in cases {
        let event = event("stripe", body.clone());
        assert_eq!(event.kind(), event_kind, "{case}");
        match (event.parse::<Message>(), expected) {
            (Parsed::Known(Message::Paid { id, .. }), None) => assert_eq!(id, "evt_1", "{case}"),
            (Parsed::Unknown { kind, raw, error }, Some(expected)) => {
                assert_eq!(kind.as_deref(), event_kind, "{case}");
                assert_eq!(raw, body, "{case}: the JSON as it came");
                assert_eq!(error.kind(), expected, "{case}: {error}");
            }
            (parsed, expected) => panic!("{case}: {expected:?}, but {parsed:?}"),
        }
        assert_eq!(event.parse::<Message>().known().is_some(), expected.is_none(), "{case}");
    }
}

#[derive(Debug, Deserialize)]
struct Identified {
    #[serde(rename = "id")]
    _id: String,
}

#[test]
fn hostile_json_is_an_error_of_the_payload() {
    let deep = 1_000_000;
    let bytes = |text: &str| text.as_bytes().to_vec();
    // What reading a whole value, a struct and one member says.
    let cases = [
        ("an emoji, U+2028, NUL", bytes("{\"id\":\"\u{1f980}\u{2028}\\u0000\"}"), [None, None, None]),
        ("white space around it", bytes(" \t\r\n{\"id\":\"x\"} \n"), [None, None, None]),
        ("a member twice", bytes(r#"{"id":"x","id":"y"}"#), [None, Some(Data), Some(Data)]),
        ("a member twice, once escaped", bytes(r#"{"id":"x","\u0069d":"y"}"#), [None, Some(Data), Some(Data)]),
        ("nothing", bytes(""), [Some(Syntax); 3]),
        ("white space", bytes("   "), [Some(Syntax); 3]),
        ("a byte order mark", bytes("\u{feff}{\"id\":\"x\"}"), [Some(Syntax); 3]),
        ("not UTF-8", b"{\"id\":\"\xff\xfe\"}".to_vec(), [Some(Syntax); 3]),
        ("UTF-16", b"{\0\"\0i\0d\0\"\0:\x001\0}\0".to_vec(), [Some(Syntax); 3]),
        ("no number", bytes(r#"{"id":NaN}"#), [Some(Syntax); 3]),
        ("infinity", bytes(r#"{"id":-Infinity}"#), [Some(Syntax); 3]),
        ("a number without end", bytes(r#"{"id":1e400}"#), [Some(Syntax); 3]),
        ("hexadecimal", bytes(r#"{"id":0x10}"#), [Some(Syntax), Some(Data), Some(Syntax)]),
        ("leading zeros", bytes(r#"{"id":007}"#), [Some(Syntax); 3]),
        ("a single surrogate", bytes(r#"{"id":"\ud800"}"#), [Some(Syntax); 3]),
        ("a line break in a text", bytes("{\"id\":\"\n\"}"), [Some(Syntax); 3]),
        ("single quotes", bytes("{'id':'x'}"), [Some(Syntax); 3]),
        ("a comment", bytes(r#"{"id":"x"/**/}"#), [Some(Syntax); 3]),
        ("a comma too many", bytes(r#"{"id":"x",}"#), [Some(Syntax); 3]),
        ("cut off", bytes(r#"{"id":"x""#), [Some(Syntax); 3]),
        ("something after it", bytes(r#"{"id":"x"}{"#), [Some(Syntax); 3]),
        ("a deep nest", "[".repeat(deep).into_bytes(), [Some(Syntax), Some(Data), Some(Syntax)]),
        ("a deep nest of objects", r#"{"a":"#.repeat(deep / 5).into_bytes(), [Some(Syntax); 3]),
        (
            "a deep nest at the place",
            [b"{\"id\":".to_vec(), b"[".repeat(deep)].concat(),
            [Some(Syntax), Some(Data), Some(Syntax)],
        ),
        (
            "a closed nest",
            [b"[".repeat(deep / 2), b"]".repeat(deep / 2)].concat(),
            [Some(Syntax), Some(Data), Some(NotFound)],
        ),
    ];
    for (case, body, [whole, of_struct, member]) in cases {
        // Authentic for all: none of this is a matter of the signature.
        for name in ["stripe", "telegram", "slack"] {
            let event = event(name, body.clone());
            assert_eq!(kind(&event.json::<Value>()), whole, "{name}: {case}: a value");
            let identified = event.json::<Identified>();
            assert_eq!(kind(&identified), of_struct, "{name}: {case}: a struct: {identified:?}");
            assert_eq!(kind(&event.json_at::<Value>("/id")), member, "{name}: {case}: a member");
            assert!(event.parse::<Identified>().known().is_some() == of_struct.is_none(), "{name}: {case}");
            assert_eq!(event.idempotency_key(), event.idempotency_key(), "{name}: {case}");
            assert_eq!(event.body(), body, "{name}: {case}: byte for byte");
        }
    }
}

#[test]
fn errors_name_the_place_and_not_the_content() {
    let event = event("stripe", "{\"id\":\"needle\",\n \"needle\": needle}");
    let typed = self::event("stripe", "{\"id\":\n\"needle\"}");
    let errors = [
        ("syntax", event.json::<Value>().expect_err("no JSON"), "malformed at line 2 column"),
        ("syntax at a pointer", event.json_at::<Value>("/x").expect_err("no JSON"), "malformed at line 2 column"),
        ("type", typed.json_at::<u8>("/id").expect_err("no number"), "does not fit the type at line 1 column"),
        ("enum", typed.json::<std::collections::HashMap<&str, Status>>().expect_err("no status"), "line 2 column"),
    ];
    for (case, error, place) in errors {
        let text = error.to_string();
        assert!(text.contains(place) && !text.contains("needle"), "{case}: {text}");
        assert!(std::error::Error::source(&error).is_some(), "{case}: the parser's own words are the source");
    }
}

#[test]
fn an_id_is_a_short_text_or_a_number() {
    let long = |len: usize| "x".repeat(len);
    let quoted = |len| format!(r#""{}""#, long(len));
    let cases = [
        ("a text", r#""evt_1""#.to_owned(), Some("evt_1".to_owned())),
        ("escaped", r#""evt\u005f1\/2\n""#.into(), Some("evt_1/2\n".into())),
        ("an escaped pair of surrogates", r#""\ud83e\udd80""#.into(), Some("\u{1f980}".into())),
        ("NUL", r#""\u0000""#.into(), Some("\0".into())),
        ("a number", "10000".into(), Some("10000".into())),
        ("a negative number", "-5".into(), Some("-5".into())),
        ("a number as it is written", "1.50e3".into(), Some("1.50e3".into())),
        (
            "a number beyond 64 bits",
            "123456789012345678901234567890".into(),
            Some("123456789012345678901234567890".into()),
        ),
        ("as long as is stored inline", quoted(62), Some(long(62))),
        ("longer than that", quoted(63), Some(long(63))),
        ("512 bytes", quoted(512), Some(long(512))),
        ("513 bytes", quoted(513), None),
        ("513 digits", "1".repeat(513), None),
        ("an empty text", r#""""#.into(), None),
        ("null", "null".into(), None),
        ("a boolean", "true".into(), None),
        ("an array", r#"["evt_1"]"#.into(), None),
        ("an object", r#"{"id":"evt_1"}"#.into(), None),
    ];
    for (case, written, expected) in cases {
        let stripe = event("stripe", format!(r#"{{"id":{written},"type":{written}}}"#));
        assert_eq!(stripe.id(), expected.as_deref(), "{case}");
        assert_eq!(stripe.kind(), expected.as_deref(), "{case}");
        assert_eq!(stripe.id_is_signed(), expected.is_some(), "{case}");
        let telegram = event("telegram", format!(r#"{{"update_id":{written},"message":{{}}}}"#));
        assert_eq!((telegram.id(), telegram.kind()), (expected.as_deref(), Some("message")), "{case}");
    }
    // Which of two counts differs from parser to parser, and what is cut off may have had a second one.
    for body in
        [r#"{"id":"a","id":"b"}"#, r#"{"id":"a","\u0069d":"b"}"#, r#"{"id":"a""#, r#"{"id":"a"} {}"#, r#"[{"id":"a"}]"#]
    {
        assert_eq!(event("stripe", body).id(), None, "{body}");
    }
    let kinds = [
        ("two members besides", r#"{"update_id":1,"message":{},"poll":{}}"#, None),
        ("none", r#"{"update_id":1}"#, None),
        ("only it", r#"{"poll":{}}"#, Some("poll")),
        ("escaped", r#"{"update_id":1,"p\u006fll":{}}"#, Some("poll")),
        ("no object", "[1]", None),
    ];
    for (case, body, expected) in kinds {
        assert_eq!(event("telegram", body).kind(), expected, "{case}");
    }
}

/// Ids in headers, unsigned as GitHub's or signed as those of Standard Webhooks.
#[test]
fn an_id_in_a_header_is_visible_and_short() {
    let signed = Some(VerifyErrorKind::Malformed);
    let cases: [(&str, &[u8], bool, Option<VerifyErrorKind>); 8] = [
        ("a usual one", b"msg_1", true, None),
        ("512 bytes", &[b'x'; 512], true, None),
        ("513 bytes", &[b'x'; 513], false, signed),
        ("a dot", b"msg.1", true, signed),
        ("a space", b"msg 1", true, signed),
        ("not ASCII", "msg_é".as_bytes(), false, signed),
        ("not UTF-8", b"\xff", false, signed),
        ("nothing", b"", false, signed),
    ];
    for (case, id, is_unsigned_id, of_signed) in cases {
        let (mut headers, body) = sign(scheme("github"), "{}").into_headers_and_body();
        headers.insert("x-github-delivery", genuine::header(id));
        let github = verifier(scheme("github")).verify(&headers, body.clone()).expect("an unsigned id does not matter");
        assert_eq!(github.id().map(str::as_bytes), is_unsigned_id.then_some(id), "{case}");
        let by_id = builder(scheme("github")).secret(SECRET).key_by(KeyBy::DeliveryId).build().expect("a secret");
        assert_eq!(by_id.verify(&headers, body).is_ok(), is_unsigned_id, "{case}: as the key");

        let (mut headers, body) = sign(scheme("standard-webhooks"), "{}").into_headers_and_body();
        headers.insert("webhook-id", genuine::header(id));
        let error = verifier(scheme("standard-webhooks")).verify(&headers, body).err().map(|error| error.kind());
        let changed = (id != b"msg_1").then_some(VerifyErrorKind::Mismatch);
        assert_eq!(error, of_signed.or(changed), "{case}: signed");
    }
}
