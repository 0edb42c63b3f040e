//! Why a key that nobody pasted cannot be used.

use std::fmt;

use super::VerifyErrorKind;
use crate::keys::KeyRef;

/// A [`Cause`](super::Cause) of its own: it is about the key, not about the delivery.
pub(crate) enum KeyCause {
    /// It was not fetched yet.
    Needed { key: KeyRef, has_source: bool },
    /// It is not to be had now.
    Unavailable { why: String },
    /// The delivery names a URL that no key must be fetched from.
    BadUrl { place: String, why: &'static str },
    /// The certificate that it is in is not good.
    #[cfg(feature = "x509")]
    BadCertificate { key: KeyRef, why: &'static str },
    /// The certificates that came with a token are not good.
    #[cfg(all(feature = "jwt", feature = "x509"))]
    BadChain { why: &'static str },
}

impl KeyCause {
    pub(crate) fn kind(&self) -> VerifyErrorKind {
        match self {
            Self::Needed { .. } | Self::Unavailable { .. } => VerifyErrorKind::CouldNotCheck,
            Self::BadUrl { .. } => VerifyErrorKind::Malformed,
            #[cfg(feature = "x509")]
            Self::BadCertificate { .. } => VerifyErrorKind::Mismatch,
            #[cfg(all(feature = "jwt", feature = "x509"))]
            Self::BadChain { .. } => VerifyErrorKind::Mismatch,
        }
    }
}

impl fmt::Display for KeyCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Needed { key, has_source: true } => {
                write!(f, "{key} is needed and not there yet: call `verify_fetching`, which asks the source")
            }
            Self::Needed { key, has_source: false } => write!(
                f,
                "{key} is needed: call `.key_source(…)` on the builder, or fetch it and insert it into the verifier's \
                 `key_cache()`"
            ),
            Self::Unavailable { why } => write!(f, "the key is not to be had now: {why}"),
            Self::BadUrl { place, why } => {
                write!(f, "{place}, the URL of the key, {why}: the request is from someone else")
            }
            #[cfg(feature = "x509")]
            Self::BadCertificate { key, why } => write!(f, "the certificate at {key} proves nothing: {why}"),
            #[cfg(all(feature = "jwt", feature = "x509"))]
            Self::BadChain { why } => write!(f, "the certificates in the token prove nothing: {why}"),
        }
    }
}
