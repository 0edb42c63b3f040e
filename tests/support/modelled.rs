//! A memory store in the hands of a scheduler: before and after each call anything else may happen, and each answer is
//! held against the model's.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use hookseal::{
    IdempotencyKey, IdempotencyStore, MemoryStore,
    idempotency::{Claim, Held, Lease, StoreError},
    testing::TestClock,
};
use shuttle::future::yield_now;

use super::{
    memory_store::{LEASE, at_once, store},
    model::{Answer, Call, Model},
};

/// The memory store's calls are one critical section each: they have taken effect in the order of the model's.
pub(crate) struct Modelled {
    store: MemoryStore,
    clock: TestClock,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    model: Model,
    keys: HashMap<IdempotencyKey, usize>,
    /// In the order of the model's.
    tokens: Vec<(IdempotencyKey, u128)>,
}

impl Modelled {
    pub(crate) fn new() -> Self {
        let (store, clock) = store(10);
        Self { store, clock, seen: Mutex::default() }
    }

    /// Time passes, so much that every lease ends.
    pub(crate) fn let_leases_end(&self) {
        self.clock.advance(LEASE);
        self.seen().model.let_leases_end();
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap()
    }

    async fn write(
        &self,
        lease: &Lease,
        call: fn(usize) -> Call,
        really: impl Future<Output = Result<Held, StoreError>>,
    ) -> Result<Held, StoreError> {
        yield_now().await;
        let held = at_once(really)?;
        self.seen().check_write(lease, call, held);
        yield_now().await;
        Ok(held)
    }
}

impl Seen {
    fn check_claim(&mut self, key: &IdempotencyKey, claim: &Claim) {
        let answer = match claim {
            Claim::Acquired(lease) => {
                self.tokens.push((*key, lease.token()));
                Answer::Acquired { attempt: lease.attempt() }
            }
            Claim::InProgress { .. } => Answer::InProgress,
            _ => Answer::Completed,
        };
        let next = self.keys.len();
        let key = *self.keys.entry(*key).or_insert(next);
        assert_eq!(answer, self.model.answer(Call::Claim { key }, true));
    }

    fn check_write(&mut self, lease: &Lease, call: fn(usize) -> Call, held: Held) {
        let token = (*lease.key(), lease.token());
        let call = call(self.tokens.iter().position(|acquired| *acquired == token).unwrap());
        let answer = if held == Held::Yes { Answer::Yes } else { Answer::Lost };
        assert_eq!(answer, self.model.answer(call, true), "{call:?}");
    }
}

impl IdempotencyStore for Modelled {
    async fn claim(&self, key: &IdempotencyKey, lease: Duration) -> Result<Claim, StoreError> {
        yield_now().await;
        let claim = at_once(self.store.claim(key, lease))?;
        self.seen().check_claim(key, &claim);
        yield_now().await;
        Ok(claim)
    }

    async fn renew(&self, lease: &Lease, by: Duration) -> Result<Held, StoreError> {
        self.write(lease, |lease| Call::Renew { lease }, self.store.renew(lease, by)).await
    }

    async fn complete(&self, lease: &Lease, retain: Duration) -> Result<Held, StoreError> {
        self.write(lease, |lease| Call::Complete { lease }, self.store.complete(lease, retain)).await
    }

    async fn release(&self, lease: &Lease) -> Result<Held, StoreError> {
        self.write(lease, |lease| Call::Release { lease }, self.store.release(lease)).await
    }
}
