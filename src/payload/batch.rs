//! Several events in one delivery.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    PayloadError, Unprotected,
    json::{of_json, value_at},
    locate,
    pointer::Pointer,
};
use crate::{
    IdempotencyKey, Verified,
    scheme::{Items, Text},
    verifier::Origin,
};

impl<P: Origin> Verified<P> {
    /// The events of a delivery that has several, in the array at this JSON Pointer (RFC 6901): `""` where the body itself
    /// is the array (SendGrid, HubSpot, Azure Event Grid), `/value` for Microsoft Graph.
    ///
    /// One signature covers all of them. The delivery's own [`idempotency_key`](Self::idempotency_key) tells repetitions
    /// of the whole batch only: providers put events together anew when they try again, so give each event
    /// [its own](BatchItem::idempotency_key).
    ///
    /// The body is walked once; items are parsed when they are asked for.
    ///
    /// # Errors
    ///
    /// If the body is not JSON, or there is no array.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "testing")]
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookseal::{Admission, Inbox, MemoryStore, Verifier, provider::HubSpotV1, testing};
    ///
    /// let inbox = Inbox::new(MemoryStore::new());
    /// let body = r#"[{"eventId":1,"objectId":7},{"eventId":2,"objectId":7}]"#;
    /// let (headers, body) = testing::sign::<HubSpotV1>("secret", body).into_headers_and_body();
    /// let delivery = Verifier::<HubSpotV1>::new("secret")?.verify(&headers, body)?;
    ///
    /// for event in delivery.batch("")? {
    ///     let object: u64 = event.json_at("/objectId")?;
    ///     if let Admission::New(permit) = inbox.admit_key(&event.idempotency_key("/eventId")?).await? {
    ///         println!("object {object} has changed");
    ///         let _held = permit.complete().await?;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn batch(&self, pointer: &str) -> Result<Batch<'_>, PayloadError> {
        self.covered().batch(pointer)
    }

    /// The events of a delivery that has several, where the scheme says that they are: [`batch`](Self::batch) with the
    /// pointer of [`Scheme::items`](crate::Scheme::items), whose events know their [id](BatchItem::id),
    /// [type](BatchItem::kind) and [key](BatchItem::key).
    ///
    /// # Errors
    ///
    /// If the scheme does not say where, the body is not JSON, or there is no array.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "testing")] {
    /// use hookseal::{Verifier, provider::HubSpotV1, testing};
    ///
    /// let body = r#"[{"eventId":1,"subscriptionType":"contact.creation"},{"eventId":2}]"#;
    /// let (headers, body) = testing::sign::<HubSpotV1>("secret", body).into_headers_and_body();
    /// let delivery = Verifier::<HubSpotV1>::new("secret").unwrap().verify(&headers, body).unwrap();
    /// let ids: Vec<_> = delivery.items().unwrap().filter_map(|event| event.id()).collect();
    /// assert_eq!(ids, ["1", "2"]);
    /// # }
    /// ```
    pub fn items(&self) -> Result<Batch<'_>, PayloadError> {
        self.covered().items()
    }
}

impl<'v, P> Unprotected<'v, P> {
    /// The events of a delivery that has several, see [`Verified::batch`].
    ///
    /// # Errors
    ///
    /// If the body is not JSON, or there is no array.
    pub fn batch(self, pointer: &str) -> Result<Batch<'v>, PayloadError> {
        let path = Pointer::parse(pointer).ok_or_else(|| PayloadError::not_found(pointer))?;
        let found = locate::value(self.0.document(), &path).map_err(of_json)?;
        let array = found.ok_or_else(|| PayloadError::not_found(pointer))?.get();
        let rest = array.strip_prefix('[').ok_or_else(|| PayloadError::data(pointer, "it is not an array"))?;
        Ok(Batch { origin: self.0.of(), words: None, rest, index: 0 })
    }

    /// The events of a delivery that has several, see [`Verified::items`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn items(self) -> Result<Batch<'v>, PayloadError> {
        let words = self.0.scheme().items.as_ref();
        let words = words.ok_or_else(|| PayloadError::data("items", "the scheme does not say where: call `batch`"))?;
        Ok(Batch { words: Some(words), ..self.batch(words.at.as_str())? })
    }
}

/// Whose delivery an event is from: what its key is made of, besides its id.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Of<'v> {
    pub(crate) namespace: &'v str,
    pub(crate) provider: &'v str,
}

impl Of<'_> {
    pub(crate) fn key(self, kind_of_id: &str, id: &[u8]) -> IdempotencyKey {
        IdempotencyKey::new(self.namespace, self.provider, kind_of_id, id)
    }
}

