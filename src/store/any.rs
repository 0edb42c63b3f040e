//! A store whose type is chosen at run time.

use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use crate::idempotency::{Claim, Held, IdempotencyKey, IdempotencyStore, Lease, StoreError};

/// Any store, so that configuration can choose one while the program has a single type of
/// [`Inbox`](crate::Inbox). What is promised is what the store behind it promises. A clone is the same store.
///
/// It costs an allocation per call. Claims in a transaction need the store itself: their type is the database's.
///
/// ```
/// use hookseal::{Inbox, MemoryStore, store::AnyStore};
///
/// fn store(name: &str) -> Result<AnyStore, String> {
///     match name {
///         "memory" => Ok(AnyStore::new(MemoryStore::new())),
///         // "postgres" => Ok(AnyStore::new(PostgresStore::new(pool))), …
///         other => Err(format!("there is no store `{other}`")),
///     }
/// }
///
/// let inbox: Inbox<AnyStore> = Inbox::new(store("memory")?);
/// # Ok::<(), String>(())
/// ```
#[derive(Clone)]
pub struct AnyStore(Arc<dyn Erased>);

impl AnyStore {
    /// Forgets what type of store it is.
    pub fn new(store: impl IdempotencyStore) -> Self {
        Self(Arc::new(store))
    }
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// The four methods with futures in boxes.
trait Erased: Send + Sync {
    fn claim<'a>(&'a self, key: &'a IdempotencyKey, lease: Duration) -> Answer<'a, Claim>;
    fn renew<'a>(&'a self, lease: &'a Lease, by: Duration) -> Answer<'a, Held>;
    fn complete<'a>(&'a self, lease: &'a Lease, retain: Duration) -> Answer<'a, Held>;
    fn release<'a>(&'a self, lease: &'a Lease) -> Answer<'a, Held>;
}

impl<S: IdempotencyStore> Erased for S {
    fn claim<'a>(&'a self, key: &'a IdempotencyKey, lease: Duration) -> Answer<'a, Claim> {
        Box::pin(IdempotencyStore::claim(self, key, lease))
    }

    fn renew<'a>(&'a self, lease: &'a Lease, by: Duration) -> Answer<'a, Held> {
        Box::pin(IdempotencyStore::renew(self, lease, by))
    }

    fn complete<'a>(&'a self, lease: &'a Lease, retain: Duration) -> Answer<'a, Held> {
        Box::pin(IdempotencyStore::complete(self, lease, retain))
    }

    fn release<'a>(&'a self, lease: &'a Lease) -> Answer<'a, Held> {
        Box::pin(IdempotencyStore::release(self, lease))
    }
}

impl IdempotencyStore for AnyStore {
    async fn claim(&self, key: &IdempotencyKey, lease: Duration) -> Result<Claim, StoreError> {
        Erased::claim(&*self.0, key, lease).await
    }

    async fn renew(&self, lease: &Lease, by: Duration) -> Result<Held, StoreError> {
        Erased::renew(&*self.0, lease, by).await
    }

    async fn complete(&self, lease: &Lease, retain: Duration) -> Result<Held, StoreError> {
        Erased::complete(&*self.0, lease, retain).await
    }

    async fn release(&self, lease: &Lease) -> Result<Held, StoreError> {
        Erased::release(&*self.0, lease).await
    }
}

impl fmt::Debug for AnyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyStore").finish_non_exhaustive()
    }
}
