//! A delivery in the making: values put where a scheme looks for them.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{NON_ALPHANUMERIC, percent_encode, utf8_percent_encode};
use serde_json::Value;

use crate::{
    Scheme,
    scheme::{Envelope, Field, Grammar, Must, Part, Source, Text},
    urlencoded,
};

pub(super) struct Draft {
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

#[allow(clippy::expect_used)] // for tests, which should fail
impl Draft {
    /// Adds what the message and the scheme's other words need, where it is missing.
    pub(super) fn fill(&mut self, scheme: &Scheme, timestamp: &str, key_id: &str) {
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
        for check in scheme.checks.iter() {
            // What a body says is the caller's business, unless it is put into something that is signed.
            if check.field.is_in_body() && !matches!(scheme.envelope, Envelope::EncodedInForm(_)) {
                continue;
            }
            match &check.must {
                Must::Be { text, .. } => self.place(&check.field, text.as_str()),
                Must::HaveMember { key, text } => self.place(&check.field, &format!("{key}={text}")),
                _ => {}
            }
        }
        for part in scheme.message.iter() {
            match part {
                Part::Value(Field::Item(pointer)) | Part::ValueIfAny(Field::Item(pointer)) => {
                    if let Source::EachItem { items, .. } = &scheme.signature.at {
                        let numbers = 0..self.items(items.as_str()).max(1);
                        numbers.for_each(|number| self.json(&item(items.as_str(), number, pointer.as_str()), "value"));
                    }
                }
                Part::Value(field) => self.place(field, "value"),
                Part::Headers { listed: Field::Header(name), .. } => {
                    let names: Vec<_> = [name.as_str()]
                        .into_iter()
                        .chain(scheme.timestamp.iter().filter_map(|time| match &time.at {
                            Field::Header(name) => Some(name.as_str()),
                            _ => None,
                        }))
                        .collect();
                    self.default_header(name.as_str(), &names.join(","));
                }
                _ => {}
            }
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
            Source::Field(field) => self.place(field, signature),
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

    fn default_header(&mut self, name: &str, value: &str) {
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
            Field::Member(_) | Field::Item(_) | Field::JsonMemberBesides(_) | Field::Claim(_) | Field::Jose(_) => {}
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

    /// Puts a value at a pointer into the JSON document, if the body is one and has none. A number stays a number.
    fn json(&mut self, pointer: &str, value: &str) {
        let document = serde_json::from_slice::<Value>(&self.body).ok();
        let Some(mut document) = document.filter(|document| document.pointer(pointer).is_none()) else { return };
        let mut at = &mut document;
        for segment in pointer.split('/').skip(1) {
            if let (Ok(number), false) = (segment.parse::<usize>(), at.is_object()) {
                if !at.is_array() {
                    *at = Value::Array(vec![Value::Null]);
                }
                at = at.get_mut(number).expect("an element");
            } else {
                if at.is_null() {
                    *at = Value::Object(serde_json::Map::new());
                }
                let Some(object) = at.as_object_mut() else { return };
                at = object.entry(segment).or_insert(Value::Null);
            }
        }
        *at = value.parse::<u64>().map_or_else(|_| value.into(), Into::into);
        self.body = document.to_string().into();
    }
}

/// The pointer to a place in an item.
fn item(items: &str, number: usize, pointer: &str) -> String {
    let (array, within) = items.split_once("/*").unwrap_or((items, ""));
    format!("{array}/{number}{within}{pointer}")
}
