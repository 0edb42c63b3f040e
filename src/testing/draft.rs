//! A delivery in the making: values put where a scheme looks for them.

use base64ct::{Base64, Encoding as _};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{NON_ALPHANUMERIC, percent_encode, utf8_percent_encode};
use serde_json::{Map, Value};

use super::Delivery;
use crate::{
    Scheme, crypto,
    scheme::{
        Check, Envelope, Field, Grammar, KeyPlace, Must, Part, Presence, Source, Text, When, in_header, plan::Settings,
    },
    urlencoded,
};

pub(super) struct Draft {
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// Of the token, in schemes that have one.
    pub(super) jose: Value,
    pub(super) claims: Value,
}

impl From<Draft> for Delivery {
    fn from(draft: Draft) -> Self {
        Self { url: draft.url, headers: draft.headers, body: draft.body }
    }
}

#[allow(clippy::expect_used)] // for tests, which should fail
impl Draft {
    pub(super) fn new(url: String, headers: HeaderMap, body: Bytes) -> Self {
        let empty = || Value::Object(Map::new());
        Self { url, headers, body, jose: empty(), claims: empty() }
    }

    /// Adds what the message and the scheme's other words need, where it is missing.
    pub(super) fn fill(&mut self, scheme: &Scheme, timestamp: &str, key_id: &str, settings: &Settings) {
        for pin in scheme.pins.iter() {
            self.default_header(pin.header.as_str(), pin.value.as_str());
        }
        if let Some(field) = &scheme.key_id {
            self.place(field, key_id);
        }
        self.wrap(scheme);
        if let Some(time) = &scheme.timestamp {
            self.place(&time.at, timestamp);
        }
        if let Some(named) = &scheme.signature.named_by {
            self.place(&named.field, named.usual.as_str());
        }
        if let Some(KeyPlace::Certificate { url, pin, .. } | KeyPlace::NamedSet { url, pin }) =
            scheme.keys_at.map(|keys_at| keys_at.place)
        {
            self.place(&url, &pin.example());
        }
        for check in scheme.checks.iter() {
            self.agree(scheme, check, settings);
        }
        for part in scheme.message.iter() {
            match part {
                Part::Value(Field::Item(pointer)) | Part::ValueIfAny(Field::Item(pointer)) => {
                    if let Source::EachItem { items, .. } = &scheme.signature.at {
                        let numbers = 0..self.items(items.as_str()).max(1);
                        numbers.for_each(|number| self.json(&item(items.as_str(), number, pointer.as_str()), "value"));
                    }
                }
                Part::Value(field) | Part::Entry { field, presence: Presence::Required, .. } => {
                    self.place(field, "value");
                }
                Part::Headers { listed, .. } => {
                    let name = |field: &Field| match field {
                        Field::Header(name) => Some(name.to_string()),
                        _ => None,
                    };
                    let names =
                        name(listed).into_iter().chain(scheme.timestamp.iter().filter_map(|time| name(&time.at)));
                    self.place(listed, &names.collect::<Vec<_>>().join(","));
                }
                _ => {}
            }
        }
        for check in scheme.checks.iter() {
            self.tie(check);
        }
    }

    /// Puts in what a value must be, as far as that does not depend on the rest.
    fn agree(&mut self, scheme: &Scheme, check: &Check, settings: &Settings) {
        if check.when == When::Present {
            return;
        }
        let agreed = |name: &str| settings.iter().find(|(known, _)| known == name).and_then(|(_, value)| value.clone());
        match &check.must {
            // What a body says is the caller's business, unless it is put into something that is signed.
            Must::Be { .. } if check.field.is_in_body() && !is_sent(scheme, &check.field) => {}
            Must::Be { text, .. } => self.place(&check.field, text.as_str()),
            Must::HaveMember { key, text } => self.place(&check.field, &format!("{key}={text}")),
            Must::BeObject => {
                if let Field::Claim(pointer) = &check.field {
                    set(&mut self.claims, &format!("{pointer}/test"), "value");
                }
            }
            Must::BeSetting(name) => {
                if let Some(value) = agreed(name.as_str()) {
                    self.place(&check.field, &value);
                }
            }
            _ => {}
        }
    }

