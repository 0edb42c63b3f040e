//! Reading the parts of a CloudEvent from headers and from JSON.

use std::{borrow::Cow, fmt};

use base64ct::{Base64, Encoding as _};
use percent_encoding::percent_decode_str;
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{Attributes, NAMED, PayloadError};
use crate::{
    payload::{json::of_json, locate},
    quoted,
    scheme::find::MAX_HEADER,
};

/// How many attributes an event may have. The specification names eight, extensions are few.
const MAX_ATTRIBUTES: usize = 128;

type Parts<'v> = (Attributes<'v>, Option<Cow<'v, [u8]>>);

/// What headers say of an event.
pub(super) struct Headers {
    /// The `ce-` headers, without that prefix, decoded.
    attributes: Attributes<'static>,
    content_type: Option<String>,
}

impl Headers {
    pub(super) fn of<N: AsRef<str>, V: AsRef<[u8]>>(
        headers: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, PayloadError> {
        let mut all = Self { attributes: Attributes::default(), content_type: None };
        for (name, value) in headers {
            let (name, value) = (name.as_ref().to_ascii_lowercase(), value.as_ref());
            let place = || format!("header {name}");
            let text = || match std::str::from_utf8(value) {
                Ok(text) if text.len() <= MAX_HEADER => Ok(text.trim_ascii()),
                _ => Err(PayloadError::data(&place(), "it is longer than 8 KiB or not UTF-8")),
            };
            let is_first = if name == "content-type" {
                all.content_type.replace(text()?.to_owned()).is_none()
            } else if let Some(attribute) = name.strip_prefix("ce-") {
                if all.attributes.len() == MAX_ATTRIBUTES {
                    return Err(PayloadError::data("ce- headers", "there are more than 128"));
                }
                let decoded = decode(text()?).ok_or_else(|| {
                    PayloadError::data(&place(), "its quotes do not match, or it is not UTF-8 when decoded")
                })?;
                all.attributes.insert(attribute.to_owned().into(), decoded.into())
            } else {
                true
            };
            if !is_first {
                return Err(PayloadError::data(&place(), "it must be there once, but is repeated"));
            }
        }
        Ok(all)
    }

    /// Whether the body is the event.
    pub(super) fn is_structured(&self) -> Result<bool, PayloadError> {
        let media_type = media_type(self.content_type.as_deref().unwrap_or_default());
        match media_type.strip_prefix("application/cloudevents") {
            None => Ok(false),
            Some("" | "+json") => Ok(true),
            Some(rest) if rest.starts_with("-batch") => {
                Err(PayloadError::data("header content-type", "it is a batch: call `cloud_events`"))
            }
            Some(_) => {
                Err(PayloadError::data("header content-type", "the format is not JSON: let the sender use that"))
            }
        }
    }

    /// The event in binary mode, of which the body is the data.
    pub(super) fn into_event(self, body: &[u8]) -> Result<Parts<'_>, PayloadError> {
        let mut attributes = self.attributes;
        attributes.remove("datacontenttype");
        if let Some(content_type) = self.content_type {
            attributes.insert("datacontenttype".into(), content_type.into());
        }
        require(&attributes, "header ce-")?;
        Ok((attributes, (!body.is_empty()).then_some(Cow::Borrowed(body))))
    }
}

/// A header's value as it is meant: without quotes, then with one round of percent-decoding (HTTP protocol binding
/// 1.0.2, section 3.1.3.2).
fn decode(value: &str) -> Option<String> {
    let bare = quoted::bare(value)?;
    percent_decode_str(&bare).decode_utf8().ok().map(Cow::into_owned)
}

/// A media type without its parameters, in lower case.
fn media_type(value: &str) -> String {
    value.split(';').next().unwrap_or_default().trim_ascii().to_ascii_lowercase()
}

/// Whether the data of this type is JSON, which it also is if nothing is said.
fn is_json(datacontenttype: Option<&str>) -> bool {
    datacontenttype
        .map(media_type)
        .is_none_or(|media_type| media_type.ends_with("/json") || media_type.ends_with("+json"))
}

/// The event in the JSON format (JSON Event Format 1.0.2).
pub(super) fn structured(document: &[u8]) -> Result<Parts<'_>, PayloadError> {
    let Members(members) = serde_json::from_slice(document).map_err(of_json)?;
    let (mut data, mut base64, mut attributes) = (None, None, Attributes::default());
    for (name, value) in members {
        match (&*name, value.get()) {
            (_, "null") => {}
            ("data", _) => data = Some(value),
            ("data_base64", _) => base64 = Some(value),
            (name, text) if NAMED.contains(&name) && !text.starts_with('"') => {
                return Err(PayloadError::data(name, "it is not a string"));
            }
            // What an extension may not be is given as it is written.
            (_, text) => {
                attributes.insert(name, locate::scalar(value).unwrap_or_else(|| text.into()));
            }
        }
    }
    require(&attributes, "")?;
    let data = match (data, base64) {
        (Some(_), Some(_)) => return Err(PayloadError::data("data_base64", "there is `data`, too")),
        (None, None) => None,
        (None, Some(encoded)) => {
            let text: String = locate::read(encoded).map_err(of_json)?;
            let bytes = Base64::decode_vec(&text).map_err(|_| PayloadError::data("data_base64", "it is not base64"))?;
            Some(Cow::Owned(bytes))
        }
        (Some(data), None) => {
            let is_text = data.get().starts_with('"') && !is_json(attributes.get("datacontenttype"));
            Some(match locate::scalar(data).filter(|_| is_text) {
                Some(text) => Cow::Owned(text.into_owned().into_bytes()),
                None => Cow::Borrowed(data.get().as_bytes()),
            })
        }
    };
    Ok((attributes, data))
}

/// Holds the attributes against what every event has. `before` is what stands before their names where they were found.
fn require(attributes: &Attributes<'_>, before: &str) -> Result<(), PayloadError> {
    for name in ["specversion", "id", "source", "type"] {
        if attributes.get(name).is_none_or(str::is_empty) {
            return Err(PayloadError::not_found(&format!("{before}{name}")));
        }
    }
    if attributes.get("specversion").is_some_and(|version| version != "1.0") {
        return Err(PayloadError::data(&format!("{before}specversion"), "the version is not 1.0"));
    }
    Ok(())
}

/// The members of a JSON object, each of which is there once.
struct Members<'d>(Vec<(Cow<'d, str>, &'d RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfObject;

        impl<'de> Visitor<'de> for OfObject {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a CloudEvent")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members: Vec<(Cow<'_, str>, _)> = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    if members.len() > MAX_ATTRIBUTES {
                        return Err(A::Error::custom("it has more than 128 attributes"));
                    }
                    if members.iter().any(|(known, _)| *known == name) {
                        return Err(A::Error::custom("a member is there twice"));
                    }
                    members.push((name, map.next_value()?));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(OfObject)
    }
}

/// A member's name, borrowed if it has no escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
