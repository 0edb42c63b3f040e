//! Counting what cannot be seen from the answers.

use std::sync::atomic::{AtomicU64, Ordering};

/// What an inbox has seen since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Events whose handler succeeded.
    pub processed: u64,
    /// Deliveries of events that had been processed.
    pub duplicates: u64,
    /// Deliveries that found another one of the same event at work, and were sent away.
    pub in_progress: u64,
    /// Handlers that failed, panicked or answered with another status than 2xx.
    pub failed: u64,
    /// Claims that the store did not answer.
    pub store_unavailable: u64,
    /// Leases that another worker had taken when the handler was done: the lease is too short, or renewing failed.
    pub leases_lost: u64,
    /// Completions that failed at first and are tried again in the background.
    pub completions_retried: u64,
    /// Completions that were given up: these events can be processed once more.
    pub completions_lost: u64,
}

macro_rules! counters {
    ($($name:ident),+) => {
        #[derive(Default)]
        pub(super) struct Counters {
            $(pub(super) $name: Counter,)+
        }

        impl Counters {
            pub(super) fn snapshot(&self) -> Stats {
                Stats { $($name: self.$name.0.load(Ordering::Relaxed),)+ }
            }
        }
    };
}

counters!(
    processed,
    duplicates,
    in_progress,
    failed,
    store_unavailable,
    leases_lost,
    completions_retried,
    completions_lost
);

#[derive(Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn count(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}
