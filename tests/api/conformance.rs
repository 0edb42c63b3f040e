//! The conformance suite passes stores that are right, and names the rules that a flawed one breaks.
#![cfg(all(feature = "testing", feature = "tokio"))]

#[path = "../support/flawed.rs"]
mod flawed;

#[allow(dead_code)] // its `main`
#[path = "../../examples/custom_store.rs"]
mod custom_store;

use std::{
    future::Future,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
    time::Duration,
};

use hookseal::{
    MemoryStore,
    testing::{
        conformance::{AppClock, BrokenRules, Conformance, Rule},
        store_conformance,
    },
};
use tokio::task::JoinSet;

use custom_store::TableStore;
use flawed::{Flaw, FlawedStore};

/// Every flaw, with all the rules that are found to be broken.
const FLAWS: &[(Flaw, &[Rule])] = &[
    (Flaw::None, &[]),
    (Flaw::MarkBeforeWork, &[Rule::HeldWhileLeased, Rule::KeysApart, Rule::LeaseEnds]),
    (Flaw::ReleasesEveryKey, &[Rule::KeysApart]),
    (Flaw::LeaseWithoutExpiry, &[Rule::LeaseEnds]),
    (Flaw::OneDurationForBoth, &[Rule::Retention]),
    (Flaw::RemembersForEver, &[Rule::Retention]),
    (Flaw::CheckThenInsert, &[Rule::OneWinner]),
    (Flaw::CheckThenInsertAtOnce, &[Rule::OneWinner]),
    (Flaw::UnfencedComplete, &[Rule::StaleComplete, Rule::ReleaseFrees]),
    (Flaw::UnfencedRelease, &[Rule::StaleRelease]),
    (Flaw::UnfencedRenew, &[Rule::StaleRenew]),
    (Flaw::RenewalDoesNothing, &[Rule::RenewalProlongs]),
    (Flaw::RenewalResurrects, &[Rule::NoResurrection]),
    (Flaw::ReleaseIsNotTheEnd, &[Rule::ReleaseFrees]),
    (Flaw::ReusesTokens, &[Rule::FreshTokens]),
    (Flaw::UndoesCompletions, &[Rule::CompletionIsFinal]),
    (Flaw::AnswersBeforeItKnows, &[Rule::TrueAnswers]),
    (Flaw::TruncatesKeys, &[Rule::EveryByte]),
    (Flaw::FoldsCase, &[Rule::EveryByte]),
    (Flaw::TwoStepClaim, &[Rule::Cancellation]),
    (Flaw::AppClock, &[Rule::OwnClock]),
    (Flaw::ForgetsOnOverflow, &[Rule::NoForgetting]),
    (
        Flaw::RenewalFails,
        &[
            Rule::StaleRenew,
            Rule::RenewalProlongs,
            Rule::NoResurrection,
            Rule::ReleaseFrees,
            Rule::CompletionIsFinal,
            Rule::OwnClock,
        ],
    ),
];

async fn verdict_on(flaw: Flaw) -> Result<(), BrokenRules> {
    let clock = AppClock::new();
    Conformance::new().app_clock(&clock).run(|| async { FlawedStore::new(flaw, clock.clone()) }).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flawed_store_is_refused_for_its_flaw_and_nothing_else() {
    let mut verdicts = JoinSet::new();
    for (flaw, expected) in FLAWS {
        verdicts.spawn(async move { (flaw, *expected, verdict_on(*flaw).await) });
    }
    for (flaw, expected, verdict) in verdicts.join_all().await {
        let broken: Vec<_> = verdict.as_ref().err().into_iter().flat_map(BrokenRules::rules).collect();
        assert_eq!(broken, expected, "{flaw:?}: {verdict:?}");
    }
}

#[test]
fn every_rule_is_broken_by_a_flaw() {
    let broken: Vec<_> = FLAWS.iter().flat_map(|(_, rules)| *rules).collect();
    assert_eq!(Rule::ALL.into_iter().find(|rule| !broken.contains(&rule)), None);
}

#[tokio::test]
async fn the_report_says_what_was_expected_and_what_was_seen() {
    let broken = verdict_on(Flaw::UnfencedRelease).await.unwrap_err();
    let report = "the store breaks 1 of 18 rules\n\n\
        StaleRelease: A release from a lost lease is refused and changes nothing\n  \
        expected: release, from a lease that was taken over, to answer that the lease is lost\n  \
        seen:     held";
    assert_eq!(broken.to_string(), report);
    assert_eq!(format!("{broken:?}"), report, "what a test shows that returns it");
    let [violation] = broken.violations() else { panic!("{broken}") };
    assert_eq!(violation.rule(), Rule::StaleRelease);
    assert_eq!(violation.seen(), "held");
}

#[tokio::test]
async fn an_error_of_the_store_is_reported_with_its_cause() {
    let broken = verdict_on(Flaw::RenewalFails).await.unwrap_err();
    for violation in broken.violations() {
        assert_eq!(violation.expected(), "an answer to renew");
        assert!(violation.seen().ends_with("the lease could not be renewed: no such procedure"), "{violation}");
    }
}

#[tokio::test]
async fn without_the_clock_of_the_application_nobody_sees_who_looks_at_it() {
    let store = || async { FlawedStore::new(Flaw::AppClock, AppClock::new()) };
    assert_eq!(store_conformance(store).await, Ok(()));
}

#[tokio::test]
async fn the_clock_of_the_application_is_right_again_afterwards() {
    let clock = AppClock::new();
    let store = || async { FlawedStore::new(Flaw::AppClock, clock.clone()) };
    assert!(Conformance::new().app_clock(&clock).run(store).await.is_err());
    let error = hookseal::time::Clock::now(&clock).duration_since(std::time::SystemTime::now()).unwrap_or_default();
    assert!(error < Duration::from_secs(1), "{error:?}");
}

#[tokio::test]
async fn one_store_for_all_rules_that_was_used_before_is_as_good() {
    let (store, opened) = (Arc::new(MemoryStore::new()), AtomicUsize::new(0));
    for run in 1..=2 {
        let open = || async {
            opened.fetch_add(1, Ordering::Relaxed);
            Arc::clone(&store)
        };
        assert_eq!(store_conformance(open).await, Ok(()));
        assert_eq!(opened.load(Ordering::Relaxed), run * Rule::ALL.len());
    }
}

#[tokio::test]
async fn the_custom_store_of_the_examples_keeps_every_rule() {
    assert_eq!(store_conformance(|| async { TableStore::default() }).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_memory_store_keeps_every_rule_with_more_keys_than_it_starts_with() {
    let clock = AppClock::new();
    let suite = Conformance::new().keys(20_000).claims(1000).app_clock(&clock);
    assert_eq!(suite.run(|| async { MemoryStore::new().with_clock(clock.clone()) }).await, Ok(()));
}

#[test]
fn the_suite_needs_no_runtime() {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let mut suite = pin!(store_conformance(|| async { MemoryStore::new() }));
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let verdict = loop {
        match suite.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(verdict) => break verdict,
            Poll::Pending => thread::park(),
        }
    };
    assert_eq!(verdict, Ok(()));
}
