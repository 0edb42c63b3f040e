//! An inbox lets each event take effect once, and every end of a handler has its answer.
#![cfg(all(feature = "testing", feature = "tokio"))]

#[path = "../support/inbox.rs"]
mod support;

use std::{
    error::Error,
    future::{Future, Ready},
    panic,
    sync::Arc,
    time::Duration,
};

use hookseal::{
    Admission, Disposition, IdempotencyStore, Inbox, MemoryStore, Outcome, PayloadError, Policy, Verified, Verifier,
    idempotency::Held,
    inbox::{Reply, Stats},
    policy::Case,
    provider::Stripe,
    testing::{Call, Fault},
};
use http::{Response, StatusCode, header};
use tokio::{
    sync::{Barrier, Notify},
    task::JoinSet,
    time::{Instant, advance, sleep},
};

use support::{LEASE, Runs, SECRET, Store, deliver, deliver_slowly, deliver_to_failure, event, event_for, inbox};

type Boxed = Box<dyn Error + Send + Sync>;

const SECOND: Duration = Duration::from_secs(1);
/// One second before the lease ends.
const NEARLY_LEASE: Duration = Duration::from_secs(59);

async fn admit<'i>(inbox: &'i Inbox<Store>, id: &str) -> Admission<'i, Store> {
    inbox.admit(&event(id)).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_permit_completes_releases_and_renews() {
    let inbox = inbox();
    let Admission::New(permit) = admit(&inbox, "evt_1").await else { panic!("it is new") };
    assert_eq!(permit.attempt(), 1);
    assert!(matches!(admit(&inbox, "evt_1").await, Admission::InProgress { retry_after } if retry_after == LEASE));
    advance(NEARLY_LEASE).await;
    assert_eq!(permit.renew().await.unwrap(), Held::Yes);
    advance(NEARLY_LEASE).await;
    assert!(matches!(admit(&inbox, "evt_1").await, Admission::InProgress { retry_after } if retry_after == SECOND));
    assert_eq!(permit.release().await.unwrap(), Held::Yes);

    let Admission::New(permit) = admit(&inbox, "evt_1").await else { panic!("it was released") };
    assert_eq!(permit.attempt(), 2);
    assert_eq!(permit.complete().await.unwrap(), Held::Yes);
    assert!(matches!(admit(&inbox, "evt_1").await, Admission::Duplicate));
    assert!(matches!(admit(&inbox, "evt_2").await, Admission::New(_)));
}

#[tokio::test(start_paused = true)]
async fn a_dropped_permit_holds_the_event_until_its_lease_ends() {
    let inbox = inbox();
    drop(admit(&inbox, "evt_1").await);
    advance(NEARLY_LEASE).await;
    assert!(matches!(admit(&inbox, "evt_1").await, Admission::InProgress { .. }));
    advance(SECOND).await;
    assert!(matches!(admit(&inbox, "evt_1").await, Admission::New(_)));
}

#[tokio::test(start_paused = true)]
async fn a_permit_that_came_too_late_changes_nothing() {
    let inbox = inbox();
    let permit = |admission| if let Admission::New(permit) = admission { permit } else { panic!("it is new") };
    let stale = [permit(admit(&inbox, "evt_1").await), permit(admit(&inbox, "evt_2").await)];
    advance(LEASE).await;
    let current = [permit(admit(&inbox, "evt_1").await), permit(admit(&inbox, "evt_2").await)];
    let [first, second] = stale;
    assert_eq!(first.renew().await.unwrap(), Held::Lost);
    assert_eq!(first.complete().await.unwrap(), Held::Lost);
    assert_eq!(second.release().await.unwrap(), Held::Lost);
    for (id, permit) in ["evt_1", "evt_2"].into_iter().zip(current) {
        assert!(matches!(admit(&inbox, id).await, Admission::InProgress { .. }));
        assert_eq!(inbox.store().complete(permit.lease(), SECOND).await.unwrap(), Held::Yes, "completed elsewhere");
        assert!(matches!(admit(&inbox, id).await, Admission::Duplicate));
    }
}

