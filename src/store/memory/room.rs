//! How many keys there are in all parts of a store together, and how many there may be.

use std::sync::atomic::Ordering;

use super::sync::AtomicUsize;

pub(super) struct Room {
    taken: AtomicUsize,
    capacity: usize,
}

impl Room {
    pub(super) fn for_keys(capacity: usize) -> Self {
        Self { taken: AtomicUsize::new(0), capacity }
    }

    /// Takes the place of one key, if there is one.
    pub(super) fn take(&self) -> bool {
        let next = |taken: usize| (taken < self.capacity).then_some(taken.saturating_add(1));
        self.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next).is_ok()
    }

    /// Gives back the places of so many keys.
    pub(super) fn give_back(&self, places: usize) {
        if places > 0 {
            self.taken.fetch_sub(places, Ordering::Relaxed);
        }
    }

    pub(super) fn is_left(&self) -> bool {
        self.taken() < self.capacity
    }

    pub(super) fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity
    }
}
