//! `MemoryStore` lets one claim of a key through, fences stale leases, and remembers what was completed.
#![cfg(all(feature = "testing", feature = "tokio"))]

#[path = "../support/memory_store.rs"]
mod support;

use std::{
    sync::{
        Barrier,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, SystemTime},
};

use hookseal::{
    Admission, IdempotencyStore, Inbox, MemoryStore, Verifier,
    idempotency::{Claim, Held, Lease},
    provider::{Stripe, Svix},
    testing::{Signer, sign},
};

use support::{
    LEASE, NEARLY_LEASE, RETAIN, SECOND, acquire, at_once, claim, complete, in_progress, key, numbered, release, renew,
    store, try_claim,
};

/// One second, and one nanosecond, before the retention or the lease ends.
const NEARLY_RETAIN: Duration = Duration::from_secs(599);
const ALL_BUT_LEASE: Duration = Duration::new(59, 999_999_999);
const ALL_BUT_RETAIN: Duration = Duration::new(599, 999_999_999);

/// A method that writes.
type Write = fn(&MemoryStore, &Lease) -> Held;

#[test]
fn attempts_are_counted_until_one_succeeds() {
    let (store, clock) = store(10);
    let key = key("evt_1");
    for attempt in [1, 2] {
        let given_back = acquire(&store, &key);
        assert_eq!(given_back.attempt(), attempt);
        assert_eq!(release(&store, &given_back), Held::Yes);
    }
    let abandoned = acquire(&store, &key);
    assert_eq!(abandoned.attempt(), 3);
    clock.advance(LEASE * 1000);
    let successful = acquire(&store, &key);
    assert_eq!(successful.attempt(), 4);
    assert_eq!(complete(&store, &successful), Held::Yes);
    clock.advance(RETAIN);
    assert_eq!(acquire(&store, &key).attempt(), 1, "after its retention an event is a new one");
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
    assert_eq!([release(&store, &first), renew(&store, &first), complete(&store, &first)], [Held::Lost; 3]);
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
        for (finish, completed) in [(None, false), (Some(complete as Write), true), (Some(release), false)] {
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
                Some(_) if completed => assert_eq!(claim(&store, &key), Claim::Completed, "stale {name}"),
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
