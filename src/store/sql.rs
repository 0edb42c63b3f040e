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

use checkout::Checkout;
pub(super) use dialect::{Dialect, Row, Seen, Statements, Texts};
use operation::{Migrate, Operation, Sweep, Write};
pub(super) use table::Statement;
use table::Table;
pub use tx::TxClaim;

/// When to come back to a key that another transaction is just claiming.
const SOON: Duration = Duration::from_secs(1);

/// How many rows one statement of the housekeeping removes.
const BATCH: u32 = 1000;

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

    /// The SQL that makes the table and its index, for those who run migrations by other means.
    pub fn schema(&self) -> &str {
        self.sql.schema.text()
    }

    /// Makes the table and its index, unless they are there. Any number of processes may do so at once.
    ///
    /// # Errors
    ///
    /// If the database cannot be reached, or the user of the connection may not create tables.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.run(&Migrate { sql: &self.sql.schema }).await
    }

    /// Removes what has ended: retentions, and leases whose [`attempts`](Self::keep_attempts) need not be kept any
    /// longer. Says how many rows it was. Run it now and then, every hour for example; keys that have ended do no harm
    /// but take room.
    ///
    /// It never removes a key that is held or remembered, and takes 1000 rows at a time, so that claims do not wait
    /// for it.
    ///
    /// # Errors
    ///
    /// If the database cannot be asked. What has been removed until then is gone.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let pool = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await?;
    /// use std::time::Duration;
    /// use hookseal::{Inbox, store::SqliteStore};
    ///
    /// let store = SqliteStore::new(pool);
    /// store.migrate().await?;
    /// let inbox = Inbox::new(store.clone());
    ///
    /// tokio::spawn(async move {
    ///     let mut hourly = tokio::time::interval(Duration::from_secs(3600));
    ///     loop {
    ///         hourly.tick().await;
    ///         if let Err(error) = store.housekeep().await {
    ///             eprintln!("{error}");
    ///         }
    ///     }
    /// });
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "sqlite"))]
    /// # fn main() {}
    /// ```
    pub async fn housekeep(&self) -> Result<u64, StoreError> {
        let mut removed = 0;
        for (completed, micros) in [(true, 0), (false, micros(self.keep_attempts))] {
            let sweep = Sweep { sql: &self.sql.housekeep, completed, micros, limit: BATCH };
            loop {
                let batch = self.run(&sweep).await?;
                removed += batch;
                if batch < BATCH.into() {
                    break;
                }
            }
        }
        Ok(removed)
    }

    /// Claims `key` as part of the caller's transaction, and records it as completed and remembered for `retain`, both
    /// from its commit on. Roll back, and nothing has happened.
    ///
    /// [`Inbox::claim_in`](crate::Inbox::claim_in) takes key and retention from the event and the inbox.
    ///
    /// # Errors
    ///
    /// If the database cannot be asked. The transaction is of no more use then: drop it, and answer 503.
    pub async fn claim_in(
        &self,
        tx: &mut D::Connection,
        key: &IdempotencyKey,
        retain: Duration,
    ) -> Result<TxClaim, StoreError> {
        let row = Row { token: None, completed: true, ..Self::row(key, retain) };
        let mut tries = Tries::within(self.timeout, 1);
        loop {
            let seen = tries.bound(D::claim(tx, &self.sql, row)).await;
            let seen = seen.ok_or_else(|| fault::no_answer::<D>(self.timeout))?;
            match seen.map_err(|error| fault::translate::<D>(error, &self.table))?.verdict() {
                Some(Verdict::Claimed { attempt }) => return Ok(TxClaim::Acquired { attempt }),
                Some(Verdict::Held { retry_after }) => return Ok(TxClaim::InProgress { retry_after }),
                Some(Verdict::Underway) => return Ok(TxClaim::InProgress { retry_after: SOON }),
                Some(Verdict::Completed) => return Ok(TxClaim::Completed),
                None => tries.next(changing::<D>()).await?,
            }
        }
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

/// What a claim has come to.
enum Verdict {
    Claimed {
        attempt: u32,
    },
    /// By somebody's lease.
    Held {
        retry_after: Duration,
    },
    /// Another claim has not been committed yet.
    Underway,
    Completed,
}

impl Seen {
    /// None: the row has changed between its two looks at it.
    fn verdict(self) -> Option<Verdict> {
        if let Some(attempt) = self.claimed {
            return Some(Verdict::Claimed { attempt: u32::try_from(attempt).unwrap_or(u32::MAX) });
        }
        let held = self.held.and_then(|(completed, micros)| Some((completed, u64::try_from(micros).ok()?)));
        match held.filter(|(_, micros)| *micros > 0) {
            Some((true, _)) => Some(Verdict::Completed),
            Some((false, micros)) => Some(Verdict::Held { retry_after: Duration::from_micros(micros) }),
            None => (!self.open).then_some(Verdict::Underway),
        }
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
