//! What the stores in SQL databases have in common: everything but the SQL.

use std::{fmt, sync::Arc, time::Duration};

use sqlx::Pool;

use crate::{
    error::SetupError,
    idempotency::{Claim, Held, IdempotencyKey, IdempotencyStore, Lease, StoreError, StoreErrorKind},
    store::tries::{Tries, micros, new_token},
};

mod checkout;
mod dialect;
mod fault;
mod operation;
mod table;
mod tx;
mod upkeep;
mod verdict;

use checkout::Checkout;
pub(super) use dialect::{Dialect, Row, Seen, Statements, Texts};
use operation::{Operation, Write};
pub(super) use table::Statement;
use table::Table;
pub use tx::TxClaim;
use verdict::Verdict;

/// When to come back to a key that another transaction is just claiming.
const SOON: Duration = Duration::from_secs(1);

/// Remembers keys in a table of a SQL database: a [`PostgresStore`](super::PostgresStore) or a
/// [`SqliteStore`](super::SqliteStore), where the table, the guarantees and the limits are described.
///
/// A clone uses the same pool.
pub struct SqlStore<D: Dialect> {
    pool: Pool<D>,
    table: Table,
    sql: Arc<Statements>,
    timeout: Duration,
    keep_attempts: Duration,
}

impl<D: Dialect> SqlStore<D> {
    /// A store in the table `hookseal_keys`. Nothing is asked of the database yet; [`migrate`](Self::migrate) makes the
    /// table.
    pub fn new(pool: Pool<D>) -> Self {
        Self::in_table(pool, Table::standard())
    }

    /// A store in another table. In PostgreSQL its name may have a schema before it: `billing.webhooks_seen`.
    ///
    /// # Errors
    ///
    /// If the name is not made of lower-case letters, digits and underscores, or is longer than 48 bytes.
    pub fn with_table(pool: Pool<D>, name: &str) -> Result<Self, SetupError> {
        Ok(Self::in_table(pool, Table::new(name, D::SCHEMAS)?))
    }

    fn in_table(pool: Pool<D>, table: Table) -> Self {
        Self {
            pool,
            sql: Arc::new(Statements::of(&D::TEXTS, &table)),
            table,
            timeout: D::TIMEOUT,
            keep_attempts: Duration::from_secs(7 * 24 * 60 * 60),
        }
    }

    /// How long an operation may take in all, the wait for a connection included, before it is an error.
    /// PostgreSQL: 3 s if not set, and a try that takes half of it is given up for one over another connection.
    /// SQLite: 6 s if not set, a little more than sqlx lets a connection wait for the lock of the file (5 s); make both
    /// shorter together.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// How long the number of attempts at an event is kept after its last lease has ended without success; 7 days if
    /// not set. [`housekeep`](Self::housekeep) removes it then.
    pub fn keep_attempts(self, keep_attempts: Duration) -> Self {
        Self { keep_attempts, ..self }
    }

    /// The pool.
    pub fn pool(&self) -> &Pool<D> {
        &self.pool
    }