    /// Puts in what depends on the body, the URL, or another value.
    fn tie(&mut self, check: &Check) {
        let due = match check.when {
            When::Always => true,
            When::Present => false,
            When::Body => !self.body.is_empty(),
            When::NoForm => !self.body.is_empty() && !urlencoded::is_form(&self.body),
        };
        match &check.must {
            Must::BeBodyDigest { hash, encoding } if due => {
                let digest = crypto::written_digest(*hash, *encoding, &self.body);
                self.place(&check.field, &String::from_utf8_lossy(&digest));
            }
            Must::BeUrl if due => self.place(&check.field, &self.url.clone()),
            Must::BeSame(other) if due => {
                let value = self.value(other).or_else(|| self.value(&check.field)).unwrap_or_else(|| "same".into());
                self.place(other, &value);
                self.place(&check.field, &value);
            }
            _ => {}
        }
    }

    /// What is in a place, as far as another value may have to be the same.
    fn value(&self, field: &Field) -> Option<String> {
        let text = |found: &Value| found.as_str().map_or_else(|| found.to_string(), str::to_owned);
        match field {
            Field::Header(name) => self.headers.get(name.as_str())?.to_str().ok().map(str::to_owned),
            Field::Claim(pointer) => self.claims.pointer(pointer.as_str()).map(text),
            Field::Jose(pointer) => self.jose.pointer(pointer.as_str()).map(text),
            Field::Json(pointer) => {
                serde_json::from_slice::<Value>(&self.body).ok()?.pointer(pointer.as_str()).map(text)
            }
            _ => None,
        }
    }

    /// How many elements the array of items has.
    pub(super) fn items(&self, items: &str) -> usize {
        let array = items.split_once("/*").map(|(array, _)| array).unwrap_or_default();
        let document = serde_json::from_slice::<Value>(&self.body).unwrap_or_default();
        document.pointer(array).and_then(Value::as_array).map_or(0, Vec::len)
    }

    /// The signature's text: the signature alone, or the list that it is a member of.
    pub(super) fn list(&self, scheme: &Scheme, timestamp: &str, signature: &str) -> String {
        let time = scheme.timestamp.and_then(|time| match time.at {
            Field::Member(key) => Some(key),
            _ => None,
        });
        match &scheme.signature.grammar {
            Grammar::Whole { prefix } => format!("{prefix}{signature}"),
            Grammar::Versions { version } => format!("{version},{signature}"),
            Grammar::TimeFirst { separator } => format!("{timestamp}{}{signature}", char::from(separator.bytes().0)),
            Grammar::ByKeyId { .. } | Grammar::List { .. } | Grammar::BeforeDot => signature.to_owned(),
            Grammar::Pairs { separator, key, .. } => {
                let mut members: Vec<String> = time.iter().map(|time| format!("{time}={timestamp}")).collect();
                members.extend(scheme.message.iter().filter_map(|part| match part {
                    Part::Value(Field::Member(key)) => Some(format!("{key}={}", self.member_value(scheme))),
                    _ => None,
                }));
                members.push(format!("{key}={signature}"));
                members.join(char::from(separator.bytes().0).encode_utf8(&mut [0; 4]))
            }
        }
    }

    /// What a member of the list says: which headers are signed, if it is that, or just something.
    fn member_value(&self, scheme: &Scheme) -> String {
        let lists_headers = scheme.message.iter().any(|part| matches!(part, Part::Headers { .. }));
        let names: Vec<_> = self.headers.keys().map(HeaderName::as_str).collect();
        if lists_headers { names.join(" ") } else { "value".into() }
    }

