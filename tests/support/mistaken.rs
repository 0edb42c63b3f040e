//! A memory store that is asked for the wrong thing at one point: a mistake that only shows when receivers meet.

use std::{sync::Mutex, time::Duration};

use hookseal::{
    IdempotencyKey, IdempotencyStore, MemoryStore,
    idempotency::{Claim, Held, Lease, StoreError},
    testing::TestClock,
};
use shuttle::future::yield_now;

use super::memory_store::{LEASE, at_once, store};

/// A mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// None: what the others are measured by.
    None,
    /// Completes, releases or renews for whoever holds the key, whoever asks.
    CompletesForOthers,
    ReleasesForOthers,
    RenewsForOthers,
    /// Says that a lease is renewed though it has ended.
    RenewsWhatHasEnded,
    /// Says that an event is completed, and leaves it to the end of the lease.
    CompletesNothing,
    /// Takes what is released for completed.
    CompletesWhatIsReleased,
    /// Takes what is claimed for completed.
    CompletesWhatIsClaimed,
    /// Forgets that leases end.
    LeasesForEver,
}

/// Calls take effect between two moments at which anything else may happen.
pub(crate) struct Mistaken {
    mistake: Mistake,
    store: MemoryStore,
    clock: TestClock,
    /// The last lease, whoever has it.
    last: Mutex<Option<Lease>>,
}

impl Mistaken {
    pub(crate) fn new(mistake: Mistake) -> Self {
        let (store, clock) = store(10);
        Self { mistake, store, clock, last: Mutex::default() }
    }

    /// Time passes, so much that every lease ends.
    pub(crate) fn let_leases_end(&self) {
        self.clock.advance(LEASE);
    }

    /// The lease that a write is made with.
    fn written<'l>(&self, lease: &'l Lease, for_others: Mistake) -> std::borrow::Cow<'l, Lease> {
        match &*self.last.lock().unwrap() {
            Some(last) if self.mistake == for_others => std::borrow::Cow::Owned(last.clone()),
            _ => std::borrow::Cow::Borrowed(lease),
        }
    }
}

/// Makes a call that takes effect at once.
async fn meanwhile<T>(call: impl FnOnce() -> T) -> T {
    yield_now().await;
    let result = call();
    yield_now().await;
    result
}

impl IdempotencyStore for Mistaken {
    async fn claim(&self, key: &IdempotencyKey, lease: Duration) -> Result<Claim, StoreError> {
        let lease = if self.mistake == Mistake::LeasesForEver { lease * 1000 } else { lease };
        meanwhile(|| {
            let claim = at_once(self.store.claim(key, lease))?;
            if let Claim::Acquired(lease) = &claim {
                *self.last.lock().unwrap() = Some(lease.clone());
                if self.mistake == Mistake::CompletesWhatIsClaimed {
                    let _held = at_once(self.store.complete(lease, LEASE * 1000))?;
                }
            }
            Ok(claim)
        })
        .await
    }

    async fn renew(&self, lease: &Lease, by: Duration) -> Result<Held, StoreError> {
        meanwhile(|| {
            let held = at_once(self.store.renew(&self.written(lease, Mistake::RenewsForOthers), by))?;
            Ok(if self.mistake == Mistake::RenewsWhatHasEnded { Held::Yes } else { held })
        })
        .await
    }

    async fn complete(&self, lease: &Lease, retain: Duration) -> Result<Held, StoreError> {
        meanwhile(|| match self.mistake {
            Mistake::CompletesNothing => Ok(Held::Yes),
            _ => at_once(self.store.complete(&self.written(lease, Mistake::CompletesForOthers), retain)),
        })
        .await
    }

    async fn release(&self, lease: &Lease) -> Result<Held, StoreError> {
        meanwhile(|| match self.mistake {
            Mistake::CompletesWhatIsReleased => at_once(self.store.complete(lease, LEASE * 1000)),
            _ => at_once(self.store.release(&self.written(lease, Mistake::ReleasesForOthers))),
        })
        .await
    }
}
