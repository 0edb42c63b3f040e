//! CloudEvents 1.0 over HTTP.

use std::borrow::Cow;

use serde::Deserialize;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{Batch, PayloadError, Unprotected, batch::Of, json::of_json};
use crate::{IdempotencyKey, Verified, verifier::Origin};

mod attributes;
mod read;

use attributes::Attributes;

/// How an event was sent ([HTTP protocol binding 1.0.2, section 3][binding]).
///
/// [binding]: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The body is the event: `application/cloudevents+json`.
    Structured,
    /// The body is the event's data, and its attributes are in `ce-` headers.
    Binary,
    /// One of several events in the body: `application/cloudevents-batch+json`.
    Batch,
}

impl<P: Origin> Verified<P> {
    /// The delivery as a CloudEvent, in structured or in binary mode. `headers` are those of the request: `&HeaderMap`,
    /// in actix-web `request.headers()`.
    ///
    /// The mode is told by `Content-Type` and the attributes of a binary event are in headers, neither of which a
    /// signature of the body covers: ask [`CloudEvent::attributes_are_signed`] before you act on them. A captured binary
    /// delivery whose data looks like an event can be passed off as one in structured mode, so if you know in which mode
    /// your provider sends, call [`structured_cloud_event`](Self::structured_cloud_event), or compare
    /// [`CloudEvent::mode`].
    ///
    /// # Errors
    ///
    /// If a required attribute is missing, a header is repeated or malformed, the version is not 1.0, or the format is
    /// another one than JSON. The specification wants 415 for the latter.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "testing")] {
    /// use hookseal::{Verifier, payload::Mode, provider::StandardWebhooks, testing};
    ///
    /// let body = r#"{"specversion":"1.0","id":"1","source":"/orders","type":"com.example.paid","data":{"total":4200}}"#;
    /// let (mut headers, body) = testing::sign::<StandardWebhooks>("c2VjcmV0", body).into_headers_and_body();
    /// headers.insert("content-type", "application/cloudevents+json".parse().unwrap());
    /// let delivery = Verifier::<StandardWebhooks>::new("c2VjcmV0").unwrap().verify(&headers, body).unwrap();
    ///
    /// let event = delivery.cloud_event(&headers).unwrap();
    /// assert_eq!((event.mode(), event.event_type()), (Mode::Structured, "com.example.paid"));
    /// assert_eq!(event.data_json::<serde_json::Value>().unwrap()["total"], 4200);
    /// # }
    /// ```
    pub fn cloud_event<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
    ) -> Result<CloudEvent<'_>, PayloadError> {
        self.covered().cloud_event(headers)
    }

    /// The body as a CloudEvent in structured mode, whatever the headers say.
    ///
    /// # Errors
    ///
    /// If it is not one.
    pub fn structured_cloud_event(&self) -> Result<CloudEvent<'_>, PayloadError> {
        self.covered().structured_cloud_event()
    }

    /// The CloudEvents of a batch.
    ///
    /// # Errors
    ///
    /// If the body is not a JSON array.
    pub fn cloud_events(&self) -> Result<CloudEvents<'_>, PayloadError> {
        self.covered().cloud_events()
    }
}

impl<'v, P> Unprotected<'v, P> {
    /// The delivery as a CloudEvent, see [`Verified::cloud_event`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn cloud_event<N: AsRef<str>, V: AsRef<[u8]>>(
        self,
        headers: impl IntoIterator<Item = (N, V)>,
    ) -> Result<CloudEvent<'v>, PayloadError> {
        let headers = read::Headers::of(headers)?;
        if headers.is_structured()? {
            return self.structured_cloud_event();
        }
        let (attributes, data) = headers.into_event(self.0.raw())?;
        // What is not signed must not make a captured delivery another event; see `KeyBy`.
        let by_delivery = self.0.covers_body() && !self.0.counts_unsigned_ids();
        Ok(CloudEvent {
            origin: self.0.of(),
            mode: Mode::Binary,
            attributes,
            data,
            is_signed: false,
            key: by_delivery.then(|| self.0.idempotency_key()),
        })
    }

    /// The body as a CloudEvent in structured mode, see [`Verified::structured_cloud_event`].
    ///
    /// # Errors
    ///
    /// If it is not one.
    pub fn structured_cloud_event(self) -> Result<CloudEvent<'v>, PayloadError> {
        CloudEvent::read(self.0.document(), Mode::Structured, self.0.of(), self.0.covers_body())
    }

    /// The CloudEvents of a batch, see [`Verified::cloud_events`].
    ///
    /// # Errors
    ///
    /// If the body is not a JSON array.
    pub fn cloud_events(self) -> Result<CloudEvents<'v>, PayloadError> {
        Ok(CloudEvents { items: self.batch("")?, origin: self.0.of(), is_signed: self.0.covers_body() })
    }
}

