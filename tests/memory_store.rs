//! `MemoryStore` lets one claim of a key through, fences stale leases, and forgets nothing that is still needed.
#![cfg(all(feature = "testing", feature = "tokio"))]

use std::{
    future::Future,
    pin::pin,
    sync::{
        Barrier,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker},
    thread,
    time::{Duration, SystemTime},
};

use hookseal::{
    Admission, IdempotencyKey, IdempotencyStore, Inbox, MemoryStore, Verifier,
    idempotency::{Claim, Held, Lease, StoreError},
    provider::{Stripe, Svix},
    testing::{Signer, TestClock, sign},
};

const NOON: u64 = 1_800_000_000;
const LEASE: Duration = Duration::from_secs(60);
const RETAIN: Duration = Duration::from_secs(600);
const SECOND: Duration = Duration::from_secs(1);
/// One second, and one nanosecond, before the lease or the retention ends.
const NEARLY_LEASE: Duration = Duration::from_secs(59);
const NEARLY_RETAIN: Duration = Duration::from_secs(599);
const ALL_BUT_LEASE: Duration = Duration::new(59, 999_999_999);
const ALL_BUT_RETAIN: Duration = Duration::new(599, 999_999_999);

/// A method that writes.
type Write = fn(&MemoryStore, &Lease) -> Held;

/// None of the store's futures ever waits.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the memory store waits for something"),
    }
}

fn store(capacity: usize) -> (MemoryStore, TestClock) {
    let clock = TestClock::at_unix(NOON);
    (MemoryStore::with_capacity(capacity).with_clock(clock.clone()), clock)
}

fn key(id: &str) -> IdempotencyKey {
    IdempotencyKey::new("", "test", "id", id.as_bytes())
}

fn numbered(id: usize) -> IdempotencyKey {
    key(&id.to_string())
}

fn try_claim(store: &MemoryStore, key: &IdempotencyKey) -> Result<Claim, StoreError> {
    at_once(store.claim(key, LEASE))
}

fn claim(store: &MemoryStore, key: &IdempotencyKey) -> Claim {
    try_claim(store, key).unwrap()
}

fn acquire(store: &MemoryStore, key: &IdempotencyKey) -> Lease {
    match claim(store, key) {
        Claim::Acquired(lease) => lease,
        other => panic!("expected a lease, got {other:?}"),
    }
}

fn in_progress(retry_after: Duration) -> Claim {
    Claim::InProgress { retry_after }
}

fn complete(store: &MemoryStore, lease: &Lease) -> Held {
    at_once(store.complete(lease, RETAIN)).unwrap()
}

fn renew(store: &MemoryStore, lease: &Lease) -> Held {
    at_once(store.renew(lease, LEASE)).unwrap()
}

fn release(store: &MemoryStore, lease: &Lease) -> Held {
    at_once(store.release(lease)).unwrap()
}

#[test]
fn a_key_goes_from_claimed_to_completed_and_is_remembered() {
    let (store, clock) = store(10);
    let key = key("evt_1");
    let lease = acquire(&store, &key);
    assert_eq!(lease.key(), &key);
    assert_eq!(claim(&store, &key), in_progress(LEASE));
    clock.advance(SECOND * 20);
    assert_eq!(claim(&store, &key), in_progress(SECOND * 40));
    assert_eq!(renew(&store, &lease), Held::Yes);
    assert_eq!(claim(&store, &key), in_progress(LEASE), "renewing starts the lease anew");
    assert_eq!(complete(&store, &lease), Held::Yes);
    assert_eq!(claim(&store, &key), Claim::Completed);
    assert_eq!(store.len(), 1);
}

#[test]
fn a_released_key_can_be_claimed_at_once() {
    let (store, _) = store(10);
    let key = key("evt_1");
    let first = acquire(&store, &key);
    assert_eq!(release(&store, &first), Held::Yes);
    assert!(store.is_empty());
    assert_eq!(release(&store, &first), Held::Lost, "there is nothing left to release");
    let second = acquire(&store, &key);
    assert_ne!(first.token(), second.token(), "a token is never used twice");
}

