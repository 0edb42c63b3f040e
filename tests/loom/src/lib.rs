//! The memory store in every order in which threads can meet inside of it: at the locks of its parts, and at the count of
//! its places. Started by `run`. What calls can do to each other as a whole, `tests/schedules.rs` shows.

#[cfg(not(hookseal_loom))]
compile_error!("without the flag, there is one order, and that by chance: start `run`");

#[cfg(all(test, hookseal_loom))]
mod capacity;
#[cfg(all(test, hookseal_loom))]
mod leases;
#[cfg(all(test, hookseal_loom))]
mod scene;
#[cfg(all(test, hookseal_loom))]
#[path = "../../support/memory_store.rs"]
mod support;
