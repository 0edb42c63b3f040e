//! Connections on loan from a pool.

use sqlx::pool::PoolConnection;

use super::{Dialect, operation::Operation};

/// A connection that goes back to its pool only after a whole answer.
///
/// A pool tests what comes back, without a time limit: a connection that has stopped answering would keep its place
/// there for minutes. One whose operation was cut off, by a time limit or because the caller went away, is therefore
/// thrown away.
pub(super) struct Checkout<D: Dialect> {
    connection: Option<PoolConnection<D>>,
    answered: bool,
}

impl<D: Dialect> Checkout<D> {
    pub(super) fn new(connection: PoolConnection<D>) -> Self {
        Self { connection: Some(connection), answered: false }
    }

    /// Runs an operation, and notes whether the connection is still in step after it.
    pub(super) async fn run<O: Operation<D>>(mut self, operation: &O) -> sqlx::Result<O::Answer> {
        let Some(connection) = &mut self.connection else { return Err(sqlx::Error::PoolClosed) };
        let answer = operation.run(connection).await;
        self.answered = matches!(answer, Ok(_) | Err(sqlx::Error::Database(_)));
        answer
    }
}

impl<D: Dialect> Drop for Checkout<D> {
    fn drop(&mut self) {
        if D::REMOTE && !self.answered {
            drop(self.connection.take().map(PoolConnection::detach));
        }
    }
}