#[test]
fn a_completed_key_is_a_duplicate_until_its_retention_ends() {
    let old = [Duration::ZERO, LEASE, NEARLY_RETAIN, ALL_BUT_RETAIN].map(|later| (later, false));
    let new = [RETAIN, RETAIN + SECOND, RETAIN * 1000].map(|later| (later, true));
    for (later, is_new) in old.into_iter().chain(new) {
        let (store, clock) = store(10);
        let key = key("evt_1");
        let lease = acquire(&store, &key);
        assert_eq!(complete(&store, &lease), Held::Yes);
        clock.advance(later);
        assert_eq!(matches!(claim(&store, &key), Claim::Acquired(_)), is_new, "{later:?} later");
    }
}

#[test]
fn a_lease_that_has_ended_can_be_taken_over() {
    let (store, clock) = store(10);
    let key = key("evt_1");
    let _abandoned = acquire(&store, &key);
    clock.advance(ALL_BUT_LEASE);
    assert_eq!(claim(&store, &key), in_progress(Duration::from_nanos(1)));
    clock.advance(Duration::from_nanos(1));
    let _taken_over = acquire(&store, &key);
    assert_eq!(claim(&store, &key), in_progress(LEASE));
}

#[test]
fn a_stale_lease_changes_nothing() {
    let writes: [(&str, Write); 3] = [("renew", renew), ("complete", complete), ("release", release)];
    for (name, write) in writes {
        // While the second worker is at it, after it has finished, and after it has given the key back.
        for finish in [None, Some(complete as Write), Some(release)] {
            let (store, clock) = store(10);
            let key = key("evt_1");
            let stale = acquire(&store, &key);
            clock.advance(LEASE);
            let current = acquire(&store, &key);
            clock.advance(SECOND);
            if let Some(finish) = finish {
                assert_eq!(finish(&store, &current), Held::Yes);
            }
            let held_before = store.len();
            assert_eq!(write(&store, &stale), Held::Lost, "stale {name}");
            assert_eq!(store.len(), held_before, "stale {name}");
            match finish {
                None => {
                    assert_eq!(claim(&store, &key), in_progress(NEARLY_LEASE), "stale {name}");
                    assert_eq!(complete(&store, &current), Held::Yes, "after a stale {name}");
                }
                Some(_) if held_before == 1 => assert_eq!(claim(&store, &key), Claim::Completed, "stale {name}"),
                Some(_) => drop(acquire(&store, &key)),
            }
        }
    }
}

#[test]
fn a_lease_of_another_key_opens_nothing() {
    let (store, _) = store(10);
    let lease = acquire(&store, &key("evt_1"));
    let victim = acquire(&store, &key("evt_2"));
    let forged = Lease::new(*victim.key(), lease.token());
    let out_of_range = Lease::new(*victim.key(), u128::MAX);
    for lease in [forged, out_of_range] {
        assert_eq!([renew(&store, &lease), complete(&store, &lease), release(&store, &lease)], [Held::Lost; 3]);
    }
    assert_eq!(complete(&store, &victim), Held::Yes);
}

#[test]
fn an_ended_lease_is_not_raised_from_the_dead() {
    let (store, clock) = store(10);
    let key = key("evt_1");
    let lease = acquire(&store, &key);
    clock.advance(LEASE);
    assert_eq!(renew(&store, &lease), Held::Lost, "though nobody has the key");
    let _next = acquire(&store, &key);
}

#[test]
fn a_late_completion_counts_as_long_as_nobody_has_taken_over() {
    let (store, clock) = store(10);
    let key = key("evt_1");
    let lease = acquire(&store, &key);
    clock.advance(LEASE * 2);
    assert_eq!(complete(&store, &lease), Held::Yes);
    assert_eq!(claim(&store, &key), Claim::Completed);
}

#[test]
fn to_repeat_a_completion_is_harmless_and_does_not_prolong_it() {
    let (store, clock) = store(10);
    let key = key("evt_1");
    let lease = acquire(&store, &key);
    assert_eq!(complete(&store, &lease), Held::Yes);
    clock.advance(NEARLY_RETAIN);
    assert_eq!(complete(&store, &lease), Held::Yes, "its first answer may have been lost");
    assert_eq!(claim(&store, &key), Claim::Completed);
    clock.advance(SECOND);
    let _new = acquire(&store, &key);
}

