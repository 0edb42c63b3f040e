//! Where threads meet in a store: what the standard library has for it or, for `tests/loom`, what loom has, which tries
//! every order in which they can meet.

#[cfg(not(hookseal_loom))]
pub(super) use std::{
    hash::RandomState,
    sync::{Mutex, MutexGuard, atomic::AtomicUsize},
};

#[cfg(hookseal_loom)]
pub(super) use loom::sync::{Mutex, MutexGuard, atomic::AtomicUsize};

/// Each key goes to the same part in every run: loom plays a scene again and again, and only the order may differ.
#[cfg(hookseal_loom)]
pub(super) type RandomState = std::hash::BuildHasherDefault<std::hash::DefaultHasher>;
