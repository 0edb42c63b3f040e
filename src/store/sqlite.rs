//! A store in SQLite.

use std::time::Duration;

use sqlx::{Row as _, Sqlite, SqliteConnection, error::DatabaseError};

use super::sql::{Dialect, Row, Seen, SqlStore, Statement, Statements, Texts};
use crate::idempotency::StoreErrorKind;

/// Remembers keys in a table of SQLite, a database in a file: durable, and no server to run. Feature `sqlite`; needs
/// Rust 1.94, and brings SQLite along.
///
/// # What is promised
///
/// - With [`Inbox::claim_in`](crate::Inbox::claim_in): **exactly one committed effect** per event while its row lives,
///   for effects in the same transaction. Not exactly-once delivery, and not for effects outside this database.
/// - With [`Inbox::process`](crate::Inbox::process): **at least once, never lost**. An event that was answered with 2xx
///   has been processed. Two runs overlap only if a worker outlives its lease; the loser's write is then refused and
///   counted.
///
/// For all processes on **one machine** that open the file; a file on a network share does not keep its locks. It holds
/// when the program is killed; for a power failure as well, leave `synchronous` at `FULL`. Time is that of the machine.
/// A database in memory (`sqlite::memory:`) is for tests: one connection, and gone with it.
///
/// # Limits
///
/// SQLite has one writer at a time. Whoever comes while another writes waits for as long as the pool's `busy_timeout`
/// says (sqlx: 5 s), and is then told that the event is in progress, if it wanted to claim it. Set it to a second or
/// less, and the journal to WAL, so that readers do not wait:
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
/// use hookseal::{Inbox, store::SqliteStore};
/// use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
///
/// let options = SqliteConnectOptions::new()
///     .filename("app.db")
///     .create_if_missing(true)
///     .journal_mode(SqliteJournalMode::Wal)
///     .busy_timeout(Duration::from_secs(1));
/// let store = SqliteStore::new(SqlitePoolOptions::new().connect_with(options).await?);
/// store.migrate().await?;
/// let inbox = Inbox::new(store.timeout(Duration::from_secs(2)));
/// # Ok(())
/// # }
/// ```
///
/// In a transaction, let [`claim_in`](SqlStore::claim_in) be the first statement: one that has read before cannot write
/// after somebody else has.
///
/// # The table
///
/// [`migrate`](SqlStore::migrate) makes it. For migrations of your own, this is all (SQLite 3.42 or later):
///
/// ```sql
#[doc = include_str!("sqlite/schema.sql")]
/// ```
///
/// [`housekeep`](SqlStore::housekeep) removes what has ended; nobody else does.
pub type SqliteStore = SqlStore<Sqlite>;

impl Dialect for Sqlite {
    const TEXTS: Texts = Texts {
        schema: include_str!("sqlite/schema.sql"),
        look: include_str!("sqlite/look.sql"),
        claim: include_str!("sqlite/claim.sql"),
        renew: include_str!("sqlite/renew.sql"),
        complete: include_str!("sqlite/complete.sql"),
        release: include_str!("sqlite/release.sql"),
        housekeep: include_str!("sqlite/housekeep.sql"),
    };
    const SCHEMAS: bool = false;
    const TIMEOUT: Duration = Duration::from_secs(6);
    const REMOTE: bool = false;

    async fn claim(connection: &mut SqliteConnection, sql: &Statements, row: Row<'_>) -> sqlx::Result<Seen> {
        // A duplicate is found out without the lock that writing takes. In a transaction it would be a mistake to look
        // first: who has read an older state may not write any more.
        if row.token.is_some() {
            let held = look(connection, &sql.look, row.key).await?;
            if held.is_some_and(|(_, micros)| micros > 0) {
                return Ok(Seen { open: true, claimed: None, held });
            }
        }
        let claimed = sqlx::query_scalar::<Sqlite, i64>(sql.claim.sql())
            .bind(row.key.as_slice())
            .bind(row.token.map(Vec::from))
            .bind(row.completed)
            .bind(row.micros)
            .fetch_optional(&mut *connection)
            .await;
        match claimed {
            Ok(None) => {
                let held = look(connection, &sql.look, row.key).await?;
                Ok(Seen { open: true, claimed: None, held })
            }
            Ok(claimed) => Ok(Seen { open: true, claimed, held: None }),
            Err(sqlx::Error::Database(error)) if Self::kind(&*error) == StoreErrorKind::Busy => {
                Ok(Seen { open: false, claimed: None, held: None })
            }
            Err(error) => Err(error),
        }
    }

    async fn write(
        connection: &mut SqliteConnection,
        sql: &Statement,
        key: &[u8; 32],
        token: [u8; 16],
        micros: Option<i64>,
    ) -> sqlx::Result<u64> {
        let query = sqlx::query(sql.sql()).bind(key.as_slice()).bind(token.as_slice());
        let query = if let Some(micros) = micros { query.bind(micros) } else { query };
        Ok(query.execute(connection).await?.rows_affected())
    }

    async fn sweep(
        connection: &mut SqliteConnection,
        sql: &Statement,
        completed: bool,
        micros: i64,
        limit: i64,
    ) -> sqlx::Result<u64> {
        let query = sqlx::query(sql.sql()).bind(completed).bind(micros).bind(limit);
        Ok(query.execute(connection).await?.rows_affected())
    }

    async fn migrate(connection: &mut SqliteConnection, sql: &Statement) -> sqlx::Result<()> {
        sqlx::raw_sql(sql.sql()).execute(connection).await.map(drop)
    }

    fn kind(error: &dyn DatabaseError) -> StoreErrorKind {
        // The lower byte is the primary code: 5 busy, 6 locked, 10 input or output, 13 full, 1 error.
        match error.code().and_then(|code| code.parse::<u32>().ok()).map(|code| code & 0xff) {
            Some(5 | 6) => StoreErrorKind::Busy,
            Some(10) => StoreErrorKind::Unreachable,
            Some(13) => StoreErrorKind::Full,
            Some(1)
                if ["no such table", "no such column", "has no column"]
                    .iter()
                    .any(|why| error.message().contains(why)) =>
            {
                StoreErrorKind::NotMigrated
            }
            _ => StoreErrorKind::Other,
        }
    }
}

/// Whether the key's row is completed, and the microseconds until it ends.
async fn look(connection: &mut SqliteConnection, sql: &Statement, key: &[u8; 32]) -> sqlx::Result<Option<(bool, i64)>> {
    let held = sqlx::query(sql.sql()).bind(key.as_slice()).fetch_optional(connection).await?;
    let Some(held) = held else { return Ok(None) };
    // Without the millisecond that was added when it was put in, as long as there is more.
    let millis: i64 = held.try_get(1)?;
    let micros = if millis > 0 { ((millis - 1) * 1000).max(1) } else { 0 };
    Ok(Some((held.try_get(0)?, micros)))
}
