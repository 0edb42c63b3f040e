//! A schema of its own for each test, in a server that others use, too.

use std::{str::FromStr, time::Duration};

use hookseal::store::PostgresStore;
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::{address, store_cases::and_then, unique};

/// Where the server is.
pub(crate) fn location() -> String {
    address("HOOKSEAL_POSTGRES", "postgres://postgres@127.0.0.1:5432/test")
}

pub(crate) fn options() -> PgConnectOptions {
    PgConnectOptions::from_str(&location()).unwrap()
}

/// A pool of this size, whose connections work in this schema.
pub(crate) fn pool_of(size: u32, options: PgConnectOptions, schema: &str) -> PgPool {
    let options = options.options([("search_path", schema)]);
    PgPoolOptions::new().max_connections(size).acquire_timeout(Duration::from_secs(20)).connect_lazy_with(options)
}

/// Runs a test with an empty schema, and drops that after it.
pub(crate) async fn with_schema<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(String) -> F) {
    let schema = unique("hookseal");
    let mut admin = PgConnection::connect_with(&options()).await.expect("PostgreSQL, where HOOKSEAL_POSTGRES says");
    sqlx::query(AssertSqlSafe(format!("CREATE SCHEMA {schema}"))).execute(&mut admin).await.unwrap();
    let drop = format!("DROP SCHEMA {schema} CASCADE");
    and_then(test(schema), async move {
        sqlx::query(AssertSqlSafe(drop)).execute(&mut admin).await.unwrap();
        admin.close().await.unwrap();
    })
    .await;
}

/// Runs a test with a store whose table is there and empty.
pub(crate) async fn with_store<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(PostgresStore) -> F) {
    with_schema(|schema| {
        let store = PostgresStore::new(pool_of(8, options(), &schema)).timeout(Duration::from_secs(20));
        let test = test(store.clone());
        async move {
            store.migrate().await.unwrap();
            let pool = store.pool().clone();
            drop(store);
            test.await;
            pool.close().await;
        }
    })
    .await;
}
