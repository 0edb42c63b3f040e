//! Why a delivery was refused, with what the operator needs to act on it.

use std::{fmt, time::Duration};

use http::{HeaderName, Method, StatusCode};

#[cfg(feature = "public-keys")]
use super::KeyCause;
use super::{VerifyErrorKind, seconds};
use crate::handshake::Answer;

/// The inside of a [`VerifyError`](crate::VerifyError).
pub(crate) enum Cause {
    Missing {
        header: HeaderName,
    },
    Repeated {
        header: HeaderName,
    },
    TooLong {
        header: HeaderName,
        limit: usize,
    },
    Malformed {
        header: HeaderName,
        why: &'static str,
    },
    MalformedBody {
        place: String,
        why: &'static str,
    },
    MissingId {
        place: String,
    },
    /// What proxies say cannot be.
    Forwarded {
        why: &'static str,
    },
    NoSignature {
        place: String,
        wanted: String,
    },
    Mismatch {
        keys: usize,
    },
    /// The digest that is signed is not that of the body.
    BodyChanged {
        place: String,
    },
    /// Authentic, but not what was agreed.
    Unexpected {
        place: String,
        why: &'static str,
    },
    Expired {
        by: Duration,
        tolerance: Duration,
    },
    /// A token has passed its end.
    Ended {
        by: Duration,
        leeway: Duration,
    },
    NotYetValid {
        by: Duration,
        tolerance: Duration,
    },
    BodyTooLarge {
        limit: usize,
    },
    BodyTimeout {
        deadline: Duration,
    },
    BodyUnreadable {
        why: String,
    },
    MethodNotAllowed {
        method: Method,
        allow: &'static str,
    },
    HandshakeRefused {
        status: Option<StatusCode>,
    },
    Handshake {
        answer: Answer,
    },
    /// A provider tells its secret, and nobody asked for it.
    SecretNotWanted,
    SecretNotKept {
        why: String,
    },
    NoActiveKey,
    UnknownKey {
        place: String,
    },
    Suspended {
        why: Box<str>,
    },
    /// About a key that nobody pasted.
    #[cfg(feature = "public-keys")]
    Key(KeyCause),
    NoVerifyToken,
    NoOrigins,
    NoKeyId,
    /// The sender signs a part of the URL that only the operator knows for certain.
    NoPublicUrl {
        component: &'static str,
    },
    NeedsRequest,
    NoPeer,
}

impl Cause {
    pub(crate) fn kind(&self) -> VerifyErrorKind {
        match self {
            Self::Missing { .. } => VerifyErrorKind::MissingHeader,
            Self::Repeated { .. }
            | Self::TooLong { .. }
            | Self::Malformed { .. }
            | Self::MalformedBody { .. }
            | Self::Forwarded { .. }
            | Self::MissingId { .. } => VerifyErrorKind::Malformed,
            Self::NoSignature { .. } => VerifyErrorKind::NoSupportedSignature,
            Self::Mismatch { .. } | Self::BodyChanged { .. } => VerifyErrorKind::Mismatch,
            Self::Unexpected { .. } => VerifyErrorKind::Unexpected,
            Self::Expired { .. } | Self::Ended { .. } => VerifyErrorKind::Expired,
            Self::NotYetValid { .. } => VerifyErrorKind::NotYetValid,
            Self::BodyTooLarge { .. } => VerifyErrorKind::BodyTooLarge,
            Self::BodyTimeout { .. } => VerifyErrorKind::BodyTimeout,
            Self::BodyUnreadable { .. } => VerifyErrorKind::BodyUnreadable,
            Self::MethodNotAllowed { .. } => VerifyErrorKind::MethodNotAllowed,
            Self::HandshakeRefused { .. } | Self::SecretNotWanted => VerifyErrorKind::HandshakeRefused,
            Self::Handshake { .. } => VerifyErrorKind::Handshake,
            #[cfg(feature = "public-keys")]
            Self::Key(cause) => cause.kind(),
            Self::SecretNotKept { .. }
            | Self::NoActiveKey
            | Self::UnknownKey { .. }
            | Self::Suspended { .. }
            | Self::NoVerifyToken
            | Self::NoOrigins
            | Self::NoKeyId
            | Self::NoPublicUrl { .. }
            | Self::NeedsRequest
            | Self::NoPeer => VerifyErrorKind::CouldNotCheck,
        }
    }