    /// Puts the signature where the scheme has it.
    pub(super) fn put(&mut self, source: &Source, signature: &str) {
        match source {
            Source::Header(names) | Source::HeaderPerSecret(names) => {
                self.header(names.first().expect("a header").as_str(), signature);
            }
            Source::RepeatableHeader(name) => self.header(name.as_str(), signature),
            Source::NumberedHeaders(name) => self.header(&format!("{name}1"), signature),
            Source::Field(field) => {
                if self.body.is_empty() && matches!(field, Field::Json(_)) {
                    self.body = Bytes::from_static(b"{}");
                }
                self.place(field, signature);
            }
            Source::Body => self.body = Bytes::copy_from_slice(signature.as_bytes()),
            Source::EachJson(pointer) => {
                let (array, within) = pointer.as_str().split_once("/*").expect("a `*`");
                let pointer = format!("{array}/0{within}");
                self.json(&pointer, signature);
            }
            // Each has its own, see `Signer::sign`.
            Source::EachItem { .. } => {}
        }
    }

    /// Puts the signature of an item where the scheme has it.
    pub(super) fn put_in_item(&mut self, source: &Source, number: usize, signature: &str) {
        if let Source::EachItem { items, at } = source {
            self.json(&item(items.as_str(), number, at.as_str()), signature);
        }
    }

    pub(super) fn header(&mut self, name: &str, value: &str) {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header name");
        self.headers.insert(name, HeaderValue::from_str(value).expect("a value that fits into a header"));
    }

    pub(super) fn default_header(&mut self, name: &str, value: &str) {
        if !self.headers.contains_key(name) {
            self.header(name, value);
        }
    }

    /// Makes the body a form with the field that the envelope names, if it must be one and is not.
    fn wrap(&mut self, scheme: &Scheme) {
        let in_form = |field: &Field| matches!(field, Field::Form(_));
        let in_parameters =
            |part: &Part| matches!(part, Part::Parameters(parameters) if parameters.has(&Field::form("body")));
        let needs_form = matches!(&scheme.signature.at, Source::Field(field) if in_form(field))
            || scheme.message.iter().any(in_parameters);
        let is_encoded = matches!(scheme.envelope, Envelope::EncodedInForm(_));
        if !needs_form || is_encoded || urlencoded::is_form(&self.body) {
            return;
        }
        let field = match &scheme.envelope {
            Envelope::JsonInForm(field) | Envelope::SignedInForm(field) => *field,
            Envelope::None | Envelope::Jws | Envelope::EncodedInForm(_) => Text::new("body"),
        };
        let body = std::mem::take(&mut self.body);
        self.form(field.as_str(), &body);
    }

    /// Puts a value into its place, if there is none.
    pub(super) fn place(&mut self, field: &Field, value: &str) {
        match field {
            Field::Header(name) => self.default_header(name.as_str(), value),
            Field::Query(name) => {
                let query = self.url.split_once('?').map(|(_, query)| query).unwrap_or_default();
                if urlencoded::single(query.as_bytes(), name.as_str()).is_none() {
                    let glue = if self.url.contains('?') { '&' } else { '?' };
                    let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
                    self.url = format!("{}{glue}{name}={value}", self.url);
                }
            }
            Field::Json(pointer) => self.json(pointer.as_str(), value),
            Field::Xml(path) => self.xml(path.as_str(), value),
            Field::Form(name) => {
                if urlencoded::field(&self.body, name.as_str()).is_none() {
                    self.form(name.as_str(), value.as_bytes());
                }
            }
            Field::Claim(pointer) => drop(set(&mut self.claims, pointer.as_str(), value)),
            Field::Jose(pointer) => drop(set(&mut self.jose, pointer.as_str(), value)),
            Field::HeaderJson(place) => self.header_json(place.as_str(), value),
            Field::Each(pointer) => {
                let elements = 0..self.items(pointer.as_str()).max(1);
                elements.for_each(|number| self.json(&item(pointer.as_str(), number, ""), value));
            }
            Field::Member(_) | Field::Item(_) | Field::JsonMemberBesides(_) => {}
        }
    }

