//! Reading what a delivery says, which is possible only once it is [`Verified`].
//!
//! Event types and enum values are added by providers without asking. [`Verified::parse`] therefore does not fail: what
//! does not fit your type is [`Parsed::Unknown`], with everything you need to keep it, and is answered with 200.

use std::fmt;

use bytes::Bytes;

#[cfg(feature = "json")]
pub(crate) mod batch;
#[cfg(feature = "json")]
mod cloudevents;
pub(crate) mod fields;
#[cfg(feature = "form")]
mod form;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "json")]
pub(crate) mod locate;
pub(crate) mod pointer;
#[cfg(feature = "json")]
mod signed;

#[cfg(feature = "json")]
pub use json::JsonText;
#[cfg(feature = "jwt")]
pub(crate) use json::of_json;
#[cfg(feature = "xml")]
pub(crate) mod xml;

#[cfg(feature = "json")]
pub use batch::{Batch, BatchItem};
#[cfg(feature = "json")]
pub use cloudevents::{CloudEvent, CloudEvents, Mode};

use crate::Verified;

/// A payload that fits the type that you expect, or all that is known of one that does not.
pub enum Parsed<T> {
    /// It fits.
    Known(T),
    /// It is authentic, but does not fit: a new event type, a new enum value, a field that went missing.
    Unknown {
        /// The event's type, if it says so.
        kind: Option<String>,
        /// The JSON as it came.
        raw: Bytes,
        /// Why it does not fit.
        error: PayloadError,
    },
}

impl<T> Parsed<T> {
    /// The payload, if it fits.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(payload) => Some(payload),
            Self::Unknown { .. } => None,
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Parsed<T> {
    /// Shows what a log may have: of what does not fit, its length.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(payload) => f.debug_tuple("Known").field(payload).finish(),
            Self::Unknown { kind, raw, error } => f
                .debug_struct("Unknown")
                .field("kind", kind)
                .field("raw_len", &raw.len())
                .field("error", error)
                .finish_non_exhaustive(),
        }
    }
}

/// A string or number at a JSON Pointer (RFC 6901) of a body that nobody has verified, such as an account's id.
///
/// It is anyone's word. Use it to choose *which verifier* is to check the delivery, and for nothing else: a lie chooses a
/// verifier whose secret does not fit. A path or a header chosen by you is the better hint, and costs nothing.
///
/// `None` if the body is not JSON, the place is empty or ambiguous, or the value is longer than 512 bytes. The body is
/// walked once; hold its size to a limit before (the adapters and [`Verifier`](crate::Verifier) do).
///
/// # Examples
///
/// ```
/// use hookseal::payload::unverified_hint;
///
/// let body = br#"{"account":"acct_7","type":"invoice.paid"}"#;
/// assert_eq!(unverified_hint(body, "/account").as_deref(), Some("acct_7"));
/// ```
#[cfg(feature = "json")]
#[cfg_attr(docsrs, doc(cfg(feature = "json")))]
pub fn unverified_hint(body: &[u8], pointer: &str) -> Option<String> {
    let path = pointer::Pointer::parse(pointer)?;
    let hint = locate::scalar(locate::value(body, &path).ok()??)?;
    (hint.len() <= crate::scheme::find::MAX_ID).then(|| hint.into_owned())
}

/// The payload of a delivery, with no word about whether the signature covers it; see [`Verified::unprotected`].
#[derive(Debug)]
pub struct Unprotected<'v, P>(pub(crate) &'v Verified<P>);

impl<P> Clone for Unprotected<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Unprotected<'_, P> {}

impl<'v, P> Unprotected<'v, P> {
    /// The body, byte for byte.
    pub fn body(self) -> &'v [u8] {
        self.0.raw()
    }

    /// The body, shared and not copied.
    pub fn bytes(self) -> Bytes {
        self.0.raw().clone()
    }
}

/// An authentic payload that is not what was asked for.
///
/// It is never a [`VerifyError`](crate::VerifyError): the signature was right. `Display` and `Debug` name the place and not the
/// content; the parser's own message, which may quote the payload, is the [`source`](std::error::Error::source).
pub struct PayloadError {
    kind: PayloadErrorKind,
    place: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of [`PayloadError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PayloadErrorKind {
    /// The payload is not well-formed.
    Syntax,
    /// It is well-formed, but not of the type that was asked for.
    Data,
    /// There is nothing at the JSON Pointer.
    NotFound,
    /// What may be at the JSON Pointer is not covered by the signature.
    NotSigned,
}

impl PayloadError {
    #[cfg(any(feature = "json", feature = "form", feature = "xml"))]
    pub(crate) fn new(
        kind: PayloadErrorKind,
        place: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { kind, place: place.into(), source: Some(source.into()) }
    }

    #[cfg(feature = "json")]
    pub(crate) fn not_found(pointer: &str) -> Self {
        Self { kind: PayloadErrorKind::NotFound, place: format!("`{pointer}`"), source: None }
    }

    /// There is something at this place, but `why`.
    #[cfg(feature = "json")]
    pub(crate) fn data(place: &str, why: &'static str) -> Self {
        Self::new(PayloadErrorKind::Data, format!("`{place}`"), why)
    }

    #[cfg(feature = "json")]
    pub(crate) fn not_signed(pointer: &str) -> Self {
        Self { kind: PayloadErrorKind::NotSigned, place: format!("`{pointer}`"), source: None }
    }

    /// What kind of problem it is.
    pub fn kind(&self) -> PayloadErrorKind {
        self.kind
    }

    /// The line of the [`Policy`](crate::Policy) that gives the status if you answer with it.
    pub fn case(&self) -> crate::policy::Case {
        crate::policy::Case::Unparseable
    }
}

impl fmt::Debug for PayloadError {
    /// Shows what a log may have: not the parser's message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PayloadError").field("kind", &self.kind).field("place", &self.place).finish_non_exhaustive()
    }
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = &self.place;
        match self.kind {
            PayloadErrorKind::Syntax => write!(f, "the payload is authentic but malformed at {place}"),
            PayloadErrorKind::Data => write!(f, "the payload is authentic but does not fit the type at {place}"),
            PayloadErrorKind::NotFound => write!(f, "the payload is authentic but has nothing at {place}"),
            PayloadErrorKind::NotSigned => {
                write!(f, "the signature does not cover {place}: read it through `Verified::unprotected()`")
            }
        }
    }
}

impl std::error::Error for PayloadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.source.as_deref()? as _)
    }
}
