//! What is run over a connection: one statement each.

use std::future::Future;

use super::dialect::{Dialect, Row, Seen, Statement, Statements};

/// Something that a connection can be asked for again, if the first one broke.
pub(super) trait Operation<D: Dialect>: Sync {
    type Answer: Send;

    fn run(&self, connection: &mut D::Connection) -> impl Future<Output = sqlx::Result<Self::Answer>> + Send;
}

/// Claims a key.
pub(super) struct Claim<'o> {
    pub(super) sql: &'o Statements,
    pub(super) row: Row<'o>,
}

impl<D: Dialect> Operation<D> for Claim<'_> {
    type Answer = Seen;

    fn run(&self, connection: &mut D::Connection) -> impl Future<Output = sqlx::Result<Seen>> + Send {
        D::claim(connection, self.sql, self.row)
    }
}

/// Changes the row of a lease; the answer is the number of rows.
pub(super) struct Write<'o> {
    pub(super) sql: &'o Statement,
    pub(super) key: &'o [u8; 32],
    pub(super) token: [u8; 16],
    pub(super) micros: Option<i64>,
}

impl<D: Dialect> Operation<D> for Write<'_> {
    type Answer = u64;

    fn run(&self, connection: &mut D::Connection) -> impl Future<Output = sqlx::Result<u64>> + Send {
        D::write(connection, self.sql, self.key, self.token, self.micros)
    }
}

/// Removes some rows that have ended; the answer is their number.
pub(super) struct Sweep<'o> {
    pub(super) sql: &'o Statement,
    pub(super) completed: bool,
    pub(super) micros: i64,
    pub(super) limit: u32,
}

impl<D: Dialect> Operation<D> for Sweep<'_> {
    type Answer = u64;

    fn run(&self, connection: &mut D::Connection) -> impl Future<Output = sqlx::Result<u64>> + Send {
        D::sweep(connection, self.sql, self.completed, self.micros, self.limit.into())
    }
}

/// Makes the table.
pub(super) struct Migrate<'o> {
    pub(super) sql: &'o Statement,
}

impl<D: Dialect> Operation<D> for Migrate<'_> {
    type Answer = ();

    fn run(&self, connection: &mut D::Connection) -> impl Future<Output = sqlx::Result<()>> + Send {
        D::migrate(connection, self.sql)
    }
}
