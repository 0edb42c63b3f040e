//! Claims inside the caller's own transaction.

use std::time::Duration;

use super::{Dialect, Row, SOON, SqlStore, changing, fault, verdict::Verdict};
use crate::{
    Inbox, Verified,
    idempotency::{IdempotencyKey, StoreError},
    store::tries::Tries,
};

/// What a claim in a transaction has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
#[non_exhaustive]
pub enum TxClaim {
    /// The event is new. It is recorded as completed if the transaction commits, and nothing is recorded if it does
    /// not: do the work in the same transaction.
    Acquired {
        /// The how-manieth attempt it is. Attempts in transactions that were rolled back have left no trace.
        attempt: u32,
    },
    /// Another transaction or another worker has it.
    InProgress {
        /// When to come back.
        retry_after: Duration,
    },
    /// The event has been processed.
    Completed,
}

impl<D: Dialect> Inbox<SqlStore<D>> {
    /// Claims the event as part of `tx`: claim, effect and completion then commit together or not at all, and the event
    /// takes effect **exactly once** in this database.
    ///
    /// It answers in bounded time while another transaction has the same event open:
    /// [`InProgress`](TxClaim::InProgress), to be answered with 503.
    ///
    /// # Errors
    ///
    /// If the database cannot be asked. Roll back, do nothing, answer 503.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(all(feature = "sqlite", feature = "testing"))]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let pool = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await?;
    /// # sqlx::query("CREATE TABLE payments (amount INTEGER)").execute(&pool).await?;
    /// # let stripe = hookseal::Verifier::<hookseal::provider::Stripe>::new("whsec_x")?;
    /// # let event = || stripe.verify_request(hookseal::testing::sign::<hookseal::provider::Stripe>(
    /// #     "whsec_x", r#"{"id":"evt_1","type":"invoice.paid"}"#).into_request());
    /// use hookseal::{Inbox, store::{SqliteStore, TxClaim}};
    ///
    /// let inbox = Inbox::new(SqliteStore::new(pool.clone()));
    /// inbox.store().migrate().await?;
    ///
    /// # for _ in 0..2 {
    /// # let event = event()?;
    /// let mut tx = pool.begin().await?;
    /// match inbox.claim_in(&mut tx, &event).await? {
    ///     TxClaim::Acquired { .. } => {
    ///         sqlx::query("INSERT INTO payments VALUES (4200)").execute(&mut *tx).await?;
    ///         tx.commit().await?; // and answer 200
    ///     }
    ///     TxClaim::Completed => {} // answer 200
    ///     _ => {} // answer 503
    /// }
    /// # }
    /// # assert_eq!(sqlx::query_scalar::<_, i64>("SELECT count(*) FROM payments").fetch_one(&pool).await?, 1);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(all(feature = "sqlite", feature = "testing")))]
    /// # fn main() {}
    /// ```
    pub async fn claim_in<P>(&self, tx: &mut D::Connection, event: &Verified<P>) -> Result<TxClaim, StoreError> {
        self.store().claim_in(tx, &event.idempotency_key(), self.retention()).await
    }
}

impl<D: Dialect> SqlStore<D> {
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
}
