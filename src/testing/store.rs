//! A store that fails on demand.

use std::{
    collections::VecDeque,
    fmt,
    future::Future,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use crate::idempotency::{Claim, Held, IdempotencyKey, IdempotencyStore, Lease, StoreError};

/// A method of [`IdempotencyStore`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Call {
    /// `claim`
    Claim,
    /// `renew`
    Renew,
    /// `complete`
    Complete,
    /// `release`
    Release,
}

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The store was not reached: nothing happened.
    Unreachable,
    /// The store did it, but the answer was lost.
    AnswerLost,
}

/// Passes calls on to another store, except those that it was told to fail, and counts them all.
pub struct FaultyStore<S> {
    store: S,
    script: Mutex<Script>,
}

#[derive(Default)]
struct Script {
    faults: VecDeque<(Call, Fault)>,
    calls: Vec<Call>,
}

impl<S> FaultyStore<S> {
    /// Fails nothing yet.
    pub fn new(store: S) -> Self {
        Self { store, script: Mutex::default() }
    }

    /// Fails the next `times` calls of this method.
    pub fn fail(&self, call: Call, fault: Fault, times: usize) {
        self.script().faults.extend(std::iter::repeat_n((call, fault), times));
    }

    /// How often this method was called.
    pub fn calls(&self, call: Call) -> usize {
        self.script().calls.iter().filter(|seen| **seen == call).count()
    }

    /// The store behind it.
    pub fn inner(&self) -> &S {
        &self.store
    }

    fn script(&self) -> std::sync::MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn call<R>(&self, call: Call, really: impl Future<Output = Result<R, StoreError>>) -> Result<R, StoreError> {
        let fault = {
            let mut script = self.script();
            script.calls.push(call);
            let next = script.faults.iter().position(|(planned, _)| *planned == call);
            next.and_then(|next| script.faults.remove(next))
        };
        let answer = match fault {
            Some((_, Fault::Unreachable)) => None,
            Some((_, Fault::AnswerLost)) => really.await.ok().and(None),
            None => return really.await,
        };
        answer.ok_or_else(|| StoreError::new(format!("{call:?} failed, as the test asked")))
    }
}

impl<S: IdempotencyStore> IdempotencyStore for FaultyStore<S> {
    async fn claim(&self, key: &IdempotencyKey, lease: Duration) -> Result<Claim, StoreError> {
        self.call(Call::Claim, self.store.claim(key, lease)).await
    }

    async fn renew(&self, lease: &Lease, by: Duration) -> Result<Held, StoreError> {
        self.call(Call::Renew, self.store.renew(lease, by)).await
    }

    async fn complete(&self, lease: &Lease, retain: Duration) -> Result<Held, StoreError> {
        self.call(Call::Complete, self.store.complete(lease, retain)).await
    }

    async fn release(&self, lease: &Lease) -> Result<Held, StoreError> {
        self.call(Call::Release, self.store.release(lease)).await
    }
}

impl<S: fmt::Debug> fmt::Debug for FaultyStore<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultyStore").field("store", &self.store).finish_non_exhaustive()
    }
}
