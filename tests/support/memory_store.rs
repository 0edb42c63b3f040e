//! A memory store whose clock is set by hand, and claims that must succeed.
#![allow(dead_code)] // each test file uses a part of it

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use hookseal::{
    IdempotencyKey, IdempotencyStore, MemoryStore,
    idempotency::{Claim, Held, Lease, StoreError},
    testing::TestClock,
};

pub(crate) const NOON: u64 = 1_800_000_000;
pub(crate) const LEASE: Duration = Duration::from_secs(60);
pub(crate) const RETAIN: Duration = Duration::from_secs(600);
pub(crate) const SECOND: Duration = Duration::from_secs(1);
/// One second before the lease ends.
pub(crate) const NEARLY_LEASE: Duration = Duration::from_secs(59);

/// None of the store's futures ever waits.
pub(crate) fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the memory store waits for something"),
    }
}

pub(crate) fn store(capacity: usize) -> (MemoryStore, TestClock) {
    let clock = TestClock::at_unix(NOON);
    (MemoryStore::with_capacity(capacity).with_clock(clock.clone()), clock)
}

pub(crate) fn key(id: &str) -> IdempotencyKey {
    IdempotencyKey::new("", "test", "id", id.as_bytes())
}

pub(crate) fn numbered(id: usize) -> IdempotencyKey {
    key(&id.to_string())
}

pub(crate) fn try_claim(store: &MemoryStore, key: &IdempotencyKey) -> Result<Claim, StoreError> {
    at_once(store.claim(key, LEASE))
}

pub(crate) fn claim(store: &MemoryStore, key: &IdempotencyKey) -> Claim {
    try_claim(store, key).unwrap()
}

pub(crate) fn acquire(store: &MemoryStore, key: &IdempotencyKey) -> Lease {
    match claim(store, key) {
        Claim::Acquired(lease) => lease,
        other => panic!("expected a lease, got {other:?}"),
    }
}

pub(crate) fn in_progress(retry_after: Duration) -> Claim {
    Claim::InProgress { retry_after }
}

pub(crate) fn complete(store: &MemoryStore, lease: &Lease) -> Held {
    at_once(store.complete(lease, RETAIN)).unwrap()
}

pub(crate) fn renew(store: &MemoryStore, lease: &Lease) -> Held {
    at_once(store.renew(lease, LEASE)).unwrap()
}

pub(crate) fn release(store: &MemoryStore, lease: &Lease) -> Held {
    at_once(store.release(lease)).unwrap()
}