/// Delivers an event twice to a handler that ends in a certain way.
async fn ends<T, E, F>(
    name: &str,
    status: u16,
    recorded: bool,
    handler: impl Fn(Verified<Stripe>) -> F + Clone + Send + 'static,
) where
    T: Reply + Send + 'static,
    E: std::fmt::Display + Send + 'static,
    F: Future<Output = Result<T, E>> + Send + 'static,
{
    let (inbox, runs) = (inbox(), Runs::default());
    for delivery in 1..=2 {
        let (handler, runs_here) = (handler.clone(), runs.clone());
        let counted = move |event| {
            runs_here.count();
            handler(event)
        };
        let outcome: Outcome<T, E> = inbox.process(event("evt_1"), counted).await;
        let expected = if recorded && delivery == 2 { 200 } else { status };
        assert_eq!(outcome.status(), expected, "{name}, delivery {delivery}");
        assert_eq!(outcome.response().status(), expected, "{name}, delivery {delivery}");
        assert!(outcome.response().headers().is_empty() && outcome.response().body().is_empty(), "{name}");
        assert_eq!(runs.get(), if recorded { 1 } else { delivery }, "{name}, delivery {delivery}");
        assert_eq!(matches!(outcome.disposition(), Disposition::Duplicate), recorded && delivery == 2, "{name}");
    }
    let (processed, failed) = if recorded { (1, 0) } else { (0, 2) };
    assert_eq!((inbox.stats().processed, inbox.stats().failed), (processed, failed), "{name}");
    assert_eq!(inbox.store().calls(Call::Release), if recorded { 0 } else { 2 }, "{name}");
}

