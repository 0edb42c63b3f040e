//! What a driver's errors mean to a store.

use std::time::Duration;

use super::{Dialect, table::Table};
use crate::idempotency::{StoreError, StoreErrorKind};

/// An error of the driver, in the words of whoever must act.
pub(super) fn translate<D: Dialect>(error: sqlx::Error, table: &Table) -> StoreError {
    let database = D::NAME;
    let (kind, what) = match &error {
        sqlx::Error::Database(cause) => match D::kind(&**cause) {
            kind @ StoreErrorKind::NotMigrated => {
                let table = table.shown();
                (kind, format!("{database}: table `{table}` is missing or not as it should be: run `migrate()`"))
            }
            kind @ StoreErrorKind::Busy => (kind, format!("{database} cannot do it now")),
            kind @ StoreErrorKind::Full => (kind, format!("{database} has no room left")),
            kind @ StoreErrorKind::Unreachable => (kind, format!("{database} ended the connection")),
            kind => (kind, format!("{database} refused")),
        },
        sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => {
            (StoreErrorKind::Unreachable, format!("{database} cannot be reached, or the connection to it broke"))
        }
        sqlx::Error::PoolTimedOut => return no_connection::<D>(None, None),
        sqlx::Error::PoolClosed => (StoreErrorKind::Other, "the pool is closed: the program is shutting down".into()),
        _ => (StoreErrorKind::Other, format!("{database}: the driver failed")),
    };
    StoreError::with_source(what, error).of_kind(kind)
}

/// Nothing came back in time.
pub(super) fn no_answer<D: Dialect>(limit: Duration) -> StoreError {
    StoreError::new(format!("{} did not answer within {limit:?}; what was asked may happen all the same", D::NAME))
        .of_kind(StoreErrorKind::Timeout)
}

/// The pool gave no connection in time. `full`: the size of the pool, if there was no room in it for another one.
pub(super) fn no_connection<D: Dialect>(limit: Option<Duration>, full: Option<u32>) -> StoreError {
    let database = D::NAME;
    let limit = limit.map(|limit| format!(" within {limit:?}")).unwrap_or_default();
    match full {
        Some(size) => StoreError::new(format!(
            "no connection to {database}{limit}: all {size} of the pool are in use, or being opened to a server that \
             does not answer; enlarge the pool, or see to the server"
        ))
        .of_kind(StoreErrorKind::PoolExhausted),
        None => StoreError::new(format!("no connection to {database}{limit}: it refuses or does not answer"))
            .of_kind(StoreErrorKind::Unreachable),
    }
}
