//! hookseal beside its peers: what a verification takes, what a server does with it, what a program pays for it.
//!
//! `benches/peers/run` measures all of it but the cost of compiling, which is `benches/peers/run cost`, and writes
//! `RESULTS.md` and `speed.svg`.

pub mod chart;
pub mod contestant;
pub mod cost;
pub mod cpu;
pub mod delivery;
pub mod ends;
pub mod floor;
pub mod hand_rolled;
pub mod peers;
pub mod report;
pub mod rounds;
pub mod sender;
pub mod speed;
pub mod table;
