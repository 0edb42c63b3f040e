//! What the stores in SQL databases do beyond the others: one table of cases for both.
//!
//! The file that includes it says which `Store` and `Pool`, and has a `database` module for what else differs.

use std::time::Duration;

use hookseal::{
    IdempotencyStore,
    idempotency::{Claim, Held, StoreErrorKind},
    store::TxClaim,
};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep, timeout},
};

use super::{
    Pool, Store,
    support::store_cases::{LATER, LEASE, RETAIN, SHORT, acquire, acquire_for, claim, complete, key},
};

async fn count(pool: &Pool, table: &'static str) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

pub(crate) async fn claim_and_effect_commit_together_or_not_at_all(store: Store) {
    let (pool, key) = (store.pool(), key("evt_1"));
    sqlx::query("CREATE TABLE effects (id INTEGER)").execute(pool).await.unwrap();
    for (commit, effects, found) in [(false, 0, None), (true, 1, None), (true, 1, Some(TxClaim::Completed))] {
        let mut tx = pool.begin().await.unwrap();
        let claimed = store.claim_in(&mut tx, &key, RETAIN).await.unwrap();
        assert_eq!(claimed, found.unwrap_or(TxClaim::Acquired { attempt: 1 }));
        if matches!(claimed, TxClaim::Acquired { .. }) {
            assert_eq!(store.claim_in(&mut tx, &key, RETAIN).await.unwrap(), TxClaim::Completed, "twice in one");
            sqlx::query("INSERT INTO effects VALUES (1)").execute(&mut *tx).await.unwrap();
        }
        let ended = if commit { tx.commit().await } else { tx.rollback().await };
        ended.unwrap();
        assert_eq!((count(pool, "effects").await, count(pool, "hookseal_keys").await), (effects, effects));
    }
    assert_eq!(claim(&store, &key).await, Claim::Completed, "for those who claim by lease, too");
}

pub(crate) async fn a_claim_in_a_transaction_respects_leases_and_goes_on_counting(store: Store) {
    let key = key("evt_1");
    let lease = acquire(&store, &key).await;
    let mut tx = store.pool().begin().await.unwrap();
    let claimed = store.claim_in(&mut tx, &key, RETAIN).await.unwrap();
    assert!(matches!(claimed, TxClaim::InProgress { retry_after } if retry_after <= LEASE), "{claimed:?}");
    tx.rollback().await.unwrap();
    assert_eq!(store.release(&lease).await.unwrap(), Held::Yes);

    let mut tx = store.pool().begin().await.unwrap();
    assert_eq!(store.claim_in(&mut tx, &key, SHORT).await.unwrap(), TxClaim::Acquired { attempt: 2 });
    tx.commit().await.unwrap();
    assert_eq!(store.complete(&lease, RETAIN).await.unwrap(), Held::Lost, "the lease is not the transaction's");
    assert_eq!(claim(&store, &key).await, Claim::Completed);
    sleep(LATER).await;
    let _new = acquire(&store, &key).await;
}

/// Duplicates of an event whose transaction is open: an answer for each, soon, and none that it may be processed.
pub(crate) async fn duplicates_do_not_wait_for_an_open_transaction(store: Store) {
    let [open, done] = ["open", "done"].map(key);
    let lease = acquire(&store, &done).await;
    assert_eq!(complete(&store, &lease).await, Held::Yes);
    let mut tx = store.pool().begin().await.unwrap();
    assert_eq!(store.claim_in(&mut tx, &open, RETAIN).await.unwrap(), TxClaim::Acquired { attempt: 1 });

    let start = Instant::now();
    assert_eq!(claim(&store, &done).await, Claim::Completed, "a duplicate waits for nobody");
    assert!(start.elapsed() < Duration::from_millis(700), "{:?}", start.elapsed());
    let mut tasks = JoinSet::new();
    for id in 0..12 {
        let store = store.clone();
        tasks.spawn(async move {
            if id % 2 == 0 {
                assert!(matches!(claim(&store, &open).await, Claim::InProgress { .. }));
            } else {
                let mut tx = store.pool().begin().await.unwrap();
                let claimed = store.claim_in(&mut tx, &open, RETAIN).await.unwrap();
                assert!(matches!(claimed, TxClaim::InProgress { .. }), "{claimed:?}");
            }
        });
    }
    let all = async { while tasks.join_next().await.transpose().unwrap().is_some() {} };
    timeout(Duration::from_secs(8), all).await.expect("they do not pile up");
    tx.commit().await.unwrap();
    assert_eq!(claim(&store, &open).await, Claim::Completed);
}

pub(crate) async fn housekeeping_removes_what_has_ended_and_nothing_else(store: Store) {
    let store = store.keep_attempts(Duration::ZERO);
    let patient = store.clone().keep_attempts(RETAIN);
    let [held, done, old, abandoned, given_back] = ["held", "done", "old", "abandoned", "given back"].map(key);
    let held_lease = acquire(&store, &held).await;
    let lease = acquire(&store, &done).await;
    assert_eq!(complete(&store, &lease).await, Held::Yes);
    let lease = acquire(&store, &old).await;
    assert_eq!(store.complete(&lease, SHORT).await.unwrap(), Held::Yes);
    let _abandoned = acquire_for(&store, &abandoned, SHORT).await;
    let lease = acquire(&store, &given_back).await;
    assert_eq!(store.release(&lease).await.unwrap(), Held::Yes);
    sleep(LATER).await;

    assert_eq!(patient.housekeep().await.unwrap(), 1, "the old one; attempts are kept");
    assert_eq!(store.housekeep().await.unwrap(), 2, "the abandoned one, and that which was given back");
    assert_eq!(store.housekeep().await.unwrap(), 0);
    assert_eq!(count(store.pool(), "hookseal_keys").await, 2);
    assert!(matches!(claim(&store, &held).await, Claim::InProgress { .. }));
    assert_eq!(claim(&store, &done).await, Claim::Completed);
    assert_eq!(complete(&store, &held_lease).await, Held::Yes);
    assert_eq!(acquire(&store, &abandoned).await.attempt(), 1);
}

pub(crate) async fn housekeeping_disturbs_no_claims(store: Store) {
    const KEYS: usize = 2500;
    let store = store.keep_attempts(Duration::ZERO);
    let mut tx = store.pool().begin().await.unwrap();
    for id in 0..KEYS {
        let claimed = store.claim_in(&mut tx, &key(format!("ended {id}")), Duration::ZERO).await.unwrap();
        assert_eq!(claimed, TxClaim::Acquired { attempt: 1 });
    }
    tx.commit().await.unwrap();
    let working = tokio::spawn({
        let store = store.clone();
        async move {
            for id in 0..60 {
                let key = key(format!("live {id}"));
                let lease = acquire(&store, &key).await;
                assert_eq!(store.renew(&lease, LEASE).await.unwrap(), Held::Yes);
                assert_eq!(complete(&store, &lease).await, Held::Yes);
                assert_eq!(claim(&store, &key).await, Claim::Completed);
            }
        }
    });
    let mut removed = 0;
    while !working.is_finished() {
        removed += store.housekeep().await.unwrap();
        sleep(Duration::from_millis(5)).await;
    }
    working.await.unwrap();
    removed += store.housekeep().await.unwrap();
    assert_eq!(removed, KEYS as u64);
    assert_eq!(count(store.pool(), "hookseal_keys").await, 60);
}

pub(crate) async fn a_missing_table_is_named_with_what_to_do(store: Store) {
    let elsewhere = Store::with_table(store.pool().clone(), "not_migrated").unwrap();
    let error = elsewhere.claim(&key("evt_1"), LEASE).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retriable()), (StoreErrorKind::NotMigrated, false));
    let text = error.to_string();
    assert!(text.contains("`not_migrated`") && text.contains("migrate()"), "{text}");
    let mut tx = store.pool().begin().await.unwrap();
    let error = elsewhere.claim_in(&mut tx, &key("evt_1"), RETAIN).await.unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::NotMigrated);
}