#[test]
fn a_completed_key_can_be_neither_released_nor_renewed() {
    let (store, _) = store(10);
    let key = key("evt_1");
    let lease = acquire(&store, &key);
    assert_eq!(complete(&store, &lease), Held::Yes);
    assert_eq!([release(&store, &lease), renew(&store, &lease)], [Held::Lost; 2]);
    assert_eq!(claim(&store, &key), Claim::Completed);
}

#[test]
fn a_full_store_refuses_and_forgets_nothing() {
    const CAPACITY: usize = 100;
    let (store, clock) = store(CAPACITY);
    let leases: Vec<_> = (0..CAPACITY).map(|id| acquire(&store, &numbered(id))).collect();
    for lease in leases.iter().step_by(2) {
        assert_eq!(complete(&store, lease), Held::Yes);
    }
    let error = try_claim(&store, &key("one too many")).unwrap_err();
    assert!(error.to_string().contains("full"), "{error}");
    for id in 0..CAPACITY {
        let expected = if id % 2 == 0 { Claim::Completed } else { in_progress(LEASE) };
        assert_eq!(claim(&store, &numbered(id)), expected, "key {id}");
    }

    clock.advance(NEARLY_LEASE);
    assert!(try_claim(&store, &key("one too many")).is_err(), "a key in progress is never evicted");
    clock.advance(SECOND);
    for id in 0..CAPACITY / 2 {
        let _room = acquire(&store, &key(&format!("in place of an ended lease {id}")));
    }
    assert!(try_claim(&store, &key("one too many")).is_err());
    for id in (0..CAPACITY).step_by(2) {
        assert_eq!(claim(&store, &numbered(id)), Claim::Completed, "key {id}");
    }
    clock.advance(RETAIN);
    let _room = acquire(&store, &key("one too many"));
    assert_eq!(store.len(), 1, "everything else has ended");
}

#[test]
fn an_ended_lease_can_be_taken_over_in_a_full_store() {
    let (store, clock) = store(2);
    let keys = [numbered(1), numbered(2)];
    let _abandoned = keys.each_ref().map(|key| acquire(&store, key));
    clock.advance(LEASE);
    let _taken_over = keys.each_ref().map(|key| acquire(&store, key));
}

#[test]
fn a_flood_of_distinct_ids_stays_within_the_capacity() {
    for capacity in [0, 1, 100, 5000] {
        let (store, clock) = store(capacity);
        for round in 0..4 {
            let acquired = (0..20_000).filter(|id| try_claim(&store, &key(&format!("{round}/{id}"))).is_ok()).count();
            assert!(store.len() <= capacity, "{} keys in a store for {capacity}", store.len());
            assert!(acquired <= capacity, "{acquired} keys acquired in a store for {capacity}");
            // A divided store may fill one part a little before the others.
            assert!(acquired >= capacity - capacity / 100, "only {acquired} keys acquired in a store for {capacity}");
            clock.advance(LEASE);
        }
    }
}

#[test]
fn ended_keys_are_swept_before_the_store_is_full() {
    let (store, clock) = store(1_000_000);
    for id in 0..50_000 {
        let lease = acquire(&store, &numbered(id));
        assert_eq!(release(&store, &lease), Held::Yes);
        let lease = acquire(&store, &numbered(id));
        assert_eq!(complete(&store, &lease), Held::Yes);
        clock.advance(SECOND);
    }
    assert!(store.len() < 10 * usize::try_from(RETAIN.as_secs()).unwrap(), "{} keys are kept", store.len());
}

#[test]
fn the_longest_durations_do_not_overflow() {
    let (store, _) = store(10);
    let Claim::Acquired(lease) = at_once(store.claim(&key("evt_1"), Duration::MAX)).unwrap() else { panic!() };
    assert_eq!(at_once(store.renew(&lease, Duration::MAX)).unwrap(), Held::Yes);
    assert!(matches!(claim(&store, &key("evt_1")), Claim::InProgress { .. }));
    assert_eq!(at_once(store.complete(&lease, Duration::MAX)).unwrap(), Held::Yes);
    assert_eq!(claim(&store, &key("evt_1")), Claim::Completed);
}

