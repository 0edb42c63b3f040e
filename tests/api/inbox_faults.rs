//! A store that fails, a lease that ends: no event is lost, and none runs twice unless a lease ended.
#![cfg(all(feature = "testing", feature = "tokio"))]

#[path = "../support/inbox.rs"]
mod support;

use std::{
    future::pending,
    sync::atomic::{AtomicU8, Ordering},
    time::Duration,
};

use hookseal::{
    Admission, Disposition, IdempotencyKey, IdempotencyStore, Inbox, MemoryStore, Outcome,
    idempotency::{Claim, Held, Lease, StoreError},
    testing::{
        Call,
        Fault::{self, AnswerLost, Unreachable},
    },
};
use tokio::{
    task::{JoinHandle, yield_now},
    time::{Instant, advance, sleep, timeout},
};

use support::{LEASE, Runs, Store, deliver, deliver_slowly, deliver_to_failure, event, inbox};

const SECOND: Duration = Duration::from_secs(1);
/// Longer than all attempts to record a completion take together.
const ALL_ATTEMPTS: Duration = Duration::from_secs(30);

fn spawn_slow(inbox: &Inbox<Store>, runs: &Runs, takes: Duration) -> JoinHandle<Outcome<(), String>> {
    let (inbox, runs) = (inbox.clone(), runs.clone());
    tokio::spawn(async move { deliver_slowly(&inbox, "evt_1", &runs, takes).await })
}

/// Status of one more delivery.
async fn again(inbox: &Inbox<Store>, runs: &Runs) -> u16 {
    deliver(inbox, "evt_1", runs).await.status().as_u16()
}

