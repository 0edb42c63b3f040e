//! `MemoryStore` beside the floor: a hash map divided among mutexes, from keys to when they end. It knows neither tokens
//! nor completion, has no limit and never removes anything.
//!
//! `cargo bench --bench memory_store`
//!
//! Claims per second are measured in alternating rounds of one run; what counts is the ratio of the medians. Then the
//! bytes that the allocator has given out for a million completed keys.

use std::{
    alloc::System,
    collections::{HashMap, hash_map::Entry},
    future::Future,
    hint::black_box,
    pin::pin,
    sync::Mutex,
    task::{Context, Poll, Waker},
    thread,
    time::{Duration, Instant},
};

use hookseal::{
    IdempotencyKey, IdempotencyStore, MemoryStore,
    idempotency::{Claim, Held},
};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const LEASE: Duration = Duration::from_secs(60);
const RETAIN: Duration = Duration::from_secs(7 * 24 * 60 * 60);
const ROUNDS: usize = 11;

/// What is measured, and how it does its work. Stores are dropped after the clock has stopped.
type Work<S> = fn(&S, &[IdempotencyKey]);

fn main() {
    // `cargo test --benches` only wants to see it start.
    let quick = !std::env::args().any(|argument| argument == "--bench");
    let (count, rounds) = if quick { (1000, 1) } else { (1_000_000, ROUNDS) };
    let keys: Vec<_> = (0..count).map(|id: usize| IdempotencyKey::new("", "bench", "id", &id.to_be_bytes())).collect();

    println!("{:<32} {:>8} {:>12} {:>12} {:>7}", "a million claims", "threads", "map", "store", "ratio");
    for threads in [1, 2] {
        let (mut map, mut store) = (Vec::new(), Vec::new());
        let (mut map_again, mut store_again) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            let (floor, ours) = (Floor::new(), MemoryStore::new());
            map.push(time(threads, &floor, &keys, |floor, keys| claim_floor(floor, keys, true)));
            store.push(time(threads, &ours, &keys, |store, keys| claim_store(store, keys, true)));
            map_again.push(time(threads, &floor, &keys, |floor, keys| claim_floor(floor, keys, false)));
            store_again.push(time(threads, &ours, &keys, |store, keys| claim_store(store, keys, false)));
        }
        row("of new keys", threads, count, map, store);
        row("of keys in progress", threads, count, map_again, store_again);

        let (mut map, mut store) = (Vec::new(), Vec::new());
        let (mut map_again, mut store_again) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            let (floor, ours) = (Floor::new(), MemoryStore::new());
            map.push(time(threads, &floor, &keys, claim_and_complete_floor));
            store.push(time(threads, &ours, &keys, claim_and_complete));
            map_again.push(time(threads, &floor, &keys, |floor, keys| claim_floor(floor, keys, false)));
            store_again.push(time(threads, &ours, &keys, |store, keys| claim_store(store, keys, false)));
        }
        row("of new keys, and completions", threads, count, map, store);
        row("of completed keys", threads, count, map_again, store_again);
    }

    println!("\n{:>12} {:>14}", "completed", "bytes per key");
    for keys in [1, 2, 5, 6, 7, 8, 9, 10].map(|tenths| &keys[..count / 10 * tenths]) {
        let region = Region::new(ALLOCATOR);
        let store = MemoryStore::new();
        claim_and_complete(&store, keys);
        let change = region.change();
        assert_eq!(store.len(), keys.len());
        println!("{:>12} {:>14.1}", keys.len(), ratio(change.bytes_allocated - change.bytes_deallocated, keys.len()));
    }
}

/// Sixty-four maps, each behind a mutex.
struct Floor(Vec<Mutex<HashMap<IdempotencyKey, Instant>>>);

impl Floor {
    fn new() -> Self {
        Self((0..64).map(|_| Mutex::default()).collect())
    }

    fn part(&self, key: &IdempotencyKey) -> &Mutex<HashMap<IdempotencyKey, Instant>> {
        &self.0[usize::from(key.as_bytes()[0]) % self.0.len()]
    }

    fn claim(&self, key: &IdempotencyKey) -> bool {
        let now = Instant::now();
        match self.part(key).lock().unwrap().entry(*key) {
            Entry::Occupied(held) if now < *held.get() => false,
            Entry::Occupied(mut ended) => {
                ended.insert(now + LEASE);
                true
            }
            Entry::Vacant(new) => {
                new.insert(now + LEASE);
                true
            }
        }
    }

    fn complete(&self, key: &IdempotencyKey) -> bool {
        let end = Instant::now() + RETAIN;
        self.part(key).lock().unwrap().get_mut(key).is_some_and(|held| std::mem::replace(held, end) < end)
    }
}

fn claim_floor(floor: &Floor, keys: &[IdempotencyKey], new: bool) {
    for key in keys {
        assert_eq!(floor.claim(black_box(key)), new);
    }
}

fn claim_store(store: &MemoryStore, keys: &[IdempotencyKey], new: bool) {
    for key in keys {
        let claim = at_once(store.claim(black_box(key), LEASE)).unwrap();
        assert_eq!(matches!(claim, Claim::Acquired(_)), new);
    }
}

fn claim_and_complete_floor(floor: &Floor, keys: &[IdempotencyKey]) {
    for key in keys {
        assert!(floor.claim(black_box(key)));
        assert!(floor.complete(black_box(key)));
    }
}

fn claim_and_complete(store: &MemoryStore, keys: &[IdempotencyKey]) {
    for key in keys {
        let Claim::Acquired(lease) = at_once(store.claim(black_box(key), LEASE)).unwrap() else { panic!("a new key") };
        assert_eq!(at_once(store.complete(&lease, RETAIN)).unwrap(), Held::Yes);
    }
}

fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the memory store waits for something"),
    }
}

/// The keys are divided among the threads.
fn time<S: Sync>(threads: usize, store: &S, keys: &[IdempotencyKey], work: Work<S>) -> Duration {
    let start = Instant::now();
    thread::scope(|scope| {
        for keys in keys.chunks(keys.len().div_ceil(threads)) {
            scope.spawn(move || work(store, keys));
        }
    });
    start.elapsed()
}

fn row(what: &str, threads: usize, count: usize, map: Vec<Duration>, store: Vec<Duration>) {
    let [map, store] = [map, store].map(|times| millions(count, median(times)));
    println!("{what:<32} {threads:>8} {map:>8.2} M/s {store:>8.2} M/s {:>7.2}", store / map);
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

#[allow(clippy::cast_precision_loss)] // a million
fn millions(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64() / 1e6
}

#[allow(clippy::cast_precision_loss)] // below 2^52
fn ratio(bytes: usize, keys: usize) -> f64 {
    bytes as f64 / keys as f64
}
