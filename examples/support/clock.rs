//! A clock that is set by hand, and the time of day in the unit of most timestamps.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use hookseal::time::Clock;

/// Shows the time that it was set to, in seconds since 1970. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct SetClock(Arc<AtomicU64>);

impl SetClock {
    pub(crate) fn at(unix: u64) -> Self {
        Self(Arc::new(AtomicU64::new(unix)))
    }

    pub(crate) fn set(&self, unix: u64) {
        self.0.store(unix, Ordering::Relaxed);
    }
}

impl Clock for SetClock {
    fn now(&self) -> SystemTime {
        moment(self.0.load(Ordering::Relaxed))
    }
}

/// So many seconds since 1970.
pub(crate) fn moment(unix: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(unix)
}

/// The time of day.
pub(crate) fn unix_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