async fn claim(store: &impl IdempotencyStore) -> Claim {
    store.claim(&event("evt_1").idempotency_key(), LEASE).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_claim_that_fails_is_answered_with_503_and_nothing_runs() {
    // After a lost answer the key is held until its lease ends, by nobody.
    for (fault, next) in [(Unreachable, 200), (AnswerLost, 503)] {
        let (inbox, runs) = (inbox(), Runs::default());
        inbox.store().fail(Call::Claim, fault, 1);
        let outcome = deliver(&inbox, "evt_1", &runs).await;
        assert_eq!((outcome.status().as_u16(), runs.get()), (503, 0), "{fault:?}");
        assert!(
            matches!(outcome.disposition(), Disposition::StoreUnavailable(error) if error.to_string().contains("Claim"))
        );
        assert_eq!(inbox.stats().store_unavailable, 1);
        assert_eq!(again(&inbox, &runs).await, next, "{fault:?}");
        advance(LEASE).await;
        assert_eq!(again(&inbox, &runs).await, 200, "{fault:?}");
        assert_eq!(runs.get(), 1, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_store_that_is_away_lets_nothing_through_and_recovers() {
    let (inbox, runs) = (inbox(), Runs::default());
    inbox.store().fail(Call::Claim, Unreachable, 50);
    for _ in 0..50 {
        assert_eq!(again(&inbox, &runs).await, 503);
    }
    assert_eq!((runs.get(), again(&inbox, &runs).await, runs.get()), (0, 200, 1));
}

#[tokio::test(start_paused = true)]
async fn a_lease_is_renewed_whenever_a_third_of_it_has_passed() {
    for (twelfths, renewals) in [(3, 0), (5, 1), (7, 1), (9, 2), (11, 2), (13, 3)] {
        let (inbox, runs) = (inbox(), Runs::default());
        let outcome = deliver_slowly(&inbox, "evt_1", &runs, LEASE * twelfths / 12).await;
        assert_eq!(outcome.status(), 200);
        assert_eq!(inbox.store().calls(Call::Renew), renewals, "after {twelfths} twelfths of the lease");
    }
}

#[tokio::test(start_paused = true)]
async fn a_lease_is_renewed_while_the_handler_runs() {
    let (inbox, runs) = (inbox().lease(Duration::from_millis(60)), Runs::default());
    let first = spawn_slow(&inbox, &runs, Duration::from_millis(400));
    yield_now().await;
    for _ in 0..39 {
        sleep(Duration::from_millis(10)).await;
        assert_eq!(again(&inbox, &runs).await, 503);
    }
    assert_eq!(first.await.unwrap().status(), 200);
    assert_eq!((again(&inbox, &runs).await, runs.get()), (200, 1));
    let renewals = inbox.store().calls(Call::Renew);
    assert!((15..=20).contains(&renewals), "{renewals} renewals");
    assert_eq!(inbox.stats().leases_lost, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lease_is_renewed_while_the_handler_keeps_its_thread() {
    let inbox = inbox().lease(Duration::from_millis(300));
    let handler = |_| async {
        std::thread::sleep(SECOND);
        Ok::<(), String>(())
    };
    let _ = inbox.process(event("evt_1"), handler).await;
    assert!(inbox.store().calls(Call::Renew) >= 1);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_whose_answer_is_lost_counts() {
    let (inbox, runs) = (inbox(), Runs::default());
    inbox.store().fail(Call::Renew, AnswerLost, 1000);
    let first = spawn_slow(&inbox, &runs, LEASE * 5);
    yield_now().await;
    for _ in 0..9 {
        sleep(LEASE / 2 + SECOND).await;
        assert_eq!(again(&inbox, &runs).await, 503);
    }
    assert_eq!(first.await.unwrap().status(), 200);
    assert_eq!((runs.get(), inbox.stats().leases_lost), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_fails_after_its_lease_was_lost_does_not_release_the_other() {
    let (inbox, runs) = (inbox(), Runs::default());
    inbox.store().fail(Call::Renew, Unreachable, 1000);
    let handler = |_| async {
        sleep(LEASE * 2).await;
        Err::<(), _>("no")
    };
    let (slow, slow_event) = (inbox.clone(), event("evt_1"));
    let first = tokio::spawn(async move { slow.process(slow_event, handler).await.status() });
    sleep(LEASE).await;
    assert_eq!(again(&inbox, &runs).await, 200, "the lease has ended");
    assert_eq!(first.await.unwrap(), 500);
    assert_eq!(again(&inbox, &runs).await, 200);
    assert_eq!(runs.get(), 1, "what the second has done is not undone");
}

#[tokio::test(start_paused = true)]
async fn a_completion_that_fails_is_answered_with_200_and_made_good() {
    for (fault, times) in [(Unreachable, 1), (Unreachable, 8), (AnswerLost, 1), (AnswerLost, 8)] {
        let (inbox, runs) = (inbox(), Runs::default());
        inbox.store().fail(Call::Complete, fault, times);
        let outcome = deliver(&inbox, "evt_1", &runs).await;
        assert_eq!(outcome.status(), 200, "the work is done");
        assert!(matches!(outcome.disposition(), Disposition::Processed(())));
        let meanwhile = if fault == AnswerLost { 200 } else { 503 };
        assert_eq!(again(&inbox, &runs).await, meanwhile, "{fault:?}, {times} times");
        sleep(ALL_ATTEMPTS).await;
        assert_eq!(again(&inbox, &runs).await, 200, "{fault:?}, {times} times");
        assert_eq!((runs.get(), inbox.store().calls(Call::Complete)), (1, times + 1), "{fault:?}, {times} times");
        let stats = inbox.stats();
        assert_eq!((stats.processed, stats.completions_retried, stats.completions_lost), (1, 1, 0));
        assert_eq!((stats.failed, inbox.store().calls(Call::Release)), (0, 0), "failing to record is not failing");
    }
}

#[tokio::test(start_paused = true)]
async fn a_completion_is_given_up_after_nine_attempts_and_counted() {
    let (inbox, runs) = (inbox(), Runs::default());
    inbox.store().fail(Call::Complete, Unreachable, 1000);
    assert_eq!(again(&inbox, &runs).await, 200);
    assert_eq!(inbox.stats().completions_lost, 0);
    sleep(ALL_ATTEMPTS).await;
    let stats = inbox.stats();
    assert_eq!((stats.processed, stats.completions_retried, stats.completions_lost), (1, 1, 1));
    assert_eq!(inbox.store().calls(Call::Complete), 9);
    assert_eq!(again(&inbox, &runs).await, 503, "the lease still holds");
    sleep(LEASE).await;
    assert_eq!(again(&inbox, &runs).await, 200);
    assert_eq!(runs.get(), 2, "the event is processed once more");
}

#[tokio::test(start_paused = true)]
async fn a_completion_made_good_too_late_is_counted_as_lost() {
    let (inbox, runs) = (inbox().lease(SECOND), Runs::default());
    inbox.store().fail(Call::Complete, Unreachable, 6);
    assert_eq!(again(&inbox, &runs).await, 200);
    sleep(SECOND * 5).await;
    let Claim::Acquired(other) = claim(inbox.store().inner()).await else { panic!("the lease has ended") };
    sleep(ALL_ATTEMPTS).await;
    assert_eq!(inbox.stats().completions_lost, 1);
    assert_eq!(inbox.store().complete(&other, LEASE).await.unwrap(), Held::Yes, "the other was not disturbed");
}

#[tokio::test(start_paused = true)]
async fn a_release_that_fails_is_answered_with_500_and_the_lease_ends_by_itself() {
    // After a lost answer the event has in fact been given back.
    for (fault, next) in [(Unreachable, 503), (AnswerLost, 200)] {
        let (inbox, runs) = (inbox(), Runs::default());
        inbox.store().fail(Call::Release, fault, 1);
        assert_eq!(deliver_to_failure(&inbox, "evt_1", &runs).await.status(), 500, "{fault:?}");
        assert_eq!(again(&inbox, &runs).await, next, "{fault:?}");
        advance(LEASE).await;
        assert_eq!(again(&inbox, &runs).await, 200, "{fault:?}");
        assert_eq!((runs.get(), inbox.stats().failed), (2, 1), "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_fails_an_event_runs_once_for_each_lease_and_is_never_lost() {
    let calls = [Call::Claim, Call::Renew, Call::Complete, Call::Release];
    let plans = calls.into_iter().flat_map(|call| [(call, Unreachable), (call, AnswerLost)]);
    for (call, fault) in plans {
        for (times, takes, fails_first) in [(1, SECOND, false), (3, LEASE * 2, false), (1, SECOND, true)] {
            let (inbox, runs) = (inbox(), Runs::default());
            inbox.store().fail(call, fault, times);
            let mut last = 0;
            for attempt in 0..20 {
                last = if fails_first && attempt == 0 {
                    deliver_to_failure(&inbox, "evt_1", &runs).await.status().as_u16()
                } else {
                    deliver_slowly(&inbox, "evt_1", &runs, takes).await.status().as_u16()
                };
                assert!(last == 200 || last >= 500, "{call:?} {fault:?}: {last}");
                if last == 200 {
                    break;
                }
                sleep(SECOND * 20).await;
            }
            assert_eq!(last, 200, "{call:?} {fault:?}");
            sleep(ALL_ATTEMPTS).await;
            assert_eq!(again(&inbox, &runs).await, 200, "{call:?} {fault:?}");
            let wanted = if fails_first && !(call == Call::Claim) { 2 } else { 1 };
            assert_eq!(runs.get(), wanted, "{call:?} {fault:?} {times} times, takes {takes:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_permit_passes_the_store_s_errors_on() {
    let inbox = inbox();
    let permit = async || match inbox.admit(&event("evt_1")).await.unwrap() {
        Admission::New(permit) => permit,
        other => panic!("it is new, not {other:?}"),
    };
    for fault in [Fault::Unreachable, Fault::AnswerLost] {
        inbox.store().fail(Call::Claim, fault, 1);
        assert!(inbox.admit(&event("evt_0")).await.is_err());
    }
    let first = permit().await;
    inbox.store().fail(Call::Renew, Unreachable, 1);
    assert!(first.renew().await.is_err());
    assert_eq!(first.renew().await.unwrap(), Held::Yes);
    inbox.store().fail(Call::Release, AnswerLost, 1);
    assert!(first.release().await.is_err());
    let second = permit().await;
    let lease = second.lease().clone();
    inbox.store().fail(Call::Complete, AnswerLost, 1);
    assert!(second.complete().await.is_err());
    assert_eq!(inbox.store().complete(&lease, LEASE).await.unwrap(), Held::Yes, "to try again is harmless");
}

/// A store whose renewals fail or hang for as long as the test says.
struct Moody {
    store: MemoryStore,
    mood: AtomicU8,
    renewals: Runs,
}

const FINE: u8 = 0;
const FAILS: u8 = 1;
const HANGS: u8 = 2;

impl IdempotencyStore for Moody {
    async fn claim(&self, key: &IdempotencyKey, lease: Duration) -> Result<Claim, StoreError> {
        self.store.claim(key, lease).await
    }

    async fn renew(&self, lease: &Lease, by: Duration) -> Result<Held, StoreError> {
        self.renewals.count();
        match self.mood.load(Ordering::SeqCst) {
            HANGS => pending().await,
            FAILS => Err(StoreError::new("in a bad mood")),
            _ => self.store.renew(lease, by).await,
        }
    }

    async fn complete(&self, lease: &Lease, retain: Duration) -> Result<Held, StoreError> {
        self.store.complete(lease, retain).await
    }

    async fn release(&self, lease: &Lease) -> Result<Held, StoreError> {
        self.store.release(lease).await
    }
}

/// An inbox, and a delivery whose handler takes a while.
fn moody(mood: u8, takes: Duration) -> (Inbox<Moody>, JoinHandle<Outcome<(), String>>) {
    let store = Moody { store: support::memory_store(), mood: mood.into(), renewals: Runs::default() };
    let inbox = Inbox::new(store).lease(LEASE).wait(Duration::ZERO);
    let slow = inbox.clone();
    let handler = move |_| async move {
        sleep(takes).await;
        Ok(())
    };
    (inbox, tokio::spawn(async move { slow.process(event("evt_1"), handler).await }))
}

#[tokio::test(start_paused = true)]
async fn a_lease_is_lost_only_if_the_store_is_away_for_as_long_as_it_lasts() {
    for mood in [FAILS, HANGS] {
        let (inbox, first) = moody(mood, LEASE * 5);
        sleep(SECOND * 45).await;
        inbox.store().mood.store(FINE, Ordering::SeqCst);
        for _ in 0..8 {
            sleep(LEASE / 2).await;
            assert!(matches!(claim(inbox.store()).await, Claim::InProgress { .. }), "mood {mood}");
        }
        assert_eq!(first.await.unwrap().status(), 200, "mood {mood}");
        assert_eq!(inbox.stats().leases_lost, 0, "mood {mood}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_hangs_does_not_hold_up_the_answer() {
    let start = Instant::now();
    let (_, delivery) = moody(HANGS, LEASE / 2);
    let outcome = timeout(LEASE * 10, delivery).await.expect("an answer").unwrap();
    assert_eq!(outcome.status(), 200);
    assert!(start.elapsed() < LEASE / 2 + SECOND, "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_lost_lease_is_reported_and_changes_nothing() {
    // Renewing comes back after another worker took over, or never; the other is then still at work, or done.
    for (mood, other_is_done) in [(FAILS, false), (FAILS, true), (FINE, false), (FINE, true)] {
        let (inbox, first) = moody(FAILS, LEASE * 2);
        sleep(LEASE).await;
        let Claim::Acquired(other) = claim(inbox.store()).await else { panic!("the lease has ended") };
        if other_is_done {
            assert_eq!(inbox.store().complete(&other, LEASE * 10).await.unwrap(), Held::Yes);
        }
        inbox.store().mood.store(mood, Ordering::SeqCst);
        sleep(SECOND * 50).await;
        assert_eq!(inbox.store().store.renew(&other, LEASE).await.unwrap() == Held::Yes, !other_is_done);
        let outcome = first.await.unwrap();
        assert_eq!(outcome.status(), 503, "the answer is the other's to give");
        assert!(matches!(outcome.disposition(), Disposition::LeaseLost(())));
        let stats = inbox.stats();
        assert_eq!((stats.leases_lost, stats.processed, stats.failed, stats.completions_retried), (1, 0, 0, 0));
        if other_is_done {
            assert_eq!(claim(inbox.store()).await, Claim::Completed);
        } else {
            assert!(matches!(claim(inbox.store()).await, Claim::InProgress { .. }));
            assert_eq!(inbox.store().complete(&other, LEASE).await.unwrap(), Held::Yes);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_ended_unnoticed_does_not_undo_the_work() {
    let (inbox, first) = moody(FAILS, LEASE * 3);
    sleep(LEASE).await;
    inbox.store().mood.store(FINE, Ordering::SeqCst);
    let renewals = inbox.store().renewals.get();
    assert_eq!(first.await.unwrap().status(), 200, "nobody has taken the event");
    assert_eq!(claim(inbox.store()).await, Claim::Completed);
    assert_eq!(inbox.store().renewals.get(), renewals + 1, "to go on renewing what is lost is useless");
}
