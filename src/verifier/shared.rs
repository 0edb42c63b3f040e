//! What all clones of a verifier, and all that it has verified, refer to.

use std::{sync::Arc, time::Duration};

use zeroize::Zeroizing;

#[cfg(feature = "public-keys")]
use crate::keys::{AnySource, KeyCache};
use crate::{
    Policy, VerifyError,
    crypto::Key,
    error::Cause,
    handshake::{self, Learn, Origins},
    idempotency::KeyBy,
    proxy::Proxies,
    scheme::plan::Plan,
    secret::keys::Keys,
    time::{Clock, Moment, Window},
};

/// Where keys come from that nobody pasted.
#[cfg(feature = "public-keys")]
#[derive(Default)]
pub(crate) struct Remote {
    /// Where this user's keys are, if the scheme leaves it open.
    pub(crate) url: Option<Box<str>>,
    pub(crate) cache: KeyCache,
    pub(crate) source: Option<AnySource>,
}

pub(crate) struct Shared {
    pub(crate) plan: Plan,
    pub(crate) handshake: handshake::Plan,
    pub(crate) keys: Keys,
    /// `None` if the scheme signs no time, or if it is to be ignored.
    pub(crate) window: Option<Window>,
    #[cfg(feature = "public-keys")]
    pub(crate) remote: Remote,
    /// What fetched certificates must lead to; `None` if the pinned host is proof enough.
    #[cfg(feature = "x509")]
    pub(crate) anchors: Option<Vec<Arc<crate::x509::Certificate>>>,
    /// Whether deliveries of any age are accepted.
    #[cfg(feature = "jwt")]
    pub(crate) ignores_time: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) public_url: Option<Box<str>>,
    pub(crate) proxies: Option<Proxies>,
    pub(crate) verify_token: Option<Key>,
    /// The same token as text, where the answer to an endpoint check is made of it.
    pub(crate) digested_token: Option<Zeroizing<String>>,
    pub(crate) learn_secret: Option<Learn>,
    pub(crate) origins: Option<Origins>,
    pub(crate) body_limit: usize,
    pub(crate) body_deadline: Duration,
    pub(crate) namespace: Box<str>,
    pub(crate) key_by: KeyBy,
    pub(crate) policy: Policy,
    /// Put together when the first request asks for them.
    #[cfg(feature = "actix")]
    pub(crate) headers: std::sync::OnceLock<Box<[http::HeaderName]>>,
}

impl Shared {
    pub(crate) fn now(&self) -> Moment {
        Moment::from_system(self.clock.now())
    }

    /// Makes the error for a cause, and tells the operator.
    pub(crate) fn refuse(&self, cause: Cause) -> VerifyError {
        let error = VerifyError::new(cause, self.plan.scheme.name, &self.policy);
        #[cfg(feature = "tracing")]
        match error.kind() {
            crate::VerifyErrorKind::Handshake => tracing::info!(scheme = error.scheme(), "answering an endpoint check"),
            crate::VerifyErrorKind::CouldNotCheck => {
                tracing::error!(scheme = error.scheme(), detail = %error, "a delivery could not be checked");
            }
            kind => {
                tracing::warn!(scheme = error.scheme(), kind = kind.as_str(), detail = %error, "a delivery was refused");
            }
        }
        error
    }

    /// Every header that is looked at, for frameworks whose header map is their own.
    #[cfg(feature = "actix")]
    pub(crate) fn headers(&self) -> &[http::HeaderName] {
        self.headers.get_or_init(|| {
            let proxies = self.proxies.iter().flat_map(|_| Proxies::headers());
            let of_scheme = self.plan.headers().chain(self.handshake.headers());
            let all = of_scheme.chain([&http::header::CONTENT_LENGTH]).chain(proxies);
            let mut names: Vec<_> = all.cloned().collect();
            names.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
            names.dedup();
            names.into()
        })
    }

    /// Where the scheme has its id, for an error.
    pub(crate) fn id_places(&self) -> String {
        let mut places = String::new();
        for field in self.plan.scheme.id.iter() {
            places += if places.is_empty() { "" } else { " or " };
            places += &field.to_string();
        }
        places
    }
}
