//! Several events in one delivery.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    PayloadError, Unprotected,
    json::{of_json, value_at},
    locate,
    pointer::Pointer,
};
use crate::{IdempotencyKey, Verified, verifier::Origin};

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
        Ok(Batch { origin: self.0.of(), rest, index: 0 })
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
#[derive(Clone, Debug)]
pub struct Batch<'v> {
    origin: Of<'v>,
    /// What follows the bracket or the last item; the whole is known to be an array.
    rest: &'v str,
    index: usize,
}

impl<'v> Iterator for Batch<'v> {
    type Item = BatchItem<'v>;

    fn next(&mut self) -> Option<BatchItem<'v>> {
        let rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t', ',']);
        let mut items = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        // The closing bracket is no value, and ends the iteration.
        let raw = items.next()?.ok()?;
        self.rest = rest.get(items.byte_offset()..)?;
        let index = self.index;
        self.index = index.saturating_add(1);
        Some(BatchItem { origin: self.origin, raw: raw.get(), index })
    }
}

/// One event of a delivery that has several.
#[derive(Clone, Copy)]
pub struct BatchItem<'v> {
    origin: Of<'v>,
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
        let path = Pointer::parse(pointer).ok_or_else(|| PayloadError::not_found(pointer))?;
        let found = locate::value(self.raw.as_bytes(), &path).map_err(of_json)?;
        let id = found.and_then(locate::scalar).filter(|id| !id.is_empty());
        Ok(self.origin.key(&format!("item {pointer}"), id.ok_or_else(|| PayloadError::not_found(pointer))?.as_bytes()))
    }
}

impl std::fmt::Debug for BatchItem<'_> {
    /// Shows what a log may have: not the event.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BatchItem").field("index", &self.index).field("len", &self.raw.len()).finish_non_exhaustive()
    }
}