pub(crate) async fn tables_can_be_named_and_migrated_by_many_at_once(store: Store) {
    let other = Store::with_table(store.pool().clone(), "order").unwrap();
    let mut tasks = JoinSet::new();
    for _ in 0..6 {
        let other = other.clone();
        tasks.spawn(async move { other.migrate().await });
    }
    while let Some(migrated) = tasks.join_next().await {
        migrated.unwrap().unwrap();
    }
    let key = key("evt_1");
    let _here = acquire(&store, &key).await;
    let there = acquire(&other, &key).await;
    assert_eq!(complete(&other, &there).await, Held::Yes);
    assert_eq!(count(store.pool(), "\"order\"").await, 1);
    assert!(matches!(claim(&store, &key).await, Claim::InProgress { .. }));
    assert!(store.schema().contains("\"hookseal_keys\""), "{}", store.schema());
    let error = Store::with_table(store.pool().clone(), "keys; DROP TABLE users").unwrap_err();
    assert!(error.to_string().contains("lower-case letters"), "{error}");
}

/// The whole table, as tests. `$with` runs a case with a fresh store.
macro_rules! sql_cases {
    ($with:path $(, #[$ignored:meta])?) => {
        cases! {
            $with, crate::sql_cases, ($(#[$ignored])?),
            claim_and_effect_commit_together_or_not_at_all
            a_claim_in_a_transaction_respects_leases_and_goes_on_counting
            duplicates_do_not_wait_for_an_open_transaction
            housekeeping_removes_what_has_ended_and_nothing_else
            housekeeping_disturbs_no_claims
            a_missing_table_is_named_with_what_to_do
            tables_can_be_named_and_migrated_by_many_at_once
        }
    };
}
pub(crate) use sql_cases;