/// The CloudEvents of one delivery, in their order. One that is malformed does not end the iteration.
#[derive(Clone, Debug)]
pub struct CloudEvents<'v> {
    items: Batch<'v>,
    origin: Of<'v>,
    is_signed: bool,
}

impl<'v> Iterator for CloudEvents<'v> {
    type Item = Result<CloudEvent<'v>, PayloadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.items.next()?;
        Some(CloudEvent::read(item.raw().as_bytes(), Mode::Batch, self.origin, self.is_signed))
    }
}

/// An event as [CloudEvents 1.0](https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md) describes it,
/// however it was sent.
#[derive(Clone)]
pub struct CloudEvent<'v> {
    origin: Of<'v>,
    mode: Mode,
    attributes: Attributes<'v>,
    data: Option<Cow<'v, [u8]>>,
    is_signed: bool,
    /// The delivery's, if it is to stand for this event.
    key: Option<IdempotencyKey>,
}

/// The attributes that the specification names.
const NAMED: [&str; 8] = ["id", "source", "specversion", "type", "datacontenttype", "dataschema", "subject", "time"];

impl<'v> CloudEvent<'v> {
    fn read(document: &'v [u8], mode: Mode, origin: Of<'v>, is_signed: bool) -> Result<Self, PayloadError> {
        let (attributes, data) = read::structured(document)?;
        Ok(Self { origin, mode, attributes, data, is_signed, key: None })
    }

    /// How it was sent.
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether the signature covers the attributes. It does not in binary mode, whose attributes are headers, and for a
    /// provider whose signature does not cover the body.
    pub const fn attributes_are_signed(&self) -> bool {
        self.is_signed
    }

    /// The event's id, which is unique together with its [`source`](Self::source).
    pub fn id(&self) -> &str {
        self.required("id")
    }

    /// Where it happened: a URI reference.
    pub fn source(&self) -> &str {
        self.required("source")
    }

    /// The attribute `type`: what happened, such as `com.example.order.paid`.
    pub fn event_type(&self) -> &str {
        self.required("type")
    }

    /// The version of the specification, which is `1.0`.
    pub fn specversion(&self) -> &str {
        self.required("specversion")
    }

    /// What it is about, within its source.
    pub fn subject(&self) -> Option<&str> {
        self.attribute("subject")
    }

    /// When it happened; `None` also if that is not RFC 3339. It is not the time of signing, and may be long ago.
    pub fn time(&self) -> Option<OffsetDateTime> {
        OffsetDateTime::parse(self.attribute("time")?, &Rfc3339).ok()
    }

    /// The media type of the data; JSON, if there is none.
    pub fn datacontenttype(&self) -> Option<&str> {
        self.attribute("datacontenttype")
    }

    /// The schema of the data: a URI.
    pub fn dataschema(&self) -> Option<&str> {
        self.attribute("dataschema")
    }

    /// Any attribute by its name, in lower case. A boolean or a number is given as it is written.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name)
    }

    /// The attributes that the specification does not name, in alphabetical order.
    pub fn extensions(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().filter(|(name, _)| !NAMED.contains(name))
    }

    /// The data, if there is any: decoded where it was sent as `data_base64`, as it came if it is JSON, and a string's
    /// content if the media type says that it is something else.
    pub fn data_bytes(&self) -> Option<&[u8]> {
        self.data.as_deref()
    }

    /// The data, read as JSON.
    ///
    /// # Errors
    ///
    /// If there is none, or it is not JSON of this type.
    pub fn data_json<'a, T: Deserialize<'a>>(&'a self) -> Result<T, PayloadError> {
        let data = self.data_bytes().ok_or_else(|| PayloadError::not_found("data"))?;
        serde_json::from_slice(data).map_err(of_json)
    }

    /// What makes two CloudEvents the same: source and id, as the specification says.
    ///
    /// In binary mode those are headers. Where the signature covers the body only, the key is that of the delivery
    /// ([`Verified::idempotency_key`]), so that a captured delivery with another `ce-id` stays a duplicate;
    /// [`KeyBy::DeliveryId`](crate::KeyBy::DeliveryId) goes by source and id there, too.
    pub fn idempotency_key(&self) -> IdempotencyKey {
        self.key.unwrap_or_else(|| {
            let source = self.source().as_bytes();
            let length = u64::try_from(source.len()).unwrap_or(u64::MAX).to_be_bytes();
            self.origin.key("cloudevent", &[&length, source, self.id().as_bytes()].concat())
        })
    }

    /// An attribute without which there is no event.
    fn required(&self, name: &str) -> &str {
        self.attribute(name).unwrap_or_default()
    }
}

impl std::fmt::Debug for CloudEvent<'_> {
    /// Shows what a log may have: not the data, nor what an extension says.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CloudEvent")
            .field("mode", &self.mode)
            .field("id", &self.id())
            .field("source", &self.source())
            .field("type", &self.event_type())
            .field("data_len", &self.data.as_ref().map(|data| data.len()))
            .finish_non_exhaustive()
    }
}