    fn form(&mut self, name: &str, value: &[u8]) {
        let glue = if self.body.is_empty() { "" } else { "&" };
        let field = format!("{glue}{name}={}", percent_encode(value, NON_ALPHANUMERIC));
        self.body = [&*self.body, field.as_bytes()].concat().into();
    }

    /// Puts a value into the XML body: all of it if there is none, else as the last child of the root, whose name must be
    /// that of the path's first element. Values further down must be there.
    fn xml(&mut self, path: &str, value: &str) {
        let names: Vec<_> = path.split('/').skip(1).collect();
        let written =
            |names: &[&str]| names.iter().rfold(value.to_owned(), |inner, name| format!("<{name}>{inner}</{name}>"));
        let text = String::from_utf8_lossy(&self.body).into_owned();
        let (Some((root, below)), Some((before, end))) = (names.split_first(), text.rsplit_once("</")) else {
            self.body = written(&names).into();
            return;
        };
        let is_there = below.first().is_some_and(|name| text.contains(&format!("<{name}>")));
        if !is_there && end.trim_end() == format!("{root}>") {
            self.body = format!("{before}{}</{end}", written(below)).into();
        }
    }

    /// Puts a value into the JSON that a header has in base64.
    fn header_json(&mut self, place: &str, value: &str) {
        let (name, pointer) = in_header(place);
        let there = self.headers.get(name).and_then(|json| Base64::decode_vec(json.to_str().ok()?).ok());
        let mut document =
            serde_json::from_slice(&there.unwrap_or_default()).unwrap_or_else(|_| Value::Object(Map::new()));
        if set(&mut document, pointer, value).is_some() {
            self.header(name, &Base64::encode_string(document.to_string().as_bytes()));
        }
    }

    /// Puts a value at a pointer into the JSON document, if the body is one and has none.
    fn json(&mut self, pointer: &str, value: &str) {
        let Ok(mut document) = serde_json::from_slice::<Value>(&self.body) else { return };
        if set(&mut document, pointer, value).is_some() {
            self.body = document.to_string().into();
        }
    }
}

/// Whether a value of the body is a part of what is signed or of the form around it, and not of the event.
fn is_sent(scheme: &Scheme, field: &Field) -> bool {
    let is_part =
        |part: &Part| matches!(part, Part::Value(signed) | Part::Entry { field: signed, .. } if signed == field);
    matches!(scheme.envelope, Envelope::EncodedInForm(_))
        || matches!(field, Field::Form(_))
        || scheme.message.iter().any(is_part)
}

/// Puts a value at a pointer, if there is none. A number stays a number.
#[allow(clippy::expect_used)] // for tests, which should fail
fn set(document: &mut Value, pointer: &str, value: &str) -> Option<()> {
    if document.pointer(pointer).is_some() {
        return None;
    }
    let mut at = document;
    for segment in pointer.split('/').skip(1) {
        let segment = &*segment.replace("~1", "/").replace("~0", "~");
        if let (Ok(number), false) = (segment.parse::<usize>(), at.is_object()) {
            if !at.is_array() {
                *at = Value::Array(vec![Value::Null]);
            }
            at = at.get_mut(number).expect("an element");
        } else {
            if at.is_null() {
                *at = Value::Object(Map::new());
            }
            at = at.as_object_mut()?.entry(segment).or_insert(Value::Null);
        }
    }
    *at = value.parse::<u64>().map_or_else(|_| value.into(), Into::into);
    Some(())
}

/// The pointer to a place in an item.
fn item(items: &str, number: usize, pointer: &str) -> String {
    let (array, within) = items.split_once("/*").unwrap_or((items, ""));
    format!("{array}/{number}{within}{pointer}")
}
