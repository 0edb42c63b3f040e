//! A store with a clock that loom knows of, and threads that are let loose on it.

use std::{
    array,
    sync::{Arc, OnceLock},
    time::{Duration, SystemTime},
};

use hookseal::{
    IdempotencyKey, Inbox, MemoryStore,
    idempotency::{Claim, Lease, StoreErrorKind},
    time::Clock,
};
use loom::{
    model::Builder,
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use crate::support::{LEASE, RETAIN, acquire, numbered, try_claim};

/// Seconds. Had loom no part in it, it would not try what may lie between a look at the clock and what comes of it.
#[derive(Clone, Debug, Default)]
struct LoomClock(Arc<AtomicU64>);

impl Clock for LoomClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.monotonic()
    }

    fn monotonic(&self) -> Duration {
        Duration::from_secs(self.0.load(Ordering::Acquire))
    }
}

pub(crate) struct Scene {
    pub(crate) inbox: Inbox<MemoryStore>,
    capacity: usize,
    clock: LoomClock,
}

impl Scene {
    pub(crate) fn new(capacity: usize) -> Arc<Self> {
        let clock = LoomClock::default();
        let store = MemoryStore::with_capacity(capacity).with_clock(clock.clone());
        Arc::new(Self { inbox: Inbox::new(store).lease(LEASE).retain(RETAIN), capacity, clock })
    }

    pub(crate) fn store(&self) -> &MemoryStore {
        self.inbox.store()
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.clock.0.fetch_add(by.as_secs(), Ordering::AcqRel);
    }

    /// Each act in a thread of its own, the last one in this: what came of them.
    pub(crate) fn meet<T: 'static, const N: usize>(self: &Arc<Self>, acts: [Act<T>; N]) -> Vec<T> {
        let mut acts = Vec::from(acts);
        let last = acts.pop();
        let spawn = |act: Act<T>| {
            let scene = Arc::clone(self);
            thread::spawn(move || act(&scene))
        };
        let threads: Vec<_> = acts.into_iter().map(spawn).collect();
        let last = last.map(|act| act(self));
        threads.into_iter().map(|thread| thread.join().unwrap()).chain(last).collect()
    }

    /// A claim that may find the store full: the lease, if there is one.
    pub(crate) fn claims(key: IdempotencyKey) -> Act<Option<Lease>> {
        Box::new(move |scene| match try_claim(scene.store(), &key) {
            Ok(Claim::Acquired(lease)) => Some(lease),
            Ok(other) => panic!("{other:?} of a key that nobody has"),
            Err(error) => {
                assert_eq!(error.kind(), StoreErrorKind::Full);
                None
            }
        })
    }

    /// That as many keys fit as ever: no place was lost, and none was given back twice.
    pub(crate) fn close(&self) {
        assert!(self.store().len() <= self.capacity, "{} keys", self.store().len());
        self.advance(LEASE + RETAIN);
        for number in 0..self.capacity {
            let _fits = acquire(self.store(), &numbered(1000 + number));
        }
        assert!(try_claim(self.store(), &numbered(999)).is_err(), "one too many");
        assert_eq!(self.store().len(), self.capacity);
    }
}

pub(crate) type Act<T> = Box<dyn FnOnce(&Scene) -> T + Send>;

/// Plays a scene in every order.
pub(crate) fn play(scene: impl Fn() + Send + Sync + 'static) {
    play_orders(None, scene);
}

/// Plays a scene in every order in which threads are interrupted so often at most.
pub(crate) fn play_orders(interruptions: Option<usize>, scene: impl Fn() + Send + Sync + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = interruptions;
    builder.check(scene);
}

/// Three keys in each of the two parts of a store.
pub(crate) fn keys() -> [[IdempotencyKey; 3]; 2] {
    static KEYS: OnceLock<[[IdempotencyKey; 3]; 2]> = OnceLock::new();
    KEYS.get().copied().unwrap_or_else(|| {
        loom::model(|| {
            let store = MemoryStore::with_capacity(64);
            // The upper bits of a token are the number of the part.
            let keys: [_; 64] = array::from_fn(numbered);
            let parts = keys.each_ref().map(|key| acquire(&store, key).token() >> 40);
            let of = |part| {
                let mut all = keys.iter().zip(parts).filter(|(_, its)| *its == part).map(|(key, _)| *key);
                array::from_fn(|_| all.next().expect("keys in both parts"))
            };
            KEYS.get_or_init(|| [of(0), of(1)]);
        });
        *KEYS.get().unwrap()
    })
}
