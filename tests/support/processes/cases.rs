//! What must hold when real processes share a store.

use std::time::{Duration, Instant};

use hookseal::{
    IdempotencyKey, IdempotencyStore, Inbox,
    idempotency::{Claim, Held, Lease},
    store::AnyStore,
};
use tokio::{task::JoinSet, time::sleep};

use super::{
    delivery::{Delivery, LEASE, Mode, Point},
    outlive::{Outlived, event_of, outlived},
    place::{Opened, Place},
    race::Raced,
    task::Task,
    worker::{Go, Worker},
};
use crate::support::{
    process,
    store_cases::{RETAIN, claim, complete},
};

/// 10,000 claims: all of them of one key, and of a hundred.
pub(crate) async fn one_of_all_duplicates_wins(place: Place, _: Opened) {
    const CLAIMS: usize = 10_000;
    // Without optimisation, and beside other tests, most of the time is the driver's.
    const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 5 });
    // A server takes a hundred connections or so.
    for (processes, connections) in [(2, 8), (8, 4), (32, 1)] {
        for keys in [1, 100] {
            let round = format!("{keys} keys, {processes} processes");
            let task = Task::Race {
                place: place.clone(),
                connections,
                round: round.clone(),
                keys,
                claims: CLAIMS / processes,
            };
            let mut workers: Vec<_> = (0..processes).map(|_| Worker::start(&task)).collect();
            for worker in &mut workers {
                assert_eq!(worker.says::<String>().await, "ready");
            }
            let start = Instant::now();
            for worker in &mut workers {
                worker.tell(&Go).await;
            }
            let mut all = Raced::default();
            for worker in &mut workers {
                let raced: Raced = worker.says().await;
                all.won.extend(raced.won);
                all.refused += raced.refused;
                all.errors.extend(raced.errors);
            }
            let took = start.elapsed();
            println!("{round}: {took:.2?}");
            all.won.sort_unstable();
            assert_eq!(all.errors, [""; 0], "{round}");
            assert_eq!(all.won, (0..keys).collect::<Vec<_>>(), "{round}");
            assert_eq!(all.refused, CLAIMS / processes * processes - keys, "{round}");
            assert!(took < LIMIT, "{round}: {took:?}");
        }
    }
}

/// Workers that are killed where they stay, `at_once` of them at a time; then the event is delivered again. How often it
/// must have taken effect.
const LEASED: [(Point, i64); 4] =
    [(Point::BeforeClaim, 1), (Point::AfterClaim, 1), (Point::AfterEffect, 2), (Point::BeforeAnswer, 1)];
const COMMITTED: [(Point, i64); 4] =
    [(Point::BeforeClaim, 1), (Point::AfterClaim, 1), (Point::AfterEffect, 1), (Point::BeforeAnswer, 1)];

async fn kill(place: &Place, opened: &Opened, mode: Mode, points: [(Point, i64); 4], rounds: usize, at_once: usize) {
    for (point, effects) in points {
        let mut slowest = Duration::ZERO;
        for first in (0..rounds).step_by(at_once) {
            let event = |round| format!("{mode:?} {point:?} {round}");
            let deliveries = (first..rounds.min(first + at_once)).map(|round| Delivery {
                event: event(round),
                mode,
                stay: Some(point),
            });
            let mut killed = Vec::new();
            for delivery in deliveries {
                let task = Task::Receive { place: place.clone(), delivery: delivery.clone() };
                killed.push((Worker::start(&task), delivery));
            }
            let mut redelivered = JoinSet::new();
            for (worker, _) in &mut killed {
                assert_eq!(worker.says::<Point>().await, point);
            }
            for (worker, delivery) in killed {
                worker.kill().await;
                redelivered.spawn(again(opened.clone(), Delivery { stay: None, ..delivery }, Instant::now()));
            }
            for (event, took) in redelivered.join_all().await {
                assert_eq!(opened.effects(&event).await, effects, "{event}");
                assert_eq!(took.is_some(), point != Point::BeforeAnswer, "{event}");
                slowest = slowest.max(took.unwrap_or_default());
            }
        }
        println!(
            "{mode:?}, killed {point:?}: {effects} effects of each of {rounds} events; work on it began {slowest:.0?} later"
        );
        assert!(slowest < LEASE + Duration::from_secs(1), "{mode:?} {point:?}: {slowest:?}");
    }
}

