//! Stores: where idempotency keys are remembered.
//!
//! | store | remembers | promises |
//! |---|---|---|
//! | [`MemoryStore`] | in one process, until it ends | once per process |
//! | `SqliteStore` | in a file, for the processes of one machine | at least once; exactly one effect in its transaction |
//! | `PostgresStore` | in a table, for all | at least once; exactly one effect in its transaction |
//! | `RedisStore` | in Redis, for all; with an append-only file | at least once |
//!
//! [`AnyStore`] stands for any of them, and for one of your own.

mod any;
mod memory;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "redis")]
mod redis;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod sql;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(any(feature = "postgres", feature = "redis", feature = "sqlite"))]
mod tries;

pub use any::AnyStore;
pub use memory::MemoryStore;
#[cfg(feature = "postgres")]
#[cfg_attr(docsrs, doc(cfg(feature = "postgres")))]
pub use postgres::PostgresStore;
#[cfg(feature = "redis")]
#[cfg_attr(docsrs, doc(cfg(feature = "redis")))]
pub use redis::{RedisStore, RedisWarning};
#[cfg(any(feature = "postgres", feature = "sqlite"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "postgres", feature = "sqlite"))))]
pub use sql::{SqlStore, TxClaim};
#[cfg(feature = "sqlite")]
#[cfg_attr(docsrs, doc(cfg(feature = "sqlite")))]
pub use sqlite::SqliteStore;
