//! One trace of calls, made of every store and of a model of twenty lines: all of them give the same answers.
#![cfg(all(feature = "testing", feature = "tokio"))]

#[path = "support/model.rs"]
mod model;
#[cfg(any(feature = "postgres", feature = "redis", feature = "sqlite"))]
#[path = "support/stores.rs"]
mod support;

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use hookseal::{
    IdempotencyKey, IdempotencyStore, MemoryStore,
    idempotency::{Claim, Held, Lease},
    store::AnyStore,
};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};
use tokio::{runtime::Handle, task::spawn_blocking, time::sleep};

use model::{Answer, Call, Model};

/// Few enough that calls meet.
const KEYS: usize = 3;
const CALLS: usize = 24;
const TRACES: u32 = 128;

const LONG: Duration = Duration::from_secs(600);
/// The shortest time that every store can tell from none; it is over after the pause.
const BRIEF: Duration = Duration::from_millis(1);
const PAUSE: Duration = Duration::from_millis(4);

/// A call, and whether what it begins lasts. Its lease is one of those that have been acquired by then.
type Step = (Call, bool);

fn step() -> impl Strategy<Value = Step> {
    let call = prop_oneof![
        4 => (0..KEYS).prop_map(|key| Call::Claim { key }),
        2 => (0..CALLS).prop_map(|lease| Call::Renew { lease }),
        2 => (0..CALLS).prop_map(|lease| Call::Complete { lease }),
        2 => (0..CALLS).prop_map(|lease| Call::Release { lease }),
    ];
    // What does not last needs a pause.
    (call, prop::bool::weighted(0.75))
}

/// One store in one trace.
struct Run<'s> {
    name: &'s str,
    store: &'s AnyStore,
    keys: [IdempotencyKey; KEYS],
    leases: Vec<Lease>,
}

impl Run<'_> {
    async fn answer(&mut self, call: Call, lasts: bool) -> Answer {
        let time = if lasts { LONG } else { BRIEF };
        let held = match call {
            Call::Claim { key } => return self.claim(key, time).await,
            Call::Renew { lease } => self.store.renew(&self.leases[lease], time).await,
            Call::Complete { lease } => self.store.complete(&self.leases[lease], time).await,
            Call::Release { lease } => self.store.release(&self.leases[lease]).await,
        };
        match held.unwrap() {
            Held::Yes => Answer::Yes,
            Held::Lost => Answer::Lost,
        }
    }

    async fn claim(&mut self, key: usize, time: Duration) -> Answer {
        match self.store.claim(&self.keys[key], time).await.unwrap() {
            Claim::Acquired(lease) => {
                let attempt = lease.attempt();
                self.leases.push(lease);
                Answer::Acquired { attempt }
            }
            Claim::InProgress { .. } => Answer::InProgress,
            Claim::Completed => Answer::Completed,
            other => panic!("{other:?}"),
        }
    }
}

/// Makes the calls of the model and of every store, and compares each answer. No other trace has these keys.
async fn follow(trace: &[Step], stores: &[(&str, AnyStore)]) -> Result<(), TestCaseError> {
    static TRACE: AtomicU32 = AtomicU32::new(0);
    let number = TRACE.fetch_add(1, Ordering::Relaxed).to_string();
    let keys = std::array::from_fn(|key| IdempotencyKey::new("", "model", &number, &[u8::try_from(key).unwrap()]));
    let run = |(name, store)| Run { name, store, keys, leases: Vec::new() };
    let mut runs: Vec<_> = stores.iter().map(|(name, store)| run((*name, store))).collect();
    let mut model = Model::default();
    for (call, lasts) in trace {
        let Some(call) = with_lease(*call, model.leases()) else { continue };
        let expected = model.answer(call, *lasts);
        for run in &mut runs {
            let seen = run.answer(call, *lasts).await;
            let agrees = seen == expected || expected == Answer::Unspecified;
            prop_assert!(agrees, "{call:?}, which lasts: {lasts}: {} says {seen:?}, the model {expected:?}", run.name);
        }
        if !lasts && matches!(expected, Answer::Acquired { .. } | Answer::Yes) {
            sleep(PAUSE).await;
        }
    }
    Ok(())
}

/// The call with one of so many leases, if there are any.
fn with_lease(call: Call, leases: usize) -> Option<Call> {
    let one = |lease: usize| lease.checked_rem(leases);
    Some(match call {
        Call::Claim { key } => Call::Claim { key },
        Call::Renew { lease } => Call::Renew { lease: one(lease)? },
        Call::Complete { lease } => Call::Complete { lease: one(lease)? },
        Call::Release { lease } => Call::Release { lease: one(lease)? },
    })
}

/// Runs traces until one shows a difference, which is then made as short as possible.
async fn agree(stores: Vec<(&'static str, AnyStore)>) {
    let runtime = Handle::current();
    let traces = move || {
        let config = Config { cases: TRACES, failure_persistence: None, max_shrink_iters: 500, ..Config::default() };
        let follow = |trace: Vec<Step>| runtime.block_on(follow(&trace, &stores));
        TestRunner::new(config).run(&vec(step(), 1..CALLS), follow)
    };
    if let Err(difference) = spawn_blocking(traces).await.unwrap() {
        panic!("{difference}");
    }
}

/// The stores that need no server, each by a line.
#[allow(clippy::unused_async)] // without SQLite
async fn local() -> Vec<(&'static str, AnyStore)> {
    vec![
        ("MemoryStore", AnyStore::new(MemoryStore::new())),
        #[cfg(feature = "sqlite")]
        ("SqliteStore", AnyStore::new(sqlite().await)),
    ]
}

#[cfg(feature = "sqlite")]
async fn sqlite() -> hookseal::store::SqliteStore {
    let pool = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
    let store = hookseal::store::SqliteStore::new(pool);
    store.migrate().await.unwrap();
    store
}

#[tokio::test]
async fn the_stores_without_a_server_agree_with_the_model() {
    agree(local().await).await;
}

#[cfg(all(feature = "postgres", feature = "redis"))]
#[tokio::test]
#[ignore = "needs PostgreSQL and Redis"]
async fn all_stores_agree_with_the_model() {
    support::postgres::with_store(async |postgres| {
        let with_redis = support::redis::with_store(async |redis| {
            let mut stores = local().await;
            stores.extend([("PostgresStore", AnyStore::new(postgres)), ("RedisStore", AnyStore::new(redis))]);
            agree(stores).await;
        });
        Box::pin(with_redis).await;
    })
    .await;
}
