//! JSON bodies, borrowed where the type allows it.

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::error::Category;

use super::{Parsed, PayloadError, PayloadErrorKind, Unprotected, locate, pointer::Pointer};
use crate::{Verified, verifier::Origin};

impl<P: Origin> Verified<P> {
    /// The JSON document: the body, or the field of a form body that carries it (GitHub's and Slack's `payload=`).
    ///
    /// # Errors
    ///
    /// If it is not JSON, or not of this type. Strings without escapes can be borrowed (`&'a str`).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "testing")] {
    /// use hookseal::{Verifier, provider::Stripe, testing};
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Event<'a> {
    ///     id: &'a str,
    /// }
    ///
    /// let (headers, body) = testing::sign::<Stripe>("whsec_x", r#"{"id":"evt_1"}"#).into_headers_and_body();
    /// let event = Verifier::<Stripe>::new("whsec_x").unwrap().verify(&headers, body).unwrap();
    /// assert_eq!(event.json::<Event>().unwrap().id, "evt_1");
    /// # }
    /// ```
    pub fn json<'a, T: Deserialize<'a>>(&'a self) -> Result<T, PayloadError> {
        self.covered().json()
    }

    /// The value at a JSON Pointer (RFC 6901), such as Stripe's `/data/object`, without building the rest.
    ///
    /// # Errors
    ///
    /// If the body is not JSON, nothing is there, or it is not of this type.
    pub fn json_at<'a, T: Deserialize<'a>>(&'a self, pointer: &str) -> Result<T, PayloadError> {
        self.covered().json_at(pointer)
    }

    /// The JSON document as a `T`, or, if it does not fit, everything that is known of it. It does not fail, so that a
    /// new kind of event never loses a delivery.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "testing")] {
    /// use hookseal::{Parsed, Verifier, provider::Stripe, testing};
    ///
    /// #[derive(serde::Deserialize)]
    /// #[serde(tag = "type")]
    /// enum Event {
    ///     #[serde(rename = "invoice.paid")]
    ///     Paid { id: String },
    /// }
    ///
    /// let body = r#"{"id":"evt_2","type":"invoice.sent"}"#;
    /// let (headers, body) = testing::sign::<Stripe>("whsec_x", body).into_headers_and_body();
    /// let event = Verifier::<Stripe>::new("whsec_x").unwrap().verify(&headers, body).unwrap();
    /// match event.parse::<Event>() {
    ///     Parsed::Known(Event::Paid { id }) => println!("paid: {id}"),
    ///     Parsed::Unknown { kind, .. } => assert_eq!(kind.as_deref(), Some("invoice.sent")),
    /// }
    /// # }
    /// ```
    pub fn parse<'a, T: Deserialize<'a>>(&'a self) -> Parsed<T> {
        self.covered().parse()
    }
}

impl<'v, P> Unprotected<'v, P> {
    /// The JSON document, see [`Verified::json`].
    ///
    /// # Errors
    ///
    /// If it is not JSON, or not of this type.
    pub fn json<T: Deserialize<'v>>(self) -> Result<T, PayloadError> {
        serde_json::from_slice(self.0.document()).map_err(of_json)
    }

    /// The value at a JSON Pointer, see [`Verified::json_at`].
    ///
    /// # Errors
    ///
    /// If the body is not JSON, nothing is there, or it is not of this type.
    pub fn json_at<T: Deserialize<'v>>(self, pointer: &str) -> Result<T, PayloadError> {
        value_at(self.0.document(), pointer)
    }

    /// The JSON document as a `T`, or everything that is known of it, see [`Verified::parse`].
    pub fn parse<T: Deserialize<'v>>(self) -> Parsed<T> {
        match self.json() {
            Ok(payload) => Parsed::Known(payload),
            Err(error) => {
                Parsed::Unknown { kind: self.0.kind().map(str::to_owned), raw: self.0.document_bytes(), error }
            }
        }
    }
}

/// The value at a JSON Pointer inside a document.
pub(super) fn value_at<'d, T: Deserialize<'d>>(document: &'d [u8], pointer: &str) -> Result<T, PayloadError> {
    let path = Pointer::parse(pointer).ok_or_else(|| PayloadError::not_found(pointer))?;
    let found = locate::value(document, &path).map_err(of_json)?;
    let raw = found.ok_or_else(|| PayloadError::not_found(pointer))?;
    locate::read(raw).map_err(of_json)
}

/// JSON inside of a JSON string, for members that hold a document as text: `data` of Wix, `events` of Sign in with Apple.
///
/// # Examples
///
/// ```
/// use hookseal::payload::JsonText;
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Order {
///     id: String,
/// }
///
/// #[derive(Deserialize)]
/// #[serde(rename_all = "camelCase")]
/// struct Event {
///     event_type: String,
///     data: JsonText<Order>,
/// }
///
/// // With a delivery, `event.json_at::<JsonText<Event>>("/data")`.
/// let claim = r#""{\"eventType\":\"created\",\"data\":\"{\\\"id\\\":\\\"o-1\\\"}\"}""#;
/// let JsonText(event) = serde_json::from_str::<JsonText<Event>>(claim)?;
/// assert_eq!((&*event.event_type, &*event.data.0.id), ("created", "o-1"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct JsonText<T>(pub T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for JsonText<T> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        let text = String::deserialize(json)?;
        serde_json::from_str(&text).map(Self).map_err(D::Error::custom)
    }
}

pub(crate) fn of_json(error: serde_json::Error) -> PayloadError {
    let kind = match error.classify() {
        Category::Data => PayloadErrorKind::Data,
        Category::Syntax | Category::Eof | Category::Io => PayloadErrorKind::Syntax,
    };
    PayloadError::new(kind, format!("line {} column {}", error.line(), error.column()), error)
}
