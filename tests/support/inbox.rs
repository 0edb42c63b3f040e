//! Inboxes, events and handlers whose runs are counted.
#![allow(dead_code)] // each test file uses a part of it

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use hookseal::{
    Inbox, MemoryStore, Outcome, Verified, Verifier,
    provider::Stripe,
    testing::{FaultyStore, sign},
    time::Clock,
};
use tokio::time::{Instant, sleep};

pub(crate) const SECRET: &str = "whsec_test";
pub(crate) const LEASE: Duration = Duration::from_secs(60);

pub(crate) type Store = FaultyStore<MemoryStore>;

/// The time of the tokio runtime, which tests can pause: leases and handlers then live in the same time.
#[derive(Debug)]
struct RuntimeClock(Instant);

impl Clock for RuntimeClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.0.elapsed()
    }
}

pub(crate) fn memory_store() -> MemoryStore {
    MemoryStore::with_capacity(1000).with_clock(RuntimeClock(Instant::now()))
}

/// An inbox that does not wait for deliveries that are in progress.
pub(crate) fn inbox() -> Inbox<Store> {
    Inbox::new(FaultyStore::new(memory_store())).lease(LEASE).wait(Duration::ZERO)
}

pub(crate) fn body(id: &str) -> String {
    format!(r#"{{"id":"{id}","type":"invoice.paid"}}"#)
}

pub(crate) fn event(id: &str) -> Verified<Stripe> {
    event_for(&Verifier::new(SECRET).unwrap(), id)
}

pub(crate) fn event_for(stripe: &Verifier<Stripe>, id: &str) -> Verified<Stripe> {
    stripe.verify_request(sign::<Stripe>(SECRET, body(id)).into_request()).unwrap()
}

/// How often a handler was entered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Runs(Arc<AtomicUsize>);

impl Runs {
    pub(crate) fn count(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn get(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

/// Delivers the event to a handler that succeeds at once.
pub(crate) async fn deliver(inbox: &Inbox<Store>, id: &str, runs: &Runs) -> Outcome<(), String> {
    deliver_slowly(inbox, id, runs, Duration::ZERO).await
}

/// Delivers the event to a handler that succeeds after a while.
pub(crate) async fn deliver_slowly(
    inbox: &Inbox<Store>,
    id: &str,
    runs: &Runs,
    takes: Duration,
) -> Outcome<(), String> {
    let runs = runs.clone();
    let handler = move |_| async move {
        runs.count();
        if !takes.is_zero() {
            sleep(takes).await;
        }
        Ok(())
    };
    inbox.process(event(id), handler).await
}

/// Delivers the event to a handler that fails.
pub(crate) async fn deliver_to_failure(inbox: &Inbox<Store>, id: &str, runs: &Runs) -> Outcome<(), String> {
    let runs = runs.clone();
    let handler = move |_| async move {
        runs.count();
        Err("the database is away".to_owned())
    };
    inbox.process(event(id), handler).await
}
