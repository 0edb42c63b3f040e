//! From a delivery to [`Verified`]: scheme, secrets, tolerance and clock in one value.

use std::{fmt, marker::PhantomData, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};

#[cfg(feature = "public-keys")]
use crate::error::KeyCause;
use crate::{
    Provider, Scheme, Secret, SetupError, Verified, VerifyError,
    error::Cause,
    idempotency::KeyBy,
    scheme::values::Head,
    secret::{keys::Set, ring},
};

mod builder;
#[cfg(all(feature = "jwt", feature = "x509"))]
mod chain;
mod check;
mod claims;
mod demands;
#[cfg(feature = "aes")]
mod encrypted;
mod items;
#[cfg(feature = "jwt")]
mod opened;
mod port;
#[cfg(feature = "public-keys")]
mod remote;
#[cfg(feature = "public-keys")]
mod request;
mod shared;
#[cfg(feature = "jwt")]
mod token;
mod trial;

pub use crate::proxy::PeerAddr;
pub use builder::{Builder, Dangerous};
pub(crate) use check::{KeyId, Opened};
#[cfg(feature = "jwt")]
pub use opened::OpenedToken;
pub(crate) use shared::Shared;

/// The provider of a verifier whose scheme was chosen at run time, see [`Verifier::from_scheme`].
#[derive(Debug)]
pub enum Custom {}

/// Whose deliveries a verifier verifies: a [`Provider`], or [`Custom`]. It says whether the body may be read as if the
/// signature covered it.
pub trait Origin: sealed::Sealed + 'static {
    /// Whether it does, or its lack was accepted when the verifier was built.
    const COVERS_BODY: bool;
}

impl<P: Provider> Origin for P {
    const COVERS_BODY: bool = P::SCHEME.covers_body();
}

impl Origin for Custom {
    const COVERS_BODY: bool = true;
}

mod sealed {
    pub trait Sealed {}

    impl<P: crate::Provider> Sealed for P {}
    impl Sealed for super::Custom {}
}

/// Verifies the deliveries of one endpoint. Made once, when the program starts; a clone is a reference count.
///
/// ```
/// use hookseal::{Verifier, provider::GitHub};
///
/// let github = Verifier::<GitHub>::new("the secret of the webhook")?;
/// # Ok::<(), hookseal::SetupError>(())
/// ```
///
/// # Limits
///
/// Bodies up to [`body_limit`](Builder::body_limit), header values up to 8 KiB, the first 16 signatures of a header,
/// signed ids up to 512 bytes. A delivery costs one MAC per active secret, however many signatures it offers.
pub struct Verifier<P> {
    shared: Arc<Shared>,
    provider: PhantomData<fn() -> P>,
}

impl<P: Provider> Verifier<P> {
    /// A verifier with one secret and the provider's defaults.
    ///
    /// # Errors
    ///
    /// If the secret is empty, blank or not what the scheme needs; the error says what to do.
    pub fn new(secret: impl Into<Secret>) -> Result<Self, SetupError> {
        Self::builder().secret(secret).build()
    }

    /// A verifier with more to say: several secrets, another tolerance, a clock, limits.
    ///
    /// It does not compile for a provider that needs a feature which is off.
    pub fn builder() -> Builder<P> {
        const {
            assert!(
                P::SCHEME.missing_feature().is_none(),
                "this provider needs a feature of hookseal: its page says which"
            );
        }
        Builder::new(P::SCHEME)
    }
}

impl Verifier<Custom> {
    /// A verifier for a scheme that is chosen when the program runs: built in code, read from configuration (see
    /// [`Scheme`]), or found by [name](crate::provider::by_name).
    ///
    /// If its signature does not cover the body, building fails until
    /// [`Dangerous::unprotected_body`] accepts that.
    ///
    /// # Examples
    ///
    /// ```
    /// use hookseal::{Verifier, scheme::{Algorithm, Scheme, Signature}};
    ///
    /// let acme = Scheme::mac("acme", Algorithm::Sha512).signature(Signature::header("x-acme-signature"));
    /// let verifier = Verifier::from_scheme(acme).secret("correct horse battery staple").build()?;
    /// # Ok::<(), hookseal::SetupError>(())
    /// ```
    pub fn from_scheme(scheme: Scheme) -> Builder<Custom> {
        Builder::of_scheme(scheme)
    }
}

impl<P> Verifier<P> {
    /// Verifies a delivery: its headers and its body, byte for byte as they were received.
    ///
    /// `Bytes` and `Vec<u8>` are taken without copying; a body that was parsed and written again cannot be verified.
    ///
    /// # Errors
    ///
    /// Anything that is not an authentic, fresh event. Answer with [`VerifyError::response`]; in axum and actix-web it
    /// is enough to return the error. That includes endpoint checks, which the error answers correctly.
    pub fn verify(&self, headers: &HeaderMap, body: impl Into<Bytes>) -> Result<Verified<P>, VerifyError> {
        self.open(&Head::of_headers(headers), body.into())
    }

    /// Verifies a whole request: what [`verify`](Self::verify) does, and the method, the endpoint checks that come by
    /// GET, and the schemes that sign method or URL. [`PeerAddr`] is read from its extensions.
    ///
    /// # Errors
    ///
    /// As for [`verify`](Self::verify), and for a method that the provider does not use.
    pub fn verify_request<B: Into<Bytes>>(&self, request: Request<B>) -> Result<Verified<P>, VerifyError> {
        let (head, body) = request.into_parts();
        self.check_head(&head.method, &head.uri, &head.headers)?;
        let peer = head.extensions.get().copied();
        self.open(&Head::new(&head.method, &head.uri, &head.headers, peer), body.into())
    }

