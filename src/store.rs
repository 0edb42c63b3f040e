//! Stores: where idempotency keys are remembered.

mod memory;

pub use memory::MemoryStore;