/// Delivers an event until the answer is 200: how long it took until it was worked on, if it was.
async fn again(place: Opened, delivery: Delivery, since: Instant) -> (String, Option<Duration>) {
    loop {
        match delivery.receive(&place).await {
            (200, begun) => return (delivery.event, begun.map(|begun| begun - since)),
            (status, _) => assert_eq!(status, 503),
        }
        sleep(Duration::from_millis(20)).await;
    }
}

pub(crate) async fn no_event_is_lost_when_a_worker_is_killed(place: Place, opened: Opened) {
    // Writers of a file wait for each other, and not in turns.
    let at_once = if matches!(place, Place::Sqlite { .. }) { 5 } else { 10 };
    kill(&place, &opened, Mode::Lease, LEASED, 50, at_once).await;
}

pub(crate) async fn in_a_transaction_it_takes_effect_exactly_once(place: Place, opened: Opened) {
    // A file has one writer.
    let at_once = if matches!(place, Place::Sqlite { .. }) { 1 } else { 10 };
    kill(&place, &opened, Mode::Transaction, COMMITTED, 50, at_once).await;
}

/// Workers that stand still until others have taken over what they held.
pub(crate) async fn late_writes_are_refused(place: Place, opened: Opened) {
    const WORKERS: usize = 10;
    const KEYS: usize = 10;
    let store = opened.store();
    let names: Vec<_> = (0..WORKERS).map(|number| format!("worker {number}")).collect();
    let start =
        |worker: &String| Worker::start(&Task::Outlive { place: place.clone(), worker: worker.clone(), keys: KEYS });
    let mut workers: Vec<_> = names.iter().map(start).collect();
    for worker in &mut workers {
        assert_eq!(worker.says::<String>().await, "claimed");
        worker.signal("STOP").await;
    }
    let mut current = Vec::new();
    for name in &names {
        for number in 0..KEYS {
            current.push(take_over(&store, &outlived(name, number)).await);
        }
        while process(&Inbox::new(store.clone()).lease(LEASE), &event_of(name)).await != (200, true) {}
    }
    for (index, lease) in current.iter().enumerate() {
        match index % 3 {
            0 => assert_eq!(complete(&store, lease).await, Held::Yes),
            1 => assert_eq!(store.release(lease).await.unwrap(), Held::Yes),
            _ => {}
        }
    }

    for worker in &mut workers {
        worker.signal("CONT").await;
        worker.tell(&Go).await;
    }
    for worker in &mut workers {
        let late: Outlived = worker.says().await;
        assert_eq!(late.held, [[false; 3]; KEYS]);
        assert!((late.status, late.noticed) == (503, true), "{late:?}");
    }
    for (index, lease) in current.iter().enumerate() {
        let claim = claim(&store, lease.key()).await;
        match index % 3 {
            0 => assert_eq!(claim, Claim::Completed),
            1 => assert!(matches!(claim, Claim::Acquired(_)), "{claim:?}"),
            _ => assert_eq!(complete(&store, lease).await, Held::Yes),
        }
    }
}

async fn take_over(store: &AnyStore, key: &IdempotencyKey) -> Lease {
    loop {
        match store.claim(key, RETAIN).await.unwrap() {
            Claim::Acquired(lease) => return lease,
            Claim::InProgress { .. } => sleep(Duration::from_millis(20)).await,
            other => panic!("{other:?}"),
        }
    }
}