#[tokio::test(start_paused = true)]
async fn every_end_of_a_handler_has_its_answer_and_only_success_is_recorded() {
    ends("success", 200, true, |_| async { Ok::<_, String>(()) }).await;
    for status in [200, 201, 202, 204] {
        let status = StatusCode::from_u16(status).unwrap();
        ends("a 2xx status", status.into(), true, move |_| async move { Ok::<_, String>(status) }).await;
        let response = move |_| async move { Ok::<_, String>(Response::builder().status(status).body("").unwrap()) };
        ends("a 2xx response", status.into(), true, response).await;
    }
    for status in [100, 302, 404, 410, 422, 429, 500, 503] {
        let status = StatusCode::from_u16(status).unwrap();
        ends("another status", status.into(), false, move |_| async move { Ok::<_, String>(status) }).await;
        let response = move |_| async move { Ok::<_, String>(Response::builder().status(status).body("").unwrap()) };
        ends("another response", status.into(), false, response).await;
    }
    ends("an error", 500, false, |_| async { Err::<(), _>("no") }).await;
    ends("a boxed error", 500, false, |_| async { Err::<(), Boxed>("no".into()) }).await;
    let parse = |event: Verified<Stripe>| event.json::<u32>().map(drop);
    ends("a payload error", 422, false, move |event| async move { parse(event) }).await;
    ends("a boxed payload error", 422, false, move |event| async move { parse(event).map_err(Boxed::from) }).await;
    ends("an error of a task", 500, false, move |_| async move {
        tokio::spawn(async { panic!("on purpose") }).await.map(|(): ()| ())
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_answered_with_500_and_the_event_given_back() {
    ends("in the future", 500, false, |_| async { if true { panic!("on purpose") } else { Ok::<(), String>(()) } })
        .await;
    let later = |_| async {
        sleep(LEASE).await;
        if true { panic!("on purpose") } else { Ok::<(), String>(()) }
    };
    ends("later in the future", 500, false, later).await;
    ends("before there is a future", 500, false, |_| -> Ready<Result<(), String>> { panic!("on purpose") }).await;
    let odd = |_| async { if true { panic::panic_any(7_u8) } else { Ok::<(), String>(()) } };
    ends("with something other than a text", 500, false, odd).await;
}

#[tokio::test(start_paused = true)]
async fn an_event_in_progress_is_answered_with_503_and_retry_after() {
    // (lease, of which has passed) -> seconds: rounded up, at least one, at most 30
    let table = [
        (LEASE, Duration::ZERO, "30"),
        (LEASE, SECOND * 50, "10"),
        (SECOND * 3 / 2, Duration::ZERO, "2"),
        (SECOND * 3 / 2, SECOND, "1"),
        (Duration::from_micros(1200), Duration::from_micros(1100), "1"),
    ];
    for (lease, passed, seconds) in table {
        let (inbox, runs) = (inbox().lease(lease), Runs::default());
        let Admission::New(_permit) = admit(&inbox, "evt_1").await else { panic!("it is new") };
        advance(passed).await;
        let outcome = deliver(&inbox, "evt_1", &runs).await;
        assert!(matches!(outcome.disposition(), Disposition::InProgress { .. }), "{lease:?} - {passed:?}");
        assert_eq!(outcome.status(), 503);
        assert_eq!(outcome.response().headers()[header::RETRY_AFTER], seconds, "{lease:?} - {passed:?}");
        assert_eq!((runs.get(), inbox.stats().in_progress), (0, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_duplicate_waits_for_the_first_delivery() {
    // (what the first does, how long it takes) -> (status and time of the second, runs)
    let table = [
        (true, SECOND / 2, 200, SECOND / 2, 1),
        (true, SECOND * 3, 503, SECOND, 1),
        (false, SECOND / 2, 200, SECOND / 2, 2),
    ];
    for (succeeds, takes, status, at, run_times) in table {
        let (inbox, runs) = (inbox().wait(SECOND), Runs::default());
        let (first_inbox, first_runs) = (inbox.clone(), runs.clone());
        let first = tokio::spawn(async move {
            let handler = async move |_| {
                first_runs.count();
                sleep(takes).await;
                if succeeds { Ok(()) } else { Err("no") }
            };
            first_inbox.process(event("evt_1"), move |event| async move { handler(event).await }).await.status()
        });
        tokio::task::yield_now().await;
        let start = Instant::now();
        while runs.get() == 0 {
            tokio::task::yield_now().await;
        }
        let second = deliver(&inbox, "evt_1", &runs).await;
        assert_eq!((second.status().as_u16(), runs.get()), (status, run_times), "{takes:?}");
        assert!(start.elapsed() >= at && start.elapsed() < at + SECOND / 10, "{takes:?}: {:?}", start.elapsed());
        assert_eq!(first.await.unwrap(), if succeeds { 200 } else { 500 });
    }
}

#[tokio::test(start_paused = true)]
async fn the_longest_durations_do_not_overflow() {
    let (inbox, runs) = (inbox().wait(Duration::MAX).lease(Duration::MAX).retain(Duration::MAX), Runs::default());
    let first = tokio::spawn({
        let (inbox, runs) = (inbox.clone(), runs.clone());
        async move { deliver_slowly(&inbox, "evt_1", &runs, LEASE * 10).await.status() }
    });
    tokio::task::yield_now().await;
    assert_eq!(deliver(&inbox, "evt_1", &runs).await.status(), 200);
    assert_eq!(first.await.unwrap(), 200);
    assert_eq!(runs.get(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_event_is_known_as_long_as_the_inbox_says() {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);

    for (inbox, retain) in [(inbox(), DAY * 7), (inbox().retain(SECOND), SECOND), (inbox().retain(DAY), DAY)] {
        let runs = Runs::default();
        for (wait, run_times) in [(Duration::ZERO, 1), (retain.saturating_sub(SECOND / 10), 1), (SECOND / 5, 2)] {
            advance(wait).await;
            assert_eq!(deliver(&inbox, "evt_1", &runs).await.status(), 200, "{retain:?}");
            assert_eq!(runs.get(), run_times, "{retain:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_64_concurrent_deliveries_one_runs_a_thousand_times() {
    const COPIES: usize = 64;
    let stripe = Verifier::<Stripe>::new(SECRET).unwrap();
    let store = Arc::new(MemoryStore::new());
    let patient = Inbox::new(Arc::clone(&store)).wait(SECOND * 30);
    let hasty = Inbox::new(store).wait(Duration::ZERO);
    let mut rounds = JoinSet::new();
    for round in 0..1000 {
        // Ten rounds at a time, so that those who wait do not hold up the test.
        if rounds.len() == 10 {
            rounds.join_next().await.unwrap().unwrap();
        }
        let inbox = if round % 2 == 0 { patient.clone() } else { hasty.clone() };
        let stripe = stripe.clone();
        rounds.spawn(async move {
            let (start, runs) = (Arc::new(Barrier::new(COPIES)), Runs::default());
            let mut copies = JoinSet::new();
            for _ in 0..COPIES {
                let event = event_for(&stripe, &format!("evt_{round}"));
                let (inbox, start, runs) = (inbox.clone(), Arc::clone(&start), runs.clone());
                copies.spawn(async move {
                    start.wait().await;
                    let handler = async move |_| {
                        runs.count();
                        tokio::task::yield_now().await;
                        Ok::<_, String>(())
                    };
                    inbox.process(event, move |event| async move { handler(event).await }).await.status().as_u16()
                });
            }
            let answers = copies.join_all().await;
            assert_eq!(runs.get(), 1, "round {round}");
            let fine = if round % 2 == 0 { &[200][..] } else { &[200, 503] };
            assert!(answers.iter().all(|status| fine.contains(status)), "round {round}: {answers:?}");
            assert!(answers.contains(&200), "round {round}");
        });
    }
    rounds.join_all().await;
    assert_eq!(patient.stats().processed + hasty.stats().processed, 1000);
    assert_eq!((patient.stats().processed, patient.stats().duplicates), (500, 500 * 63));
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_goes_away_does_not_stop_the_handler() {
    let (inbox, runs, go_on) = (inbox(), Runs::default(), Arc::new(Notify::new()));
    let finished = Runs::default();
    let caller = tokio::spawn({
        let (inbox, runs, finished, go_on) = (inbox.clone(), runs.clone(), finished.clone(), Arc::clone(&go_on));
        async move {
            let handler = move |_| async move {
                runs.count();
                go_on.notified().await;
                finished.count();
                Ok::<_, String>(())
            };
            inbox.process(event("evt_1"), handler).await
        }
    });
    while runs.get() == 0 {
        tokio::task::yield_now().await;
    }
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    assert_eq!(deliver(&inbox, "evt_1", &runs).await.status(), 503, "it is still at work");
    sleep(LEASE * 3).await;
    assert_eq!(
        (deliver(&inbox, "evt_1", &runs).await.status().as_u16(), finished.get()),
        (503, 0),
        "and its lease renewed"
    );
    go_on.notify_one();
    while inbox.stats().processed == 0 {
        tokio::task::yield_now().await;
    }
    assert!(matches!(deliver(&inbox, "evt_1", &runs).await.disposition(), Disposition::Duplicate));
    assert_eq!((runs.get(), finished.get()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_forged_delivery_does_not_touch_the_store() {
    let (inbox, runs) = (inbox(), Runs::default());
    let stripe = Verifier::<Stripe>::new(SECRET).unwrap();
    let forged = hookseal::testing::sign::<Stripe>("a guess", support::body("evt_1"));
    assert_eq!(stripe.verify_request(forged.into_request()).unwrap_err().status(), 401);
    assert_eq!(inbox.store().calls(Call::Claim), 0);
    assert_eq!(deliver(&inbox, "evt_1", &runs).await.status(), 200, "the genuine one was not pre-empted");
    assert_eq!((runs.get(), inbox.store().calls(Call::Claim)), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_policy_replaces_every_status() {
    use Case::{Duplicate, HandlerFailed, InProgress, LeaseLost, Processed, StoreUnavailable, Unparseable};
    let cases = [Processed, Duplicate, InProgress, HandlerFailed, Unparseable, StoreUnavailable, LeaseLost];
    let policy = (207..)
        .zip(cases)
        .fold(Policy::DEFAULT, |policy, (status, case)| policy.with(case, StatusCode::from_u16(status).unwrap()));
    let stripe = Verifier::<Stripe>::builder().secret(SECRET).policy(policy).build().unwrap();
    let inbox = inbox();
    let event = |id: &str| event_for(&stripe, id);
    let fine = |_| async { Ok::<_, String>(()) };
    let mut answers = vec![inbox.process(event("evt_1"), fine).await.status()];
    answers.push(inbox.process(event("evt_1"), fine).await.status());
    drop(admit(&inbox, "evt_2").await);
    answers.push(inbox.process(event("evt_2"), fine).await.status());
    answers.push(inbox.process(event("evt_3"), |_| async { Err::<(), _>("no") }).await.status());
    let unparseable = |event: Verified<Stripe>| async move { event.json::<u32>().map(drop) };
    answers.push(inbox.process::<_, (), PayloadError, _>(event("evt_3"), unparseable).await.status());
    inbox.store().fail(Call::Claim, Fault::Unreachable, 1);
    answers.push(inbox.process(event("evt_4"), fine).await.status());
    inbox.store().fail(Call::Renew, Fault::Unreachable, 100);
    let (handler_inbox, stolen) = (inbox.clone(), event("evt_4"));
    let slow = move |_| async move {
        sleep(LEASE * 2).await;
        drop(handler_inbox.admit(&stolen).await);
        Ok::<_, String>(())
    };
    answers.push(inbox.process(event("evt_4"), slow).await.status());
    assert_eq!(answers, cases.map(|case| policy.status(case)));
    assert_eq!(answers.first().zip(answers.last()).map(|(a, b)| (a.as_u16(), b.as_u16())), Some((207, 213)));
}

#[tokio::test(start_paused = true)]
async fn the_numbers_add_up() {
    let (inbox, runs) = (inbox(), Runs::default());
    assert_eq!(inbox.stats(), Stats::default());
    let clone = inbox.clone();
    for _ in 0..3 {
        let _ = deliver(&clone, "evt_1", &runs).await;
    }
    for _ in 0..4 {
        let _ = deliver_to_failure(&clone, "evt_2", &runs).await;
    }
    drop(admit(&inbox, "evt_3").await);
    for _ in 0..5 {
        let _ = deliver(&clone, "evt_3", &runs).await;
    }
    inbox.store().fail(Call::Claim, Fault::Unreachable, 6);
    for _ in 0..6 {
        let _ = deliver(&clone, "evt_4", &runs).await;
    }
    let stats = inbox.stats();
    assert_eq!((stats.processed, stats.duplicates, stats.failed), (1, 2, 4));
    assert_eq!((stats.in_progress, stats.store_unavailable), (5, 6));
    assert_eq!((stats.leases_lost, stats.completions_retried, stats.completions_lost), (0, 0, 0));
}
