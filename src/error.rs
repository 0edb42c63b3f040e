//! What can go wrong: [`VerifyError`] for a delivery, [`SetupError`] for the code that builds a verifier.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde::Serialize;

use crate::{policy::Case, scheme::Text};

mod cause;
#[cfg(feature = "public-keys")]
mod key_cause;
mod setup;

pub(crate) use cause::Cause;
#[cfg(feature = "public-keys")]
pub(crate) use key_cause::KeyCause;
pub use setup::SetupError;

/// A request that is not an event for your handler, and what to answer to it.
///
/// It is opaque on purpose. [`kind`](Self::kind) is for metrics, `Display` explains to the operator what to change, and
/// [`response`](Self::response) is for the sender: a status and, for every failed authentication, the same empty body,
/// so that nobody can find out step by step what a forged delivery lacks. None of them holds a secret, an expected
/// signature or a piece of the body.
///
/// A provider's endpoint check ([`VerifyErrorKind::Handshake`]) arrives here too. It is authentic, but it is not an
/// event: it must be answered, and must not reach a handler. Returning the error from a handler answers it.
#[must_use = "the sender needs the answer in it"]
pub struct VerifyError(Box<Inner>);

struct Inner {
    cause: Cause,
    scheme: Text,
    status: StatusCode,
}

/// The kinds of [`VerifyError`]. Serialises in `snake_case`, as [`as_str`](Self::as_str) writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum VerifyErrorKind {
    /// A header that the scheme needs is not there.
    MissingHeader,
    /// A header that the scheme needs is repeated, too long or not of its form.
    Malformed,
    /// The signature header has no signature of the kind that the scheme reads.
    NoSupportedSignature,
    /// No signature was made with any of the active keys over exactly these bytes.
    Mismatch,
    /// Signed with the right key, but not for this endpoint: an audience, a topic, an account or a version is another than
    /// the scheme or the application says.
    Unexpected,
    /// Authentic, but older than the tolerance.
    Expired,
    /// Authentic, but from further in the future than the tolerance.
    NotYetValid,
    /// The body is larger than the limit.
    BodyTooLarge,
    /// The body did not arrive in time.
    BodyTimeout,
    /// The connection failed while the body was read.
    BodyUnreadable,
    /// The provider does not use this method.
    MethodNotAllowed,
    /// An endpoint check with the wrong token.
    HandshakeRefused,
    /// Not an error: an authentic endpoint check and its answer.
    Handshake,
    /// It could not be checked, which says nothing about the delivery: all keys have ended, for example.
    CouldNotCheck,
}

impl VerifyErrorKind {
    /// The kind in `snake_case`, for metrics and logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MissingHeader => "missing_header",
            Self::Malformed => "malformed",
            Self::NoSupportedSignature => "no_supported_signature",
            Self::Mismatch => "mismatch",
            Self::Unexpected => "unexpected",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::BodyTooLarge => "body_too_large",
            Self::BodyTimeout => "body_timeout",
            Self::BodyUnreadable => "body_unreadable",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::HandshakeRefused => "handshake_refused",
            Self::Handshake => "handshake",
            Self::CouldNotCheck => "could_not_check",
        }
    }

    /// The line of the [`Policy`](crate::Policy) that gives the status; none for a handshake, which has its own.
    pub const fn case(self) -> Option<Case> {
        Some(match self {
            Self::MissingHeader
            | Self::Malformed
            | Self::NoSupportedSignature
            | Self::Mismatch
            | Self::Unexpected
            | Self::Expired
            | Self::NotYetValid => Case::Unauthentic,
            Self::BodyTooLarge => Case::BodyTooLarge,
            Self::BodyTimeout => Case::BodyTimeout,
            Self::BodyUnreadable => Case::BodyUnreadable,
            Self::MethodNotAllowed => Case::MethodNotAllowed,
            Self::HandshakeRefused => Case::HandshakeRefused,
            Self::CouldNotCheck => Case::CouldNotCheck,
            Self::Handshake => return None,
        })
    }
}

impl VerifyError {
    pub(crate) fn new(cause: Cause, scheme: Text, policy: &crate::Policy) -> Self {
        let of_policy = || cause.kind().case().map_or(StatusCode::OK, |case| policy.status(case));
        let status = cause.status().unwrap_or_else(of_policy);
        Self(Box::new(Inner { cause, scheme, status }))
    }

    /// What kind of problem it is.
    pub fn kind(&self) -> VerifyErrorKind {
        self.0.cause.kind()
    }

    /// The name of the scheme that refused, for example `stripe`.
    pub fn scheme(&self) -> &str {
        self.0.scheme.as_str()
    }

    /// The key that is needed and was not fetched yet. Fetch it, insert it into
    /// [`Verifier::key_cache`](crate::Verifier::key_cache), and verify the delivery again; or let
    /// [`verify_fetching`](crate::Verifier::verify_fetching) do that.
    #[cfg(feature = "public-keys")]
    pub fn needed_key(&self) -> Option<&crate::keys::KeyRef> {
        match &self.0.cause {
            Cause::Key(KeyCause::Needed { key, .. }) => Some(key),
            _ => None,
        }
    }

    /// The status to answer with.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The whole answer: status, headers and body. Its extensions hold the [`VerifyErrorKind`], for a middleware that
    /// logs or counts.
    pub fn response(&self) -> Response<Bytes> {
        let mut response = match &self.0.cause {
            Cause::Handshake { answer } => answer.response(),
            _ => Response::new(Bytes::new()),
        };
        *response.status_mut() = self.status();
        response.extensions_mut().insert(self.kind());
        if let Cause::MethodNotAllowed { allow, .. } = &self.0.cause {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        response
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.scheme(), self.0.cause)
    }
}

impl fmt::Debug for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyError")
            .field("kind", &self.kind())
            .field("scheme", &self.scheme())
            .field("status", &self.status())
            .field("detail", &self.0.cause.to_string())
            .finish()
    }
}

impl std::error::Error for VerifyError {}

/// Seconds, without a fraction, for messages.
pub(crate) fn seconds(duration: Duration) -> String {
    format!("{} s", duration.as_secs())
}
