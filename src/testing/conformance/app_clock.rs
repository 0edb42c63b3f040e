//! The clock of an application, which may be wrong.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime},
};

use crate::time::{Clock, SystemClock};

/// The clock of an application: it runs as the machine's does, and its time of day can be set wrong. Clones share the
/// error.
///
/// As with the machine's own clock, to set the time of day does not change how much time passes:
/// [`monotonic`](Clock::monotonic) is right at any time.
#[derive(Clone, Debug, Default)]
pub struct AppClock {
    milliseconds_ahead: Arc<AtomicI64>,
}

impl AppClock {
    /// A clock that is right.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the time of day `by` later, from whatever it is.
    pub fn put_forward(&self, by: Duration) {
        self.milliseconds_ahead.fetch_add(milliseconds(by), Ordering::SeqCst);
    }

    /// Sets the time of day `by` earlier, from whatever it is.
    pub fn put_back(&self, by: Duration) {
        self.milliseconds_ahead.fetch_sub(milliseconds(by), Ordering::SeqCst);
    }

    /// Sets the time of day right again.
    pub fn put_right(&self) {
        self.milliseconds_ahead.store(0, Ordering::SeqCst);
    }
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

impl Clock for AppClock {
    fn now(&self) -> SystemTime {
        let ahead = self.milliseconds_ahead.load(Ordering::SeqCst);
        let by = Duration::from_millis(ahead.unsigned_abs());
        let right = SystemTime::now();
        let wrong = if ahead < 0 { right.checked_sub(by) } else { right.checked_add(by) };
        wrong.unwrap_or(right)
    }

    fn monotonic(&self) -> Duration {
        SystemClock.monotonic()
    }
}
