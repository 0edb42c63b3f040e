//! What every durable store does: one table of cases, run against each of them.
#![allow(dead_code, unused_imports, unused_macros)] // each test file uses a part of it

use std::{
    panic,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use hookseal::{
    Admission, IdempotencyKey, IdempotencyStore, Inbox, Verifier,
    idempotency::{Claim, Held, Lease},
    provider::Stripe,
    testing::{Signer, TestClock, store_conformance},
};
use tokio::{task::JoinSet, time::sleep};

pub(crate) const LEASE: Duration = Duration::from_secs(20);
pub(crate) const RETAIN: Duration = Duration::from_secs(600);
/// A lease or retention whose end a test waits for.
pub(crate) const SHORT: Duration = Duration::from_millis(300);
/// When it has ended, on a machine that is busy.
pub(crate) const LATER: Duration = Duration::from_millis(320);

pub(crate) fn key(id: impl AsRef<[u8]>) -> IdempotencyKey {
    IdempotencyKey::new("", "test", "id", id.as_ref())
}

pub(crate) async fn claim(store: &impl IdempotencyStore, key: &IdempotencyKey) -> Claim {
    store.claim(key, LEASE).await.unwrap()
}

pub(crate) async fn acquire_for(store: &impl IdempotencyStore, key: &IdempotencyKey, lease: Duration) -> Lease {
    match store.claim(key, lease).await.unwrap() {
        Claim::Acquired(lease) => lease,
        other => panic!("expected a lease, got {other:?}"),
    }
}

pub(crate) async fn acquire(store: &impl IdempotencyStore, key: &IdempotencyKey) -> Lease {
    acquire_for(store, key, LEASE).await
}

pub(crate) async fn complete(store: &impl IdempotencyStore, lease: &Lease) -> Held {
    store.complete(lease, RETAIN).await.unwrap()
}

/// `renew`, `complete` and `release`, one after the other.
async fn writes(store: &impl IdempotencyStore, lease: &Lease) -> [Held; 3] {
    let renewed = store.renew(lease, LEASE).await.unwrap();
    [renewed, complete(store, lease).await, store.release(lease).await.unwrap()]
}

/// Runs a test to its end, and `clean_up` after it whatever the end.
pub(crate) async fn and_then(
    test: impl Future<Output = ()> + Send + 'static,
    clean_up: impl Future<Output = ()> + Send,
) {
    let ended = tokio::spawn(test).await;
    clean_up.await;
    if let Err(error) = ended {
        panic::resume_unwind(error.into_panic());
    }
}

pub(crate) async fn the_conformance_suite_finds_nothing(store: impl IdempotencyStore) {
    let store = Arc::new(store);
    store_conformance(|| async { Arc::clone(&store) }).await.unwrap();
}

pub(crate) async fn a_key_goes_from_claimed_to_completed_and_is_remembered(store: impl IdempotencyStore) {
    let key = key("evt_1");
    let lease = acquire(&store, &key).await;
    assert_eq!((lease.key(), lease.attempt()), (&key, 1));
    let Claim::InProgress { retry_after } = claim(&store, &key).await else { panic!("it is claimed") };
    assert!(LEASE / 2 < retry_after && retry_after <= LEASE, "{retry_after:?}");
    assert_eq!(store.renew(&lease, LEASE * 2).await.unwrap(), Held::Yes);
    let Claim::InProgress { retry_after } = claim(&store, &key).await else { panic!("it is claimed") };
    assert!(retry_after > LEASE, "renewing starts the lease anew: {retry_after:?}");
    assert_eq!(complete(&store, &lease).await, Held::Yes);
    assert_eq!(claim(&store, &key).await, Claim::Completed);
    assert_eq!(store.renew(&lease, LEASE).await.unwrap(), Held::Lost, "it is completed");
    assert_eq!(store.release(&lease).await.unwrap(), Held::Lost, "it is completed");
    assert_eq!(complete(&store, &lease).await, Held::Yes, "the first answer may have been lost");
    assert_eq!(claim(&store, &key).await, Claim::Completed);
}

pub(crate) async fn attempts_are_counted_until_one_succeeds(store: impl IdempotencyStore) {
    let key = key("evt_1");
    for attempt in [1, 2] {
        let given_back = acquire(&store, &key).await;
        assert_eq!(given_back.attempt(), attempt);
        assert_eq!(store.release(&given_back).await.unwrap(), Held::Yes);
        assert_eq!(writes(&store, &given_back).await, [Held::Lost; 3], "after it was given back");
    }
    assert_eq!(acquire_for(&store, &key, SHORT).await.attempt(), 3);
    sleep(LATER).await;
    let successful = acquire(&store, &key).await;
    assert_eq!(successful.attempt(), 4);
    assert_eq!(store.complete(&successful, SHORT).await.unwrap(), Held::Yes);
    assert_eq!(claim(&store, &key).await, Claim::Completed);
    sleep(LATER).await;
    assert_eq!(acquire(&store, &key).await.attempt(), 1, "after its retention an event is a new one");
}

pub(crate) async fn a_stale_lease_changes_nothing(store: impl IdempotencyStore) {
    let [held, done, given_back] = ["held", "done", "given back"].map(key);
    let mut stale = Vec::new();
    for key in [&held, &done, &given_back] {
        stale.push(acquire_for(&store, key, SHORT).await);
    }
    sleep(LATER).await;
    assert_eq!(store.renew(&stale[0], LEASE).await.unwrap(), Held::Lost, "it has ended, though nobody has the key");
    let current = acquire(&store, &held).await;
    assert_ne!(current.token(), stale[0].token());
    let lease = acquire(&store, &done).await;
    assert_eq!(complete(&store, &lease).await, Held::Yes);
    let lease = acquire(&store, &given_back).await;
    assert_eq!(store.release(&lease).await.unwrap(), Held::Yes);
    for stale in &stale {
        assert_eq!(writes(&store, stale).await, [Held::Lost; 3]);
    }
    assert!(matches!(claim(&store, &held).await, Claim::InProgress { .. }));
    assert_eq!(claim(&store, &done).await, Claim::Completed);
    assert_eq!(complete(&store, &current).await, Held::Yes);
    let _free = acquire(&store, &given_back).await;
}

pub(crate) async fn a_late_completion_counts_as_long_as_nobody_has_taken_over(store: impl IdempotencyStore) {
    let key = key("evt_1");
    let lease = acquire_for(&store, &key, Duration::from_millis(1)).await;
    sleep(Duration::from_millis(50)).await;
    assert_eq!(complete(&store, &lease).await, Held::Yes);
    assert_eq!(claim(&store, &key).await, Claim::Completed);
}

pub(crate) async fn keys_and_tokens_are_not_mixed_up(store: impl IdempotencyStore) {
    let keys =
        [&b""[..], b"\0", b"\xff\0\xff", b"evt_1", b"evt_1 ", "e\u{301}".as_bytes(), b"'; DROP TABLE x; --"].map(key);
    let mut leases = Vec::new();
    for key in &keys {
        leases.push(acquire(&store, key).await);
    }
    for (lease, other) in leases.iter().zip(leases.iter().skip(1)) {
        // A store may use a token again for another key.
        let own = lease.token();
        for token in [other.token(), 0, own.wrapping_add(1), u128::MAX].into_iter().filter(|token| *token != own) {
            assert_eq!(writes(&store, &Lease::new(*lease.key(), token)).await, [Held::Lost; 3]);
        }
    }
    for lease in &leases {
        assert_eq!(complete(&store, lease).await, Held::Yes);
    }
    assert_eq!(complete(&store, &Lease::new(key("never claimed"), 1)).await, Held::Lost);
}

pub(crate) async fn the_longest_durations_do_not_overflow(store: impl IdempotencyStore) {
    let key = key("evt_1");
    let lease = acquire_for(&store, &key, Duration::MAX).await;
    assert_eq!(store.renew(&lease, Duration::MAX).await.unwrap(), Held::Yes);
    assert!(matches!(claim(&store, &key).await, Claim::InProgress { .. }));
    assert_eq!(store.complete(&lease, Duration::MAX).await.unwrap(), Held::Yes);
    assert_eq!(claim(&store, &key).await, Claim::Completed);
}

pub(crate) async fn of_many_concurrent_claims_one_wins(store: impl IdempotencyStore) {
    const CLAIMS: usize = 32;
    const KEYS: usize = 20;
    let store = Arc::new(store);
    let won: Arc<Vec<AtomicUsize>> = Arc::new((0..KEYS).map(|_| AtomicUsize::new(0)).collect());
    let mut tasks = JoinSet::new();
    for _ in 0..CLAIMS {
        let (store, won) = (Arc::clone(&store), Arc::clone(&won));
        tasks.spawn(async move {
            for (id, won) in won.iter().enumerate() {
                if let Claim::Acquired(lease) = claim(&store, &key(id.to_string())).await {
                    won.fetch_add(1, Ordering::Relaxed);
                    assert_eq!(complete(&store, &lease).await, Held::Yes);
                }
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        task.unwrap();
    }
    let won: Vec<_> = won.iter().map(|won| won.load(Ordering::Relaxed)).collect();
    assert_eq!(won, [1; KEYS]);
}

pub(crate) async fn an_inbox_processes_an_event_once(store: impl IdempotencyStore) {
    let inbox = Inbox::new(store);
    let runs = Arc::new(AtomicUsize::new(0));
    let mut tasks = JoinSet::new();
    for _ in 0..8 {
        let (inbox, runs) = (inbox.clone(), Arc::clone(&runs));
        tasks.spawn(async move {
            let handler = move |_| async move {
                runs.fetch_add(1, Ordering::Relaxed);
                Ok::<_, String>(())
            };
            inbox.process(super::stripe_event("evt_1"), handler).await.status().as_u16()
        });
    }
    while let Some(status) = tasks.join_next().await {
        assert_eq!(status.unwrap(), 200);
    }
    assert_eq!(runs.load(Ordering::Relaxed), 1);
}

/// Leases and retentions are measured by the store, whatever the machines that receive take the time to be.
pub(crate) async fn the_clock_of_the_application_does_not_matter(store: impl IdempotencyStore) {
    const HOUR: u64 = 3600;
    let inbox = Inbox::new(store).lease(LEASE).retain(RETAIN);
    let event = |time| {
        let clock = TestClock::at_unix(time);
        let delivery = Signer::new::<Stripe>().at(clock.now()).sign("whsec_x", r#"{"id":"evt_1"}"#);
        let stripe = Verifier::<Stripe>::builder().secret("whsec_x").clock(clock).build().unwrap();
        stripe.verify_request(delivery.into_request()).unwrap()
    };
    let now = 1_800_000_000;
    let Admission::New(permit) = inbox.admit(&event(now)).await.unwrap() else { panic!("it is new") };
    for time in [0, now - HOUR, now + HOUR, now * 2] {
        let other = inbox.admit(&event(time)).await.unwrap();
        assert!(matches!(other, Admission::InProgress { retry_after } if retry_after <= LEASE), "{time}");
    }
    assert_eq!(permit.complete().await.unwrap(), Held::Yes);
    for time in [0, now - HOUR, now + HOUR, now * 2] {
        assert!(matches!(inbox.admit(&event(time)).await.unwrap(), Admission::Duplicate), "{time}");
    }
}

/// The whole table, as tests. `$with` runs a case with a fresh store.
macro_rules! store_cases {
    ($with:path $(, #[$ignored:meta])?) => {
        cases! {
            $with, support::store_cases, ($(#[$ignored])?),
            the_conformance_suite_finds_nothing
            a_key_goes_from_claimed_to_completed_and_is_remembered
            attempts_are_counted_until_one_succeeds
            a_stale_lease_changes_nothing
            a_late_completion_counts_as_long_as_nobody_has_taken_over
            keys_and_tokens_are_not_mixed_up
            the_longest_durations_do_not_overflow
            of_many_concurrent_claims_one_wins
            an_inbox_processes_an_event_once
            the_clock_of_the_application_does_not_matter
        }
    };
}
pub(crate) use store_cases;

/// Makes tests of functions: those of `$cases`, each of which takes what `$with` gives it.
macro_rules! cases {
    ($with:path, $cases:path, $ignored:tt, $($case:ident)+) => {
        $(cases! { one $with, { use $cases as cases; cases::$case }, $ignored, $case })+
    };
    (one $with:path, $function:expr, ($($ignored:tt)*), $case:ident) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        $($ignored)*
        async fn $case() {
            $with($function).await;
        }
    };
}
pub(crate) use cases;