    /// What can be said before the body is read: method, endpoint checks by GET, missing, repeated and oversized
    /// headers, a `Content-Length` over the limit. For adapters; [`verify`](Self::verify) checks the headers again.
    ///
    /// # Errors
    ///
    /// If the request cannot become an event, or is an endpoint check by GET and has its answer.
    pub fn check_head(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), VerifyError> {
        let head = Head::new(method, uri, headers, None);
        self.shared.check_head(&head).map_err(|cause| self.shared.refuse(cause))
    }

    /// Verifies a whole request, and fetches the key that it needs, if that is elsewhere and not known yet: from the
    /// [`key_source`](Builder::key_source) of the builder. Schemes with secrets never wait here.
    ///
    /// # Errors
    ///
    /// As for [`verify_request`](Self::verify_request). If the key is not to be had, the delivery could not be checked, and
    /// is answered with 503.
    #[cfg(feature = "public-keys")]
    pub async fn verify_fetching<B: Into<Bytes>>(&self, request: Request<B>) -> Result<Verified<P>, VerifyError> {
        let (head, body) = request.into_parts();
        self.check_head(&head.method, &head.uri, &head.headers)?;
        let peer = head.extensions.get().copied();
        self.open_fetching(&Head::new(&head.method, &head.uri, &head.headers, peer), body.into()).await
    }

    /// Verifies a request whose head has been checked; fetches the key that it needs, if any.
    #[cfg(feature = "public-keys")]
    pub(crate) async fn open_fetching(&self, head: &Head<'_>, body: Bytes) -> Result<Verified<P>, VerifyError> {
        let refused = match self.open(head, body.clone()) {
            Err(refused) => refused,
            verified => return verified,
        };
        let (Some(key), Some(source)) = (refused.needed_key(), &self.shared.remote.source) else { return Err(refused) };
        match self.shared.remote.cache.resolve(key, source).await {
            Ok(_) => self.open(head, body),
            Err(error) => Err(self.shared.refuse(Cause::Key(KeyCause::Unavailable { why: error.to_string() }))),
        }
    }

    /// The keys that were fetched for this verifier.
    #[cfg(feature = "public-keys")]
    pub fn key_cache(&self) -> &crate::keys::KeyCache {
        &self.shared.remote.cache
    }

    /// Puts other secrets in the place of all that there are, in this verifier and all its clones. Deliveries that are
    /// being verified at the moment keep to the ones they began with.
    ///
    /// ```
    /// use hookseal::{Secret, Verifier, provider::GitHub};
    ///
    /// let github = Verifier::<GitHub>::builder().secrets_later().build()?;
    /// // Whenever the vault has been asked:
    /// # fn vault() -> Result<[Secret; 2], std::io::Error> { Ok([Secret::new("new"), Secret::new("old")]) }
    /// match vault() {
    ///     Ok(secrets) => github.replace_secrets(secrets)?,
    ///     Err(error) => github.suspend(error.to_string()),
    /// }
    /// # Ok::<(), hookseal::SetupError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there is no secret or one is unusable; the ones that there are stay then.
    pub fn replace_secrets(&self, secrets: impl IntoIterator<Item = Secret>) -> Result<(), SetupError> {
        let secrets: Vec<_> = secrets.into_iter().map(|secret| (secret, None)).collect();
        let keys = ring::forge(self.scheme(), &secrets)?;
        self.shared.keys.exchange(Set::new(keys));
        Ok(())
    }

    /// Takes all secrets away, because they can no longer be relied on: until
    /// [`replace_secrets`](Self::replace_secrets), every delivery is one that could not be checked, and is answered with
    /// 503 so that the provider sends it again. `why` is for the operator.
    pub fn suspend(&self, why: impl Into<String>) {
        self.shared.keys.exchange(Set::suspended(why.into()));
    }

    /// The scheme.
    pub fn scheme(&self) -> &Scheme {
        &self.shared.plan.scheme
    }

    /// The largest body, in bytes.
    pub fn body_limit(&self) -> usize {
        self.shared.body_limit
    }

    /// How long a body may take to arrive.
    pub fn body_deadline(&self) -> Duration {
        self.shared.body_deadline
    }

    /// Verifies a delivery. Where the whole request is known, its head has been checked.
    pub(crate) fn open(&self, head: &Head<'_>, body: Bytes) -> Result<Verified<P>, VerifyError> {
        let mut opened = Opened::default();
        if let Err(cause) = self.shared.check(head, &body, &mut opened) {
            return Err(self.shared.refuse(cause));
        }
        let body = opened.body.take().unwrap_or(body);
        if self.shared.key_by != KeyBy::DeliveryId {
            return Ok(Verified::new(Arc::clone(&self.shared), body, opened));
        }
        let verified = Verified::new(Arc::clone(&self.shared), body, opened);
        match verified.id() {
            Some(_) => Ok(verified),
            None => Err(self.shared.refuse(Cause::MissingId { place: self.shared.id_places() })),
        }
    }

    #[cfg(any(feature = "axum", feature = "actix"))]
    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }
}

impl<P> Clone for Verifier<P> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), provider: PhantomData }
    }
}

impl<P> fmt::Debug for Verifier<P> {
    /// Names the scheme and the ids of the secrets, never the secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("scheme", &self.scheme().name())
            .field("keys", &self.shared.keys.current().keys.iter().map(|key| &key.id).collect::<Vec<_>>())
            .field("tolerance", &self.shared.window.as_ref().map(|window| window.tolerance))
            .field("body_limit", &self.shared.body_limit)
            .finish_non_exhaustive()
    }
}
