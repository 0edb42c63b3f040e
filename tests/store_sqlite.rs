//! `SqliteStore`, in a file as in production. It needs no server.
#![cfg(all(feature = "sqlite", feature = "testing"))]

#[path = "support/sql_cases.rs"]
mod sql_cases;
#[path = "support/stores.rs"]
mod support;

use std::{env, fs, path::PathBuf, time::Duration};

use hookseal::{
    IdempotencyStore, SetupError,
    idempotency::{Claim, Held, StoreErrorKind},
    store::SqliteStore,
};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions},
};
use tokio::time::Instant;

use sql_cases::sql_cases;
use support::{
    store_cases::{LEASE, RETAIN, acquire, and_then, cases, claim, complete, key, store_cases},
    unique,
};

type Store = SqliteStore;
type Pool = SqlitePool;

/// How long a writer waits for another one, where that is what the test is about.
const BUSY: Duration = Duration::from_millis(1500);
/// And elsewhere: for as long as a busy disk may take.
const PATIENCE: Duration = Duration::from_secs(15);

async fn open(file: &PathBuf, busy: Duration) -> SqlitePool {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .busy_timeout(busy);
    SqlitePoolOptions::new().max_connections(8).connect_with(options).await.unwrap()
}

/// Runs a test with a pool over a file of its own, and removes the file.
async fn with_pool<F: Future<Output = ()> + Send + 'static>(busy: Duration, test: impl FnOnce(SqlitePool) -> F) {
    let folder = env::temp_dir().join(unique("hookseal"));
    fs::create_dir(&folder).unwrap();
    let pool = open(&folder.join("keys.db"), busy).await;
    and_then(test(pool.clone()), async move {
        pool.close().await;
        fs::remove_dir_all(folder).unwrap();
    })
    .await;
}

/// The same with a store whose table is there.
async fn with_store_of<F: Future<Output = ()> + Send + 'static>(busy: Duration, test: impl FnOnce(SqliteStore) -> F) {
    with_pool(busy, |pool| {
        let store = SqliteStore::new(pool).timeout(PATIENCE + BUSY);
        let test = test(store.clone());
        async move {
            store.migrate().await.unwrap();
            test.await;
        }
    })
    .await;
}

async fn with_store<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(SqliteStore) -> F) {
    with_store_of(PATIENCE, test).await;
}

async fn with_busy_store<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(SqliteStore) -> F) {
    with_store_of(BUSY, test).await;
}

store_cases!(with_store);

sql_cases!(with_busy_store);

#[tokio::test]
async fn keys_outlive_the_program() {
    with_pool(PATIENCE, async |pool: SqlitePool| {
        let store = SqliteStore::new(pool.clone());
        store.migrate().await.unwrap();
        let lease = acquire(&store, &key("done")).await;
        assert_eq!(complete(&store, &lease).await, Held::Yes);
        let lease = acquire(&store, &key("held")).await;
        let file = pool.connect_options().get_filename().to_path_buf();
        pool.close().await;
        let error = store.claim(&key("done"), LEASE).await.unwrap_err();
        assert_eq!((error.kind(), error.is_retriable()), (StoreErrorKind::Other, false), "{error}");

        let store = SqliteStore::new(open(&file, PATIENCE).await);
        assert_eq!(claim(&store, &key("done")).await, Claim::Completed);
        assert!(matches!(claim(&store, &key("held")).await, Claim::InProgress { .. }));
        assert_eq!(complete(&store, &lease).await, Held::Yes);
        store.pool().close().await;
    })
    .await;
}

#[tokio::test]
async fn a_locked_file_is_an_error_in_bounded_time_for_all_but_claims() {
    with_busy_store(async |store: SqliteStore| {
        let lease = acquire(&store, &key("evt_1")).await;
        let mut tx = store.pool().begin_with("BEGIN IMMEDIATE").await.unwrap();
        sqlx::query("CREATE TABLE held (id INTEGER)").execute(&mut *tx).await.unwrap();
        let store = store.timeout(BUSY * 2);
        let start = Instant::now();
        let error = store.complete(&lease, RETAIN).await.unwrap_err();
        assert_eq!((error.kind(), error.is_retriable()), (StoreErrorKind::Busy, true), "{error}");
        assert!(start.elapsed() < BUSY * 3, "{:?}", start.elapsed());
        tx.rollback().await.unwrap();
        assert_eq!(complete(&store, &lease).await, Held::Yes);
    })
    .await;
}

#[test]
fn names_of_tables_are_harmless() {
    let pool = || SqlitePool::connect_lazy("sqlite::memory:").unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _context = runtime.enter();
    let longest = "a".repeat(48);
    for name in ["seen", "_seen", "webhooks_2026", "select", &longest] {
        assert!(SqliteStore::with_table(pool(), name).is_ok(), "{name}");
    }
    let too_long = "a".repeat(49);
    for name in ["", "2seen", "Seen", "s\u{e9}en", "a b", "a\"b", "a;b", "a.b", "a'b", "a-b", "a\0b", &too_long] {
        assert!(matches!(SqliteStore::with_table(pool(), name), Err(SetupError::BadTableName { .. })), "{name}");
    }
}
