//! Verified events and a store: each event takes effect once.
//!
//! What is promised depends on the store, and on how it is used:
//!
//! - By lease ([`Inbox::process`], [`Inbox::admit`]), with any store that is durable: **at least once**. An event that was
//!   answered with 2xx has been processed, none is lost, and two runs overlap only if a worker outlives its lease; the
//!   loser's write is then refused.
//! - In a transaction (`Inbox::claim_in`, with the stores in PostgreSQL and SQLite): **exactly one committed effect** per
//!   event, as far as the effect is part of that transaction.
//! - With [`MemoryStore`](crate::MemoryStore): once in **one process**, until it ends.

use std::{fmt, sync::Arc, time::Duration};

use crate::{
    IdempotencyKey, Verified,
    idempotency::{Claim, Held, IdempotencyStore, Lease, StoreError},
};

mod outcome;
#[cfg(feature = "tokio")]
mod process;
mod stats;

pub use outcome::{Disposition, Outcome, Reply};
use stats::Counters;
pub use stats::Stats;

/// Admits each event once. A clone is two reference counts and refers to the same store.
///
/// ```
/// # #[cfg(feature = "testing")]
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use hookseal::{Admission, Inbox, MemoryStore, Verifier, provider::Stripe, testing};
///
/// let inbox = Inbox::new(MemoryStore::new());
/// let (headers, body) = testing::sign::<Stripe>("whsec_x", r#"{"id":"evt_1"}"#).into_headers_and_body();
/// let event = Verifier::<Stripe>::new("whsec_x")?.verify(&headers, body)?;
///
/// match inbox.admit(&event).await? {
///     Admission::New(permit) => {
///         // … the work …
///         let _held = permit.complete().await?;
///     }
///     Admission::Duplicate => println!("done before: answer 200"),
///     Admission::InProgress { retry_after } => println!("answer 503, Retry-After {retry_after:?}"),
/// }
/// # Ok(())
/// # }
/// ```
///
/// With the feature `tokio`, [`process`](Self::process) does all of this, and keeps the lease alive meanwhile.
pub struct Inbox<S> {
    store: Arc<S>,
    lease: Duration,
    retain: Duration,
    wait: Duration,
    counters: Arc<Counters>,
}

impl<S: IdempotencyStore> Inbox<S> {
    /// An inbox with a lease of 60 s and a retention of 7 days.
    pub fn new(store: S) -> Self {
        Self {
            store: Arc::new(store),
            lease: Duration::from_secs(60),
            retain: Duration::from_secs(7 * 24 * 60 * 60),
            wait: Duration::from_secs(1),
            counters: Arc::default(),
        }
    }

    /// How long a claim holds without being renewed: how soon an event can be processed again after a crash. At least
    /// a millisecond.
    pub fn lease(self, lease: Duration) -> Self {
        Self { lease: lease.max(Duration::from_millis(1)), ..self }
    }

    /// How long a processed event is remembered. Longer than the provider retries: Stripe does so for 3 days, and
    /// people send events again by hand.
    pub fn retain(self, retain: Duration) -> Self {
        Self { retain, ..self }
    }

    /// How long [`process`](Self::process) waits for another delivery of the same event before it answers 503; 1 s if
    /// not set. Zero answers at once.
    pub fn wait(self, wait: Duration) -> Self {
        Self { wait, ..self }
    }

    #[cfg(any(feature = "postgres", feature = "sqlite"))]
    pub(crate) const fn retention(&self) -> Duration {
        self.retain
    }

    /// The store.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// What has happened so far, for metrics.
    pub fn stats(&self) -> Stats {
        self.counters.snapshot()
    }

    /// Claims the event.
    ///
    /// # Errors
    ///
    /// If the store cannot be asked. The event must not be processed then: answer 503.
    pub async fn admit<P>(&self, event: &Verified<P>) -> Result<Admission<'_, S>, StoreError> {
        self.admit_key(&event.idempotency_key()).await
    }

    /// Claims an event by its key: one of several of a delivery, such as those of a batch (`Verified::batch`), or one from elsewhere.
    ///
    /// # Errors
    ///
    /// If the store cannot be asked. The event must not be processed then: answer 503.
    pub async fn admit_key(&self, key: &IdempotencyKey) -> Result<Admission<'_, S>, StoreError> {
        Ok(match self.store.claim(key, self.lease).await? {
            Claim::Acquired(lease) => Admission::New(Permit { inbox: self, lease }),
            Claim::InProgress { retry_after } => Admission::InProgress { retry_after },
            Claim::Completed => Admission::Duplicate,
        })
    }
}

impl<S> Clone for Inbox<S> {
    fn clone(&self) -> Self {
        Self { store: Arc::clone(&self.store), counters: Arc::clone(&self.counters), ..*self }
    }
}

impl<S> fmt::Debug for Inbox<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox").field("lease", &self.lease).field("retain", &self.retain).finish_non_exhaustive()
    }
}

/// Whether an event may be processed.
#[derive(Debug)]
#[must_use]
pub enum Admission<'i, S> {
    /// It may, by the holder of this permit.
    New(Permit<'i, S>),
    /// It is being processed for another delivery.
    InProgress {
        /// When the other's lease ends at the latest, unless it is renewed.
        retry_after: Duration,
    },
    /// It has been processed.
    Duplicate,
}

/// The right to process an event for the time of a lease. Complete it when the work is done, release it when it failed.
/// Dropping it does neither: the event can then be claimed again when the lease ends.
#[must_use = "complete or release it, or the event is blocked until the lease ends"]
pub struct Permit<'i, S> {
    inbox: &'i Inbox<S>,
    lease: Lease,
}

impl<S: IdempotencyStore> Permit<'_, S> {
    /// Records that the event is processed. If that fails, the work is done all the same: answer 200, and try again.
    ///
    /// # Errors
    ///
    /// If the store cannot be asked.
    pub async fn complete(self) -> Result<Held, StoreError> {
        self.inbox.store.complete(&self.lease, self.inbox.retain).await
    }

    /// Gives the event back, so that the provider's next attempt is processed.
    ///
    /// # Errors
    ///
    /// If the store cannot be asked; the event can then be claimed again when the lease ends.
    pub async fn release(self) -> Result<Held, StoreError> {
        self.inbox.store.release(&self.lease).await
    }

    /// Starts the lease anew, for work that takes longer.
    ///
    /// # Errors
    ///
    /// If the store cannot be asked.
    pub async fn renew(&self) -> Result<Held, StoreError> {
        self.inbox.store.renew(&self.lease, self.inbox.lease).await
    }

    /// The how-manieth attempt at the event this is; see [`Lease::attempt`]. What to do with an event that fails again
    /// and again is yours to say: to set it aside somewhere and [`complete`](Self::complete) it ends its retries.
    pub const fn attempt(&self) -> u32 {
        self.lease.attempt()
    }

    /// The lease, to complete it elsewhere.
    pub fn lease(&self) -> &Lease {
        &self.lease
    }
}

impl<S> fmt::Debug for Permit<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").field("key", self.lease.key()).finish_non_exhaustive()
    }
}
