//! A store in PostgreSQL.

use std::time::Duration;

use sqlx::{PgConnection, Postgres, Row as _, error::DatabaseError};

use super::sql::{Dialect, Row, Seen, SqlStore, Statement, Statements, Texts};
use crate::idempotency::StoreErrorKind;

/// Remembers keys in a table of PostgreSQL. Feature `postgres`; needs Rust 1.94.
///
/// # What is promised
///
/// - With [`Inbox::claim_in`](crate::Inbox::claim_in): **exactly one committed effect** per event while its row lives,
///   for effects in the same transaction. Not exactly-once delivery, and not for effects outside this database.
/// - With [`Inbox::process`](crate::Inbox::process): **at least once, never lost**. An event that was answered with 2xx
///   has been processed. Two runs overlap only if a worker outlives its lease; the loser's write is then refused and
///   counted.
///
/// Both hold when the server is killed, as long as `synchronous_commit` is not `off`: without it a crash forgets what
/// was committed in the last moments. Failover to an asynchronous replica does the same.
///
/// Time is the server's: the clocks of the machines that receive do not matter.
///
/// # The table
///
/// [`migrate`](SqlStore::migrate) makes it. For migrations of your own, this is all:
///
/// ```sql
#[doc = include_str!("postgres/schema.sql")]
/// ```
///
/// [`housekeep`](SqlStore::housekeep) removes what has ended; nobody else does.
///
/// # Cost
///
/// A claim is one statement, and so is every other operation; a duplicate writes nothing. sqlx asks an idle connection
/// whether it lives before it hands it out, which is another round trip: with `test_before_acquire(false)` the store is
/// as fast as the bare statements, and finds a dead connection by itself.
///
/// sqlx also greets a connection that comes back to the pool, without a time limit. If its packets vanish just then, its
/// place in the pool is free again only when the system gives the connection up. One that was cut off by the store's own
/// time limit never goes back.
///
/// A claim holds an advisory lock, `pg_advisory_xact_lock(bigint)` with a number made of the key and the table,
/// until its transaction ends. If your application uses numbers of its own there, an encounter is improbable, and
/// harmless: the event is put off.
///
/// # Examples
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use hookseal::{Inbox, store::PostgresStore};
///
/// let pool = sqlx::PgPool::connect("postgres://app@localhost/app").await?;
/// let store = PostgresStore::new(pool);
/// store.migrate().await?;
/// let inbox = Inbox::new(store);
/// # Ok(())
/// # }
/// ```
pub type PostgresStore = SqlStore<Postgres>;

impl Dialect for Postgres {
    const TEXTS: Texts = Texts {
        schema: include_str!("postgres/schema.sql"),
        look: "",
        claim: include_str!("postgres/claim.sql"),
        renew: include_str!("postgres/renew.sql"),
        complete: include_str!("postgres/complete.sql"),
        release: include_str!("postgres/release.sql"),
        housekeep: include_str!("postgres/housekeep.sql"),
    };
    const SCHEMAS: bool = true;
    const TIMEOUT: Duration = Duration::from_secs(3);
    const REMOTE: bool = true;

    async fn claim(connection: &mut PgConnection, sql: &Statements, row: Row<'_>) -> sqlx::Result<Seen> {
        let seen = sqlx::query(sql.claim.sql())
            .bind(row.key.as_slice())
            .bind(row.token)
            .bind(row.completed)
            .bind(row.micros)
            .bind(row.gate)
            .fetch_one(connection)
            .await?;
        let held = seen.try_get::<Option<bool>, _>(2)?.zip(seen.try_get(3)?);
        Ok(Seen { open: seen.try_get(0)?, claimed: seen.try_get(1)?, held })
    }

    async fn write(
        connection: &mut PgConnection,
        sql: &Statement,
        key: &[u8; 32],
        token: [u8; 16],
        micros: Option<i64>,
    ) -> sqlx::Result<u64> {
        let query = sqlx::query(sql.sql()).bind(key.as_slice()).bind(token);
        let query = if let Some(micros) = micros { query.bind(micros) } else { query };
        Ok(query.execute(connection).await?.rows_affected())
    }

    async fn sweep(
        connection: &mut PgConnection,
        sql: &Statement,
        completed: bool,
        micros: i64,
        limit: i64,
    ) -> sqlx::Result<u64> {
        let query = sqlx::query(sql.sql()).bind(completed).bind(micros).bind(limit);
        Ok(query.execute(connection).await?.rows_affected())
    }

    async fn migrate(connection: &mut PgConnection, sql: &Statement) -> sqlx::Result<()> {
        // `IF NOT EXISTS` alone fails when two do it at once. Statements that are sent together are one transaction.
        let alone = format!("SELECT pg_advisory_xact_lock(7955377296138662247);\n{}", sql.text());
        sqlx::raw_sql(sqlx::AssertSqlSafe(alone)).execute(connection).await.map(drop)
    }

    fn kind(error: &dyn DatabaseError) -> StoreErrorKind {
        let code = error.code().unwrap_or_default();
        match code.as_ref() {
            // undefined table, undefined column, and what a column of another type leads to
            "42P01" | "42703" | "42804" | "42883" | "3F000" => StoreErrorKind::NotMigrated,
            // serialization failure, deadlock, lock not available, read-only (failing over), too many connections
            "40001" | "40P01" | "55P03" | "25006" | "53300" => StoreErrorKind::Busy,
            // disk full, out of memory
            "53100" | "53200" => StoreErrorKind::Full,
            // cut off by a time limit of the server's
            "57014" => StoreErrorKind::Timeout,
            // the server stops, has crashed, or is starting
            "57P01" | "57P02" | "57P03" => StoreErrorKind::Unreachable,
            code if code.starts_with("08") => StoreErrorKind::Unreachable,
            _ => StoreErrorKind::Other,
        }
    }
}
