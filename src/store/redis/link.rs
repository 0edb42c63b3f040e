//! A connection that is replaced when it is no longer to be trusted.

use std::{
    future::Future,
    pin::Pin,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use redis::RedisError;
use tokio::sync::Mutex as AsyncMutex;

use crate::idempotency::{StoreError, StoreErrorKind};

/// Between two attempts to connect to a server that refuses, whoever makes them: hundreds of deliveries a second would
/// otherwise be hundreds of attempts.
const PAUSE: Duration = Duration::from_millis(100);

type Connecting<C> = Pin<Box<dyn Future<Output = Result<C, RedisError>> + Send>>;

/// Makes a new connection.
pub(super) type Connect<C> = Box<dyn Fn() -> Connecting<C> + Send + Sync>;

/// The connection that is in use.
pub(super) struct Link<C> {
    current: Mutex<Current<C>>,
    connect: Option<Connect<C>>,
    /// Held while someone connects; when that has failed last.
    connecting: AsyncMutex<Option<Instant>>,
}

struct Current<C> {
    connection: C,
    number: u64,
    /// It did not answer, or broke.
    stale: bool,
}

impl<C: Clone> Link<C> {
    pub(super) fn new(connection: C, connect: Option<Connect<C>>) -> Self {
        let current = Mutex::new(Current { connection, number: 0, stale: false });
        Self { current, connect, connecting: AsyncMutex::default() }
    }

    /// The connection and its number. If the last one is stale, one task makes another, and the rest wait for it.
    pub(super) async fn get(&self) -> Result<(C, u64), StoreError> {
        if let Some(fresh) = self.fresh() {
            return Ok(fresh);
        }
        let mut failed = self.connecting.lock().await;
        // Somebody else may have made one meanwhile.
        if let Some(fresh) = self.fresh() {
            return Ok(fresh);
        }
        let Some(connect) = &self.connect else { return Ok(self.whatever()) };
        if failed.is_some_and(|failed| failed.elapsed() < PAUSE) {
            return Err(StoreError::new("Redis could not be reached a moment ago").of_kind(StoreErrorKind::Unreachable));
        }
        match connect().await {
            Ok(connection) => {
                *failed = None;
                let mut current = self.lock();
                *current = Current { connection, number: current.number + 1, stale: false };
                Ok((current.connection.clone(), current.number))
            }
            Err(error) => {
                *failed = Some(Instant::now());
                Err(StoreError::with_source("Redis cannot be reached", error).of_kind(StoreErrorKind::Unreachable))
            }
        }
    }

    /// The connection of this number did not answer, or broke.
    pub(super) fn distrust(&self, number: u64) {
        let mut current = self.lock();
        current.stale |= current.number == number;
    }

    fn fresh(&self) -> Option<(C, u64)> {
        let current = self.lock();
        (!current.stale).then(|| (current.connection.clone(), current.number))
    }

    /// The connection, stale or not.
    pub(super) fn whatever(&self) -> (C, u64) {
        let current = self.lock();
        (current.connection.clone(), current.number)
    }

    fn lock(&self) -> MutexGuard<'_, Current<C>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
