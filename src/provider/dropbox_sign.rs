//! Dropbox Sign.

use std::time::Duration;

use super::Provider;
use crate::{
    scheme::{Algorithm, Envelope, Field, Part, Scheme, Signature, Text, TimeFormat, Timestamp},
    time::Tolerance,
};

/// Dropbox Sign (HelloSign): HMAC-SHA-256 of `{event_time}{event_type}`, in hex, in the body's `event.event_hash`.
///
/// - Secret: the API key, as text.
/// - The rest of the body is not protected and is read through [`Verified::unprotected`](crate::Verified::unprotected):
///   whoever saw an event can send another document's data with it. Fetch the signature request from the API.
/// - The time is the event's, in seconds, not that of sending: two days stand here, so that the last retry passes.
/// - The type is signed. There is no id: `event_hash` is the same for two events of one type in one second. A form sent
///   again has another boundary, so look at `event_hash` and `signature_request_id` together to tell a repetition.
///   Source: [Dropbox Sign's documentation][docs].
/// - Every event, the `callback_test` too, must be answered with 200 and "Hello API Event Received", which the library
///   does. Up to six retries, over a day or more.
/// - `multipart/form-data` with the JSON in the part `json`, or JSON.
/// - Confidence: high; the retries are unconfirmed.
///
/// [docs]: https://developers.hellosign.com/docs/events/walkthrough
#[derive(Debug)]
pub enum DropboxSign {}

impl Provider for DropboxSign {
    const SCHEME: Scheme = Scheme::mac("dropbox-sign", Algorithm::Sha256)
        .signature(Signature::field(Field::json("/event/event_hash")))
        .timestamp(Timestamp::json("/event/event_time", TimeFormat::UnixSeconds))
        .tolerance(Tolerance { past: Duration::from_secs(172_800), ..Tolerance::DEFAULT })
        .message(&[Part::Timestamp, Part::value(Field::json("/event/event_type"))])
        .kind(&[Field::json("/event/event_type")])
        .envelope(Envelope::JsonInForm(Text::new("json")))
        .answer("Hello API Event Received");
}