/// The events of one delivery, in their order; see [`Verified::batch`].
#[derive(Clone)]
pub struct Batch<'v> {
    origin: Of<'v>,
    words: Option<&'v Items>,
    /// What follows the bracket or the last item; the whole is known to be an array.
    rest: &'v str,
    index: usize,
}

impl<'v> Iterator for Batch<'v> {
    type Item = BatchItem<'v>;

    fn next(&mut self) -> Option<BatchItem<'v>> {
        let rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t', ',']);
        let mut items = serde_json::Deserializer::from_slice(rest.as_bytes()).into_iter::<&RawValue>();
        // The closing bracket is no value, and ends the iteration.
        let raw = items.next()?.ok()?;
        self.rest = rest.get(items.byte_offset()..)?;
        let index = self.index;
        self.index = index.saturating_add(1);
        Some(BatchItem { origin: self.origin, words: self.words, raw: raw.get(), index })
    }
}

impl std::fmt::Debug for Batch<'_> {
    /// Shows what a log may have: not the events.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batch").field("index", &self.index).field("rest_len", &self.rest.len()).finish_non_exhaustive()
    }
}

/// One event of a delivery that has several.
#[derive(Clone, Copy)]
pub struct BatchItem<'v> {
    origin: Of<'v>,
    words: Option<&'v Items>,
    raw: &'v str,
    index: usize,
}

impl<'v> BatchItem<'v> {
    /// Its place in the batch, from 0 on.
    pub const fn index(&self) -> usize {
        self.index
    }

    /// The JSON as it came.
    pub const fn raw(&self) -> &'v str {
        self.raw
    }

    /// The event's id, a string or a number, where the scheme has it ([`Verified::items`]).
    pub fn id(&self) -> Option<Cow<'v, str>> {
        self.named(&self.words?.id)
    }

    /// The event's type, where the scheme has it ([`Verified::items`]).
    pub fn kind(&self) -> Option<Cow<'v, str>> {
        self.named(&self.words?.kind)
    }

    fn named(&self, pointer: &Text) -> Option<Cow<'v, str>> {
        if pointer.is_empty() { None } else { self.scalar(pointer.as_str()).ok() }
    }

    /// A string or a number inside the event.
    fn scalar(&self, pointer: &str) -> Result<Cow<'v, str>, PayloadError> {
        let path = Pointer::parse(pointer).ok_or_else(|| PayloadError::not_found(pointer))?;
        let found = locate::value(self.raw.as_bytes(), &path).map_err(of_json)?;
        let text = found.and_then(locate::scalar).filter(|text| !text.is_empty());
        text.ok_or_else(|| PayloadError::not_found(pointer))
    }

    /// The event.
    ///
    /// # Errors
    ///
    /// If it is not of this type. The others of the batch may be: to fail for all of them makes the provider send all
    /// of them again.
    pub fn json<T: Deserialize<'v>>(&self) -> Result<T, PayloadError> {
        serde_json::from_str(self.raw).map_err(of_json)
    }

    /// The value at a JSON Pointer inside the event.
    ///
    /// # Errors
    ///
    /// If nothing is there, or it is not of this type.
    pub fn json_at<T: Deserialize<'v>>(&self, pointer: &str) -> Result<T, PayloadError> {
        value_at(self.raw.as_bytes(), pointer)
    }

    /// What makes this event the same as one of another delivery: its id, a string or a number at a JSON Pointer inside
    /// it, such as SendGrid's `/sg_event_id`.
    ///
    /// It is signed if the body is. With a provider whose signature does not cover the body, it is as trustworthy as the
    /// rest of the event.
    ///
    /// # Errors
    ///
    /// If there is no id, or it is there twice. Events without one have no key of their own.
    pub fn idempotency_key(&self, pointer: &str) -> Result<IdempotencyKey, PayloadError> {
        Ok(self.origin.key(&format!("item {pointer}"), self.scalar(pointer)?.as_bytes()))
    }

    /// The [`idempotency_key`](Self::idempotency_key) by the id that the scheme names.
    ///
    /// # Errors
    ///
    /// If the scheme names none, or as there.
    pub fn key(&self) -> Result<IdempotencyKey, PayloadError> {
        let named = self.words.map(|words| words.id.as_str()).filter(|pointer| !pointer.is_empty());
        let pointer =
            named.ok_or_else(|| PayloadError::data("items", "the scheme does not say where their ids are"))?;
        self.idempotency_key(pointer)
    }
}

impl std::fmt::Debug for BatchItem<'_> {
    /// Shows what a log may have: not the event.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BatchItem").field("index", &self.index).field("len", &self.raw.len()).finish_non_exhaustive()
    }
}
