//! The secrets of a verifier, which may be exchanged while it works.

use std::{
    ops::Deref,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use super::ring::RingKey;
use crate::verifier::KeyId;

/// A verifier's keys: those it was built with, until others are put in their place.
pub(crate) struct Keys {
    built: Set,
    /// Empty in nearly every verifier, for which it costs a look.
    exchanged: OnceLock<RwLock<Arc<Set>>>,
}

/// What deliveries are verified with at one time.
pub(crate) struct Set {
    pub(crate) keys: Vec<RingKey>,
    /// Whether all keys are public ones in a scheme that has shared secrets, too: for them, a MAC is no proof.
    pub(crate) only_paired: bool,
    /// Why nothing can be verified just now.
    pub(crate) suspended: Option<Box<str>>,
}

impl Set {
    pub(crate) fn new(keys: Vec<RingKey>) -> Self {
        let only_paired = !keys.is_empty() && keys.iter().all(|key| key.is_paired);
        Self { keys, only_paired, suspended: None }
    }

    pub(crate) fn suspended(why: impl Into<Box<str>>) -> Self {
        Self { keys: Vec::new(), only_paired: false, suspended: Some(why.into()) }
    }
}

/// The keys that count for one delivery, whatever is exchanged meanwhile.
#[derive(Clone)]
pub(crate) enum Current<'k> {
    Built(&'k Set),
    Exchanged(Arc<Set>),
}

impl Deref for Current<'_> {
    type Target = Set;

    fn deref(&self) -> &Set {
        match self {
            Self::Built(set) => set,
            Self::Exchanged(set) => set,
        }
    }
}

impl Keys {
    pub(crate) fn new(built: Set) -> Self {
        Self { built, exchanged: OnceLock::new() }
    }

    #[inline]
    pub(crate) fn current(&self) -> Current<'_> {
        match self.exchanged.get() {
            None => Current::Built(&self.built),
            Some(set) => Current::Exchanged(Arc::clone(&set.read().unwrap_or_else(PoisonError::into_inner))),
        }
    }

    pub(crate) fn exchange(&self, set: Set) {
        let set = Arc::new(set);
        let lock = self.exchanged.get_or_init(|| RwLock::new(Arc::clone(&set)));
        *lock.write().unwrap_or_else(PoisonError::into_inner) = set;
    }

    /// The id of the key that matched.
    pub(crate) fn id_of<'k>(&'k self, key: &'k KeyId) -> &'k str {
        match key {
            KeyId::Built(index) => self.built.keys.get(*index).map_or("", |key| &key.id),
            KeyId::Exchanged(id) => id,
        }
    }
}
