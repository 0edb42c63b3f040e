//! `PostgresStore`, against a server: `HOOKSEAL_POSTGRES`, or `postgres://postgres@127.0.0.1:5432/test`.
#![cfg(all(feature = "postgres", feature = "testing"))]

#[path = "support/sql_cases.rs"]
mod sql_cases;
#[path = "support/stores.rs"]
mod support;

use hookseal::store::PostgresStore;
use sqlx::PgPool;

use sql_cases::sql_cases;
use support::{
    postgres::with_store,
    store_cases::{cases, store_cases},
};

type Store = PostgresStore;
type Pool = PgPool;

store_cases!(with_store, #[ignore = "needs PostgreSQL"]);
sql_cases!(with_store, #[ignore = "needs PostgreSQL"]);
