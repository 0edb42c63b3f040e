//! Values that schemes take out of bodies: JSON at pointers, fields of forms and multipart bodies, elements of XML. Behind a
//! valid signature, so that all of it is read.
//!
//! An input: four bytes and a line for the change, as in `deliveries`; a line that chooses the scheme; two lines with places;
//! the body.

use hookseal::{Scheme, Verifier, verifier::Custom};
use serde_json::{Value, json};

use super::{
    genuine::{self, SECRET},
    input::{Input, Parts, choose},
    mutation::Mutation,
    oracle, signing,
};

/// What a scheme does with the two places.
type Words = fn(&str, &str) -> Value;

/// Schemes, by name. What is not said here is the usual: a MAC in a header, over the whole body.
const SCHEMES: [(&str, Words); 17] = [
    ("json", |a, b| json!({ "id": [{ "json": a }], "kind": [{ "json": b }] })),
    ("json-either", |a, b| json!({ "id": [{ "json": a }, { "json": b }], "kind": [{ "json-member-besides": a }] })),
    (
        "json-time",
        |a, b| json!({ "timestamp": { "at": { "json": a }, "format": "unix-seconds-or-millis" }, "id": [{ "json": b }] }),
    ),
    ("json-date", |a, b| json!({ "timestamp": { "at": { "json": a }, "format": "rfc3339" }, "id": [{ "json": b }] })),
    ("json-values", |a, b| json!({ "message": [{ "value": { "json": a } }, { "value-if-any": { "json": b } }] })),
    (
        "json-signature",
        |a, b| json!({ "signature": { "at": { "field": { "json": a } } }, "message": [{ "value": { "json": b } }] }),
    ),
    (
        "json-each",
        |a, b| json!({ "proof": "token", "signature": { "at": { "each-json": a }, "encoding": "text" }, "id": [{ "json": b }] }),
    ),
    ("json-items", |a, b| {
        json!({
            "signature": { "at": { "each-item": { "items": a, "at": "/signature" } } },
            "message": [{ "value-if-any": { "item": b } }, { "literal": ":" }, { "value-if-any": { "item": "/id" } }],
        })
    }),
    (
        "json-in-form",
        |a, b| json!({ "envelope": { "json-in-form": "payload" }, "id": [{ "json": a }], "kind": [{ "form": b }] }),
    ),
    (
        "signed-in-form",
        |a, b| json!({ "envelope": { "signed-in-form": a }, "signature": { "at": { "field": { "form": b } } } }),
    ),
    ("encoded-in-form", |a, b| {
        json!({
            "envelope": { "encoded-in-form": a }, "id": [{ "json": b }],
            "signature": { "at": { "field": { "form": a } }, "grammar": "before-dot", "encoding": "base64-url" },
        })
    }),
    ("form", |a, b| json!({ "id": [{ "form": a }], "kind": [{ "form": b }] })),
    ("form-values", |a, b| {
        json!({
            "signature": { "at": { "field": { "form": "signature" } } },
            "message": [{ "value": { "form": a } }, { "value-if-any": { "form": b } }],
        })
    }),
    ("form-parameters", |a, b| {
        json!({
            "signature": { "at": { "field": { "form": "signature" } } }, "id": [{ "form": a }],
            "message": [{ "parameters": {
                "of": "form", "between": "=", "joined": "&", "repeated": "refused", "values": "plain", "without": ["signature", b],
            } }],
        })
    }),
    (
        "form-distinct",
        |a, _| json!({ "id": [{ "form": a }], "message": [{ "parameters": { "of": "form", "repeated": "distinct", "values": "plain" } }] }),
    ),
    ("xml", |a, b| json!({ "id": [{ "xml": a }], "kind": [{ "xml": b }] })),
    ("xml-values", |a, b| json!({ "message": [{ "value": { "xml": a } }], "id": [{ "xml": b }] })),
];

/// The scheme of these words, and a verifier of it, if they make sense.
fn build(words: Value) -> Option<(Scheme, Verifier<Custom>)> {
    let mut scheme = json!({
        "name": "acme", "proof": { "mac": "sha256" }, "signature": { "at": { "header": ["x-signature"] } },
    });
    let Value::Object(words) = words else { return None };
    scheme.as_object_mut()?.extend(words);
    let scheme: Scheme = serde_json::from_value(scheme).ok()?;
    Some((scheme, genuine::builder(scheme).secret(SECRET).build().ok()?))
}

pub(crate) fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let way = input.byte();
    let mutation = Mutation::read(&mut input);
    let (name, words) = choose(&SCHEMES, input.line(), |(name, _)| *name);
    let (a, b) = (input.text(), input.text());
    let Some((scheme, verifier)) = build(words(&a, &b)) else { return };
    let mut body = input.rest().to_vec();
    let document: Option<Value> = serde_json::from_slice(&body).ok();
    // Written anew, the document has no member twice, so there is no doubt what is at a place.
    let plain = document.filter(|_| way % 2 == 1 && *name == "json");
    if let Some(document) = &plain {
        body = document.to_string().into_bytes();
    }

    let signed = signing::attempt(|| genuine::signer(scheme).sign(SECRET, body).into_request());
    let Some(genuine) = signed.map(Parts::of) else { return };
    let Some(request) = genuine.request() else { return };
    let event = match verifier.verify_request(request) {
        Ok(event) => event,
        Err(error) => return oracle::refused(&error, SECRET),
    };
    let same = oracle::read(&event, &b);
    if let Some(document) = &plain {
        assert_eq!(event.id(), at(document, &a).as_deref(), "the id at {a:?}");
        assert_eq!(event.kind(), at(document, &b).as_deref(), "the kind at {b:?}");
    }
    if *name == "form" {
        let found = field(&genuine.body, &a);
        assert!(
            found.is_none() || event.id().is_none() || event.id() == found.as_deref(),
            "the id in {a:?}: {found:?}"
        );
    }
    let Some(request) = mutation.of(&genuine).as_ref().and_then(Parts::request) else { return };
    match verifier.verify_request(request) {
        // Where single values are signed and no id, the rest is anybody's: it cannot be told what the same event is.
        Ok(changed) if scheme.covers_body() || event.id_is_signed() || *name == "json-items" => {
            assert_eq!(oracle::read(&changed, &b), same, "{name}: the same event");
        }
        Ok(_) => {}
        Err(error) => oracle::refused(&error, SECRET),
    }
}

/// The text at a pointer, by another reader than the library's, as far as it can be an id: text or number, short.
fn at(document: &Value, pointer: &str) -> Option<String> {
    let text = match document.pointer(pointer)? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty() && text.len() <= 512)
}

/// The only field of this name in a form that is no multipart body.
fn field(body: &[u8], name: &str) -> Option<String> {
    let fields: Vec<_> = genuine::parameters(body);
    let prefix = [name.as_bytes(), b"="].concat();
    let mut found = fields.iter().filter_map(|field| field.strip_prefix(&*prefix));
    let value = found.next().filter(|_| found.next().is_none() && !name.contains(['=', '&', '%', '+']))?;
    String::from_utf8(value.to_vec()).ok().filter(|_| !body.starts_with(b"--"))
}
