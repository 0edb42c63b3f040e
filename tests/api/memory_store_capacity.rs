//! `MemoryStore` never holds more keys than it was made for, and never forgets one that is still needed.
#![cfg(all(feature = "testing", feature = "tokio"))]

#[path = "../support/memory_store.rs"]
mod support;

use std::thread;

use hookseal::{
    IdempotencyStore,
    idempotency::{Claim, Held, StoreErrorKind},
};

use support::{
    LEASE, NEARLY_LEASE, RETAIN, SECOND, acquire, at_once, claim, complete, in_progress, key, numbered, release, store,
    try_claim,
};

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
    assert_eq!((error.kind(), error.is_retriable()), (StoreErrorKind::Full, true));
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
            assert_eq!((acquired, store.len()), (capacity, capacity));
            clock.advance(LEASE);
        }
    }
}

#[test]
fn a_flood_from_many_threads_fills_it_to_the_last_place() {
    const CAPACITY: usize = 5000;
    const THREADS: usize = 8;
    let (store, clock) = store(CAPACITY);
    for round in 0..4 {
        let acquired: usize = thread::scope(|scope| {
            let claims = |thread| {
                let store = &store;
                let ids = (0..2000).map(move |id| key(&format!("{round}/{thread}/{id}")));
                scope.spawn(move || ids.filter(|id| try_claim(store, id).is_ok()).count())
            };
            let threads: Vec<_> = (0..THREADS).map(claims).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!((acquired, store.len()), (CAPACITY, CAPACITY));
        clock.advance(LEASE);
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
fn a_key_that_came_late_and_ends_early_makes_room() {
    let (store, clock) = store(2);
    let [long, replaced] = ["long", "replaced"].map(|id| acquire(&store, &key(id)));
    for lease in [&long, &replaced] {
        assert_eq!(at_once(store.renew(lease, RETAIN)).unwrap(), Held::Yes);
    }
    clock.advance(LEASE);
    assert!(try_claim(&store, &key("one too many")).is_err());
    assert_eq!(release(&store, &replaced), Held::Yes);
    let _late = acquire(&store, &key("late"));
    clock.advance(LEASE);
    let _room = acquire(&store, &key("in place of the late one"));
    assert_eq!(complete(&store, &long), Held::Yes);
}
