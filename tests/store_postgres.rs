//! `PostgresStore`, against a server: `HOOKSEAL_POSTGRES`, or `postgres://postgres@127.0.0.1:5432/test`.
#![cfg(all(feature = "postgres", feature = "testing"))]

#[path = "support/sql_cases.rs"]
mod sql_cases;
#[path = "support/stores.rs"]
mod support;

use hookseal::{
    idempotency::{Claim, Held},
    store::PostgresStore,
};
use sqlx::PgPool;

use sql_cases::sql_cases;
use support::{
    postgres::with_store,
    store_cases::{acquire, cases, claim, complete, key, store_cases},
};

type Store = PostgresStore;
type Pool = PgPool;

store_cases!(with_store, #[ignore = "needs PostgreSQL"]);
sql_cases!(with_store, #[ignore = "needs PostgreSQL"]);

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn a_duplicate_writes_nothing() {
    with_store(async |store: PostgresStore| {
        let [held, done] = ["held", "done"].map(key);
        let _held = acquire(&store, &held).await;
        let lease = acquire(&store, &done).await;
        assert_eq!(complete(&store, &lease).await, Held::Yes);
        let state = "SELECT string_agg(concat_ws(' ', ctid, xmin, xmax), ', ' ORDER BY key) FROM hookseal_keys";
        let state = async || sqlx::query_scalar::<_, String>(state).fetch_one(store.pool()).await.unwrap();
        let before = state().await;
        assert!(matches!(claim(&store, &held).await, Claim::InProgress { .. }));
        assert_eq!(claim(&store, &done).await, Claim::Completed);
        assert_eq!(state().await, before, "not even a lock on the row, which would have to reach the disk");
    })
    .await;
}
