//! Making the table, and keeping it small.

use super::{
    Dialect, SqlStore,
    operation::{Migrate, Sweep},
};
use crate::{idempotency::StoreError, store::tries::micros};

/// How many rows one statement of the housekeeping removes.
const BATCH: u32 = 1000;

impl<D: Dialect> SqlStore<D> {
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
}
