//! What the fuzz targets do with an input, and what must be true of the outcome.
//!
//! The programs of cargo-fuzz call it, and so does `tests/fuzz_corpus.rs`, which replays the seeds in an ordinary test.

#![allow(unreachable_pub)] // public for the programs of cargo-fuzz, where it is a crate

mod certificates;
mod deliveries;
mod documents;
mod fields;
mod input;
mod locators;
mod mutation;
mod oracle;
mod schemes;
mod tokens;

#[path = "../../support/genuine.rs"]
mod genuine;
#[path = "../../support/mac.rs"]
mod mac;
#[path = "../../support/signing.rs"]
mod signing;

/// Takes any input; panics if something is not as it must be.
pub type Target = fn(&[u8]);

/// Each target by the name of its folder of seeds.
pub const TARGETS: [(&str, Target); 7] = [
    ("certificates", certificates::run),
    ("deliveries", deliveries::run),
    ("documents", documents::run),
    ("fields", fields::run),
    ("locators", locators::run),
    ("schemes", schemes::run),
    ("tokens", tokens::run),
];

/// The target of this name.
///
/// # Panics
///
/// If there is none.
pub fn target(name: &str) -> Target {
    let found = TARGETS.iter().find(|(known, _)| *known == name);
    found.unwrap_or_else(|| panic!("no target is called {name}")).1
}
