//! A clock that stands still until it is moved.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use crate::time::Clock;

/// A clock that stands still until it is moved. Clones share the time: give one to the code under test, keep one.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<Mutex<SystemTime>>);

impl TestClock {
    /// A clock that shows `time`.
    pub fn at(time: impl Into<SystemTime>) -> Self {
        Self(Arc::new(Mutex::new(time.into())))
    }

    /// A clock that shows so many seconds since 1970.
    pub fn at_unix(seconds: u64) -> Self {
        Self::at(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
    }

    /// What it shows.
    pub fn now(&self) -> SystemTime {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves it on, for all clones.
    pub fn advance(&self, by: Duration) {
        self.set(self.now() + by);
    }

    /// Sets it, for all clones; back in time, too.
    pub fn set(&self, time: impl Into<SystemTime>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = time.into();
    }
}

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        Self::now(self)
    }
}