    /// The status, where it is not that of the policy.
    pub(crate) fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Handshake { answer } => Some(answer.status()),
            Self::HandshakeRefused { status } => *status,
            _ => None,
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { header } => write!(
                f,
                "header `{header}` is missing: the request is from someone else, the provider has no secret \
                 configured, or a proxy dropped it"
            ),
            Self::Repeated { header } => write!(f, "header `{header}` must be there once, but is repeated"),
            Self::TooLong { header, limit } => write!(f, "header `{header}` is longer than {limit} bytes"),
            Self::Malformed { header, why } => write!(f, "header `{header}` is malformed: {why}"),
            Self::MalformedBody { place, why } => write!(f, "`{place}` in the body is malformed: {why}"),
            Self::Forwarded { why } => write!(f, "the URL that was called cannot be told: {why}"),
            Self::MissingId { place } => write!(
                f,
                "authentic, but without an id in {place}, which the verifier is set to key events by \
                 (`KeyBy::DeliveryId`)"
            ),
            Self::NoSignature { place, wanted } => write!(f, "{place} has no {wanted}"),
            Self::Mismatch { keys } => write!(
                f,
                "the signature fits none of {keys} active key(s): the secret belongs to another endpoint, or the \
                 body was changed on its way here (parsed and written again, decompressed, trimmed)"
            ),
            Self::BodyChanged { place } => write!(
                f,
                "the body is not the one whose digest is in {place}: it was changed on its way here (parsed and written \
                 again, decompressed, trimmed)"
            ),
            Self::Unexpected { place, why } => write!(f, "the signature is right, but {place} is not: {why}"),
            Self::Expired { by, tolerance } => write!(
                f,
                "authentic, but signed {} ago, and the tolerance is {}: a replay, a long queue in front of this \
                 program, or a clock that is fast",
                seconds(*by),
                seconds(*tolerance)
            ),
            Self::Ended { by, leeway } => write!(
                f,
                "authentic, but the token ended {} ago, and the leeway is {}: a replay, a long queue in front of this \
                 program, or a clock that is fast",
                seconds(*by),
                seconds(*leeway)
            ),
            Self::NotYetValid { by, tolerance } => write!(
                f,
                "authentic, but signed {} in the future, and the tolerance is {}: the clock of this machine is slow",
                seconds(*by),
                seconds(*tolerance)
            ),
            Self::BodyTooLarge { limit } => {
                write!(f, "the body is larger than {limit} bytes, the `body_limit` of the verifier")
            }
            Self::BodyTimeout { deadline } => {
                write!(f, "the body did not arrive within {}, the `body_deadline` of the verifier", seconds(*deadline))
            }
            Self::BodyUnreadable { why } => write!(f, "the body could not be read: {why}"),
            Self::MethodNotAllowed { method, allow } => write!(f, "method {method} is not one of {allow}"),
            Self::HandshakeRefused { .. } => f.write_str(
                "an endpoint check whose token is not the `verify_token` of the verifier, whose origin is not one of its \
                 `allowed_origins`, or whose challenge is none",
            ),
            Self::SecretNotWanted => f.write_str(
                "the provider tells the secret of a new webhook, and nobody waits for it: call `.learn_secret(…)` while \
                 you create one",
            ),
            Self::SecretNotKept { why } => {
                write!(f, "the provider told the secret of a new webhook, but it could not be kept: {why}")
            }
            Self::Handshake { .. } => f.write_str("an endpoint check, to be answered with `response()`"),
            Self::UnknownKey { place } => write!(
                f,
                "{place} names a key that no secret has as its id: was the key replaced, or the id mistyped?"
            ),
            #[cfg(feature = "public-keys")]
            Self::Key(cause) => cause.fmt(f),
            Self::Suspended { why } => write!(f, "there are no secrets to verify with: {why}"),
            Self::NoKeyId => f.write_str(
                "the answer to the endpoint check has the public key in it: give it to the secret, \
                 `Secret::new(…).id(\"the public key\")`",
            ),
            Self::NoActiveKey => f.write_str("every secret has passed its end time: add the current one"),
            Self::NoVerifyToken => f.write_str(
                "an endpoint check, but there is no token to hold it against: call `.verify_token(…)` on the builder",
            ),
            Self::NoOrigins => f.write_str(
                "an origin asks for leave to deliver, but none is allowed: call `.allowed_origins(…)` on the builder",
            ),
            Self::NoPeer => f.write_str(
                "the peer's address is needed to tell whether it is a trusted proxy: put a `PeerAddr` into the request's \
                 extensions",
            ),
            Self::NoPublicUrl { component } => write!(
                f,
                "the signature covers `{component}`: call `.public_url(…)` with the whole URL that was given to the \
                 provider"
            ),
            Self::NeedsRequest => f.write_str("the method or the URL is needed: call `verify_request`, which knows them"),
        }
    }
}