    fn row(key: &IdempotencyKey, lasts: Duration) -> Row<'_> {
        let gate = key.as_bytes().first_chunk().map_or(0, |first| i64::from_be_bytes(*first));
        Row { key: key.as_bytes(), token: None, completed: false, micros: micros(lasts), gate }
    }

    /// Runs an operation over a connection of the pool, in bounded time, and again if the connection was broken.
    async fn run<O: Operation<D>>(&self, operation: &O) -> Result<O::Answer, StoreError> {
        let mut tries = self.tries();
        loop {
            match self.run_once(&tries, operation).await {
                Err(error) => self.mend(&mut tries, error).await?,
                done => return done,
            }
        }
    }

    /// After a failed try: waits for the next one, if it can help.
    async fn mend(&self, tries: &mut Tries, error: StoreError) -> Result<(), StoreError> {
        // A local database has waited for its lock already.
        let waited = !D::REMOTE && error.kind() == StoreErrorKind::Busy;
        if waited { Err(error) } else { tries.next(error).await }
    }

    fn tries(&self) -> Tries {
        Tries::within(self.timeout, if D::REMOTE { 2 } else { 1 })
    }

    async fn run_once<O: Operation<D>>(&self, tries: &Tries, operation: &O) -> Result<O::Answer, StoreError> {
        let limit = tries.left();
        let answer = match tries.bound(self.pool.acquire()).await {
            None => {
                let (size, room) = (self.pool.size(), self.pool.options().get_max_connections());
                return Err(fault::no_connection::<D>(Some(limit), (size >= room).then_some(size)));
            }
            Some(Err(error)) => Err(error),
            Some(Ok(connection)) => {
                let answer = tries.bound(Checkout::<D>::new(connection).run(operation)).await;
                answer.ok_or_else(|| fault::no_answer::<D>(limit))?
            }
        };
        answer.map_err(|error| fault::translate::<D>(error, &self.table))
    }

    /// Runs a statement on the row of a lease.
    async fn write(&self, sql: &Statement, lease: &Lease, lasts: Option<Duration>) -> Result<Held, StoreError> {
        let (key, token) = (lease.key().as_bytes(), lease.token().to_be_bytes());
        let changed = self.run(&Write { sql, key, token, micros: lasts.map(micros) }).await?;
        Ok(if changed == 0 { Held::Lost } else { Held::Yes })
    }
}

fn changing<D: Dialect>() -> StoreError {
    StoreError::new(format!("{}: the key changes hands again and again", D::NAME)).of_kind(StoreErrorKind::Busy)
}

impl<D: Dialect> IdempotencyStore for SqlStore<D> {
    async fn claim(&self, key: &IdempotencyKey, lease: Duration) -> Result<Claim, StoreError> {
        // One token for all tries: the first may be applied although its answer was lost, or after the second.
        let token = new_token()?;
        let row = Row { token: Some(token.to_be_bytes()), ..Self::row(key, lease) };
        let claim = operation::Claim { sql: &self.sql, row };
        let mut tries = self.tries();
        let mut lost = false;
        loop {
            match self.run_once(&tries, &claim).await.map(Seen::verdict) {
                Ok(Some(Verdict::Claimed { attempt })) => {
                    return Ok(Claim::Acquired(Lease::new(*key, token).with_attempt(attempt)));
                }
                Ok(Some(Verdict::Held { retry_after })) => return Ok(Claim::InProgress { retry_after }),
                // It may be an earlier try of this one that is slow.
                Ok(Some(Verdict::Underway)) => {
                    if !lost || tries.next(changing::<D>()).await.is_err() {
                        return Ok(Claim::InProgress { retry_after: SOON });
                    }
                }
                Ok(Some(Verdict::Completed)) => return Ok(Claim::Completed),
                Ok(None) => tries.next(changing::<D>()).await?,
                Err(error) => {
                    self.mend(&mut tries, error).await?;
                    lost = true;
                }
            }
        }
    }

    async fn renew(&self, lease: &Lease, by: Duration) -> Result<Held, StoreError> {
        self.write(&self.sql.renew, lease, Some(by)).await
    }

    async fn complete(&self, lease: &Lease, retain: Duration) -> Result<Held, StoreError> {
        self.write(&self.sql.complete, lease, Some(retain)).await
    }

    async fn release(&self, lease: &Lease) -> Result<Held, StoreError> {
        self.write(&self.sql.release, lease, None).await
    }
}

impl<D: Dialect> Clone for SqlStore<D> {
    fn clone(&self) -> Self {
        Self { pool: self.pool.clone(), table: self.table.clone(), sql: Arc::clone(&self.sql), ..*self }
    }
}

impl<D: Dialect> fmt::Debug for SqlStore<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = self.table.shown();
        f.debug_struct("SqlStore").field("database", &D::NAME).field("table", &table).finish_non_exhaustive()
    }
}