#[test]
fn a_clock_that_is_set_to_anything_does_no_harm() {
    let (store, clock) = store(100);
    let ages = Duration::from_secs(100_000_000_000);
    let times = [
        SystemTime::UNIX_EPOCH + SECOND * 10,
        SystemTime::UNIX_EPOCH,
        SystemTime::UNIX_EPOCH - ages,
        SystemTime::UNIX_EPOCH + ages,
        SystemTime::UNIX_EPOCH + SECOND * 10,
    ];
    let done = acquire(&store, &key("done"));
    assert_eq!(complete(&store, &done), Held::Yes);
    let mut held = acquire(&store, &key("held"));
    for (index, time) in times.into_iter().enumerate() {
        let back = time < clock.now();
        clock.set(time);
        for id in 0..60 {
            let _either = try_claim(&store, &key(&format!("{index}/{id}")));
        }
        if back {
            assert!(matches!(claim(&store, &key("held")), Claim::InProgress { .. }), "nothing has ended by {time:?}");
            assert_eq!(renew(&store, &held), Held::Yes);
        } else if let Claim::Acquired(lease) = claim(&store, &key("held")) {
            assert_eq!([renew(&store, &held), release(&store, &held)], [Held::Lost; 2]);
            held = lease;
        }
    }
    assert_eq!(complete(&store, &held), Held::Yes);
}

#[test]
fn the_same_id_of_another_provider_namespace_or_inbox_is_another_event() {
    let body = r#"{"id":"evt_1","type":"t"}"#;
    let secret = "whsec_c2l4dGVlbiBieXRlcyBvciBtb3Jl";
    let [inbox, other_inbox] = [(); 2].map(|()| Inbox::new(MemoryStore::new()));
    let is_new = |inbox: &Inbox<MemoryStore>, namespace: &str| {
        let stripe = Verifier::<Stripe>::builder().secret(secret).namespace(namespace).build().unwrap();
        let event = stripe.verify_request(sign::<Stripe>(secret, body).into_request()).unwrap();
        matches!(at_once(inbox.admit(&event)).unwrap(), Admission::New(_))
    };
    assert!(is_new(&inbox, ""));
    assert!(is_new(&inbox, "tenant a"));
    assert!(is_new(&inbox, "tenant b"));
    assert!(is_new(&other_inbox, "tenant b"));
    assert!(!is_new(&inbox, "tenant b"));

    let svix = Verifier::<Svix>::new(secret).unwrap();
    let delivery = Signer::new::<Svix>().id("evt_1").sign(secret, body);
    let event = svix.verify_request(delivery.into_request()).unwrap();
    assert_eq!(event.id(), Some("evt_1"));
    assert!(matches!(at_once(inbox.admit(&event)).unwrap(), Admission::New(_)));
    assert!(matches!(at_once(inbox.admit(&event)).unwrap(), Admission::InProgress { .. }));
}

/// How often each key is acquired when 16 threads claim all of them, `rounds` times.
fn race(keys: usize, rounds: usize) -> Vec<usize> {
    const THREADS: usize = 16;
    let store = MemoryStore::new();
    let acquired: Vec<_> = (0..keys).map(|_| AtomicUsize::new(0)).collect();
    let start = Barrier::new(THREADS);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                start.wait();
                for _ in 0..rounds {
                    for (id, acquired) in acquired.iter().enumerate() {
                        match claim(&store, &numbered(id)) {
                            Claim::Acquired(lease) => {
                                acquired.fetch_add(1, Ordering::Relaxed);
                                assert_eq!(complete(&store, &lease), Held::Yes);
                            }
                            other => assert!(matches!(other, Claim::InProgress { .. } | Claim::Completed)),
                        }
                    }
                }
            });
        }
    });
    acquired.into_iter().map(AtomicUsize::into_inner).collect()
}

#[test]
fn ten_thousand_claims_from_sixteen_threads_have_one_winner() {
    assert_eq!(race(1, 10_000 / 16), [1]);
    for _ in 0..200 {
        assert_eq!(race(1, 1), [1]);
    }
}

#[test]
fn a_thousand_keys_claimed_by_sixteen_threads_have_one_winner_each() {
    assert_eq!(race(1000, 1), vec![1; 1000]);
}
