//! Processes that share a store: what they are told to do, where, and what they say about it.
#![allow(dead_code)] // each test file uses a part of it

#[path = "processes/cases.rs"]
pub(crate) mod cases;
#[path = "processes/delivery.rs"]
pub(crate) mod delivery;
#[path = "processes/outlive.rs"]
pub(crate) mod outlive;
#[path = "processes/place.rs"]
pub(crate) mod place;
#[path = "processes/race.rs"]
pub(crate) mod race;
#[path = "processes/serve.rs"]
pub(crate) mod serve;
#[path = "processes/task.rs"]
pub(crate) mod task;
#[path = "worker.rs"]
pub(crate) mod worker;
