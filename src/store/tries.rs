//! Operations in bounded time, and tried again where that can help.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use tokio::time;

use crate::idempotency::{StoreError, StoreErrorKind};

/// Before the second try; every further pause is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// The time that an operation has, and how it is divided.
pub(super) struct Tries {
    deadline: Instant,
    one: Duration,
    pause: Duration,
}

impl Tries {
    /// All of them together within `limit`, one of them within the `share`-th part of it: a try over a connection that
    /// swallows everything then leaves time for one over another.
    pub(super) fn within(limit: Duration, share: u32) -> Self {
        let now = Instant::now();
        let deadline = now.checked_add(limit).unwrap_or(now + Duration::from_secs(86_400));
        Self { deadline, one: limit / share.max(1), pause: FIRST_PAUSE }
    }

    /// How long one try may take now.
    pub(super) fn left(&self) -> Duration {
        self.one.min(self.deadline.saturating_duration_since(Instant::now()))
    }

    /// Gives up on `step` when the try has taken too long.
    pub(super) async fn bound<T>(&self, step: impl Future<Output = T>) -> Option<T> {
        time::timeout(self.left(), step).await.ok()
    }

    /// After a failed try: waits a moment before the next one, or says that there is none.
    ///
    /// # Errors
    ///
    /// The try's error, if another try cannot help or there is no time for it.
    pub(super) async fn next(&mut self, error: StoreError) -> Result<(), StoreError> {
        let passing =
            matches!(error.kind(), StoreErrorKind::Unreachable | StoreErrorKind::Timeout | StoreErrorKind::Busy);
        let left = self.deadline.saturating_duration_since(Instant::now());
        if !passing || left <= self.pause {
            return Err(error);
        }
        time::sleep(self.pause).await;
        self.pause *= 2;
        Ok(())
    }
}

/// A token for a claim, which nobody else has or will have.
pub(super) fn new_token() -> Result<u128, StoreError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| StoreError::with_source("the system gives no random numbers, for a token", error))?;
    Ok(u128::from_be_bytes(bytes))
}

/// Microseconds, at most a century: no sum of times in a database overflows by what is asked for here.
pub(super) fn micros(duration: Duration) -> i64 {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    i64::try_from(duration.min(CENTURY).as_micros()).unwrap_or(i64::MAX)
}
