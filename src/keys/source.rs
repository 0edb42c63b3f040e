//! Where keys come from.

use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use bytes::Bytes;

use super::{KeyRef, KeySourceError};

/// Fetches the documents that keys are in. `HttpKeySource`, with the feature `fetch`, is one; a closure is one, too:
///
/// ```
/// use hookseal::keys::{FetchedKey, KeyRef, KeySource, KeySourceError};
///
/// fn from_vault() -> impl KeySource {
///     |key: KeyRef| async move {
///         // Ask your own proxy, vault or disk for `key.url()`.
///         # let document = Some("…").filter(|_| key.url().starts_with("https://"));
///         let document = document.ok_or_else(|| KeySourceError::new("the vault has no such key"))?;
///         Ok(FetchedKey::new(document))
///     }
/// }
/// # from_vault();
/// ```
///
/// # What is expected of a source
///
/// - It fetches `key.url()` and nothing else: no redirect is followed, since the scheme pins the URL.
/// - It ends by itself, after seconds: deliveries wait for it, and their senders do not wait long.
/// - It does not try again. The [`KeyCache`](super::KeyCache) remembers failures, and the provider repeats its delivery.
pub trait KeySource: Send + Sync + 'static {
    /// Fetches one document.
    fn fetch(&self, key: &KeyRef) -> impl Future<Output = Result<FetchedKey, KeySourceError>> + Send;
}

impl<F, Fetch> KeySource for F
where
    F: Fn(KeyRef) -> Fetch + Send + Sync + 'static,
    Fetch: Future<Output = Result<FetchedKey, KeySourceError>> + Send,
{
    fn fetch(&self, key: &KeyRef) -> impl Future<Output = Result<FetchedKey, KeySourceError>> + Send {
        self(key.clone())
    }
}

/// A document as it was fetched, and how long it may be kept.
#[derive(Clone, Debug)]
pub struct FetchedKey {
    pub(super) document: Bytes,
    pub(super) max_age: Option<Duration>,
}

impl FetchedKey {
    /// A JWK Set, a public key or certificates, in any form in which providers publish them; at most 64 KiB are read.
    pub fn new(document: impl Into<Bytes>) -> Self {
        Self { document: document.into(), max_age: None }
    }

    /// How long it may be kept, as `Cache-Control: max-age` says (RFC 9111, section 5.2.2.1). Less than a minute counts as a
    /// minute, more than seven days as seven days, and nothing as a day.
    pub fn max_age(self, age: Duration) -> Self {
        Self { max_age: Some(age), ..self }
    }
}

type Fetching<'a> = Pin<Box<dyn Future<Output = Result<FetchedKey, KeySourceError>> + Send + 'a>>;

/// The trait with its future in a box.
trait Erased: Send + Sync {
    fn fetch<'a>(&'a self, key: &'a KeyRef) -> Fetching<'a>;
}

impl<S: KeySource> Erased for S {
    fn fetch<'a>(&'a self, key: &'a KeyRef) -> Fetching<'a> {
        Box::pin(KeySource::fetch(self, key))
    }
}

/// Any source. A clone is the same one.
#[derive(Clone)]
pub(crate) struct AnySource(Arc<dyn Erased>);

impl AnySource {
    pub(crate) fn new(source: impl KeySource) -> Self {
        Self(Arc::new(source))
    }
}

impl KeySource for AnySource {
    async fn fetch(&self, key: &KeyRef) -> Result<FetchedKey, KeySourceError> {
        Erased::fetch(&*self.0, key).await
    }
}

impl fmt::Debug for AnySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnySource").finish_non_exhaustive()
    }
}
