//! What differs between the databases: their SQL, and how a connection runs it.

use std::{fmt::Debug, future::Future, time::Duration};

use sqlx::{Database, error::DatabaseError};

pub(crate) use super::table::Statement;
use super::table::Table;
use crate::idempotency::StoreErrorKind;

/// The SQL of a database, as it stands in its files.
#[derive(Debug)]
pub struct Texts {
    pub(crate) schema: &'static str,
    /// Reads a key; for databases whose claim cannot say why it did nothing.
    pub(crate) look: &'static str,
    pub(crate) claim: &'static str,
    pub(crate) renew: &'static str,
    pub(crate) complete: &'static str,
    pub(crate) release: &'static str,
    pub(crate) housekeep: &'static str,
}

/// The SQL for one table.
#[derive(Debug)]
pub struct Statements {
    pub(crate) schema: Statement,
    pub(crate) look: Statement,
    pub(crate) claim: Statement,
    pub(crate) renew: Statement,
    pub(crate) complete: Statement,
    pub(crate) release: Statement,
    pub(crate) housekeep: Statement,
}

impl Statements {
    pub(super) fn of(texts: &Texts, table: &Table) -> Self {
        Self {
            schema: table.put_into(texts.schema),
            look: table.put_into(texts.look),
            claim: table.put_into(texts.claim),
            renew: table.put_into(texts.renew),
            complete: table.put_into(texts.complete),
            release: table.put_into(texts.release),
            housekeep: table.put_into(texts.housekeep),
        }
    }
}

/// A row that is to be put in.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    pub(crate) key: &'r [u8; 32],
    /// None in a transaction, which is its own fence.
    pub(crate) token: Option<[u8; 16]>,
    pub(crate) completed: bool,
    pub(crate) micros: i64,
    /// What a claim of this key locks while it is not committed.
    pub(crate) gate: i64,
}

/// What a claim has seen.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Whether no other claim of the key was under way.
    pub(crate) open: bool,
    /// The attempt, if the row is now ours.
    pub(crate) claimed: Option<i64>,
    /// Whether the row that was there is completed, and the microseconds until it ends.
    pub(crate) held: Option<(bool, i64)>,
}

/// A database that [`SqlStore`](super::SqlStore) speaks to: PostgreSQL or SQLite.
///
/// It is sealed: its methods are not for others.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a database that hookseal has SQL for: PostgreSQL or SQLite")]
pub trait Dialect: Database + Debug {
    #[doc(hidden)]
    const TEXTS: Texts;
    /// Whether a table's name may have a schema before it.
    #[doc(hidden)]
    const SCHEMAS: bool;
    /// How long an operation may take if nothing else is said.
    #[doc(hidden)]
    const TIMEOUT: Duration;
    /// Whether there is a network in between: connections may stop answering, and another one may do better.
    #[doc(hidden)]
    const REMOTE: bool;

    #[doc(hidden)]
    fn claim(
        connection: &mut Self::Connection,
        sql: &Statements,
        row: Row<'_>,
    ) -> impl Future<Output = sqlx::Result<Seen>> + Send;

    /// Runs a statement on the row of a lease: how many it changed.
    #[doc(hidden)]
    fn write(
        connection: &mut Self::Connection,
        sql: &Statement,
        key: &[u8; 32],
        token: [u8; 16],
        micros: Option<i64>,
    ) -> impl Future<Output = sqlx::Result<u64>> + Send;

    /// Removes at most `limit` rows that ended so long ago: how many it removed.
    #[doc(hidden)]
    fn sweep(
        connection: &mut Self::Connection,
        sql: &Statement,
        completed: bool,
        micros: i64,
        limit: i64,
    ) -> impl Future<Output = sqlx::Result<u64>> + Send;

    /// Makes the table, unless it is there.
    #[doc(hidden)]
    fn migrate(connection: &mut Self::Connection, sql: &Statement) -> impl Future<Output = sqlx::Result<()>> + Send;

    /// What an error of the database means.
    #[doc(hidden)]
    fn kind(error: &dyn DatabaseError) -> StoreErrorKind;
}
