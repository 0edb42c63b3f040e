//! A PostgreSQL that is killed in the middle of its work, and started again: what was acknowledged is there. The test
//! makes a cluster of its own, with the programs that came with the server.
#![cfg(all(feature = "postgres", feature = "testing"))]

#[path = "support/stores.rs"]
mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use hookseal::{
    IdempotencyKey, IdempotencyStore,
    idempotency::{Claim, Held, Lease, StoreError},
    store::{PostgresStore, TxClaim},
};
use sqlx::{PgPool, postgres::PgPoolOptions};
use tokio::{task::JoinSet, time::sleep};

use support::{
    postgres_server::PostgresServer,
    store_cases::{LEASE, RETAIN, claim, complete, key},
};

const WORKERS: u32 = 8;
/// Rows that there are when the server is killed.
const ROWS: i64 = 5000;

/// What a worker was told.
#[derive(Default)]
struct Acknowledged {
    completed: Vec<IdempotencyKey>,
    committed: Vec<IdempotencyKey>,
    held: Vec<Lease>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn what_was_acknowledged_outlives_the_server() {
    let mut server = PostgresServer::start().await;
    // One more, for the counts.
    let pool = PgPoolOptions::new().max_connections(WORKERS + 1).connect_lazy_with(server.options());
    let store = PostgresStore::new(pool.clone()).timeout(Duration::from_secs(1));
    store.migrate().await.unwrap();
    sqlx::query("CREATE TABLE effects (key bytea)").execute(&pool).await.unwrap();

    let over = Arc::new(AtomicBool::new(false));
    let mut workers = JoinSet::new();
    for worker in 0..WORKERS {
        workers.spawn(work(worker, store.clone(), Arc::clone(&over)));
    }
    while count(&pool, "SELECT count(*) FROM hookseal_keys").await < ROWS {
        sleep(Duration::from_millis(20)).await;
    }
    server.kill_and_restart().await;
    over.store(true, Ordering::SeqCst);

    let (mut completed, mut committed, mut held) = (0, 0, 0);
    for worker in workers.join_all().await {
        for key in worker.completed.iter().chain(&worker.committed) {
            assert_eq!(claim(&store, key).await, Claim::Completed);
        }
        for lease in &worker.held {
            assert_eq!(complete(&store, lease).await, Held::Yes);
        }
        completed += worker.completed.len();
        committed += worker.committed.len();
        held += worker.held.len();
    }
    println!("acknowledged and there: {completed} completions, {committed} transactions, {held} leases");
    assert!(completed.min(committed).min(held) > 100);

    // Acknowledged or not, a claim and its effect are both there or neither.
    let orphans = "SELECT count(*) FROM effects FULL JOIN (SELECT * FROM hookseal_keys WHERE token IS NULL) AS keys \
        USING (key) WHERE effects.key IS NULL OR keys.key IS NULL";
    assert_eq!(count(&pool, orphans).await, 0);
    let twice = "SELECT count(*) FROM (SELECT FROM effects GROUP BY key HAVING count(*) > 1) AS twice";
    assert_eq!(count(&pool, twice).await, 0);
}

/// Completes, commits and holds keys, until the server has been away.
async fn work(worker: u32, store: PostgresStore, over: Arc<AtomicBool>) -> Acknowledged {
    let mut acknowledged = Acknowledged::default();
    for number in 0.. {
        if over.load(Ordering::SeqCst) {
            break;
        }
        // An error is no acknowledgement, whatever has happened.
        let _unknown = acknowledged.step(&store, key(format!("{worker} {number}")), number % 3).await;
    }
    acknowledged
}

impl Acknowledged {
    async fn step(&mut self, store: &PostgresStore, key: IdempotencyKey, way: usize) -> Result<(), Failed> {
        if way == 0 {
            let mut tx = store.pool().begin().await?;
            assert!(matches!(store.claim_in(&mut tx, &key, RETAIN).await?, TxClaim::Acquired { .. }));
            let effect = sqlx::query("INSERT INTO effects VALUES ($1)").bind(key.as_bytes().as_slice());
            effect.execute(&mut *tx).await?;
            tx.commit().await?;
            self.committed.push(key);
            return Ok(());
        }
        let Claim::Acquired(lease) = store.claim(&key, LEASE).await? else { panic!("a key is nobody else's") };
        if way == 1 {
            self.held.push(lease);
            return Ok(());
        }
        assert_eq!(store.complete(&lease, RETAIN).await?, Held::Yes);
        self.completed.push(key);
        Ok(())
    }
}

/// Nobody knows what has happened.
struct Failed;

impl From<StoreError> for Failed {
    fn from(_: StoreError) -> Self {
        Self
    }
}

impl From<sqlx::Error> for Failed {
    fn from(_: sqlx::Error) -> Self {
        Self
    }
}

async fn count(pool: &PgPool, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}
