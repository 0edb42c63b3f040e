//! Reading configuration again and again, and changing secrets, takes no more memory than doing it once.
//!
//! Alone in its file: the counters are those of the whole process.
#![cfg(feature = "testing")]

use std::alloc::System;

use hookseal::{Scheme, Secret, Verifier};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const CONFIGURATION: &str = r#"
    name = "acme"
    proof = { mac = "sha256" }
    signature = { at = { header = "acme-signature" }, grammar = { pairs = { separator = "comma", key = "v1" } } }
    timestamp = { at = { member = "t" }, format = "unix-seconds" }
    message = ["timestamp", { literal = "." }, "body"]
    id = [{ json = "/id" }, { json = "/event/id" }]
"#;

fn read() -> Verifier<hookseal::verifier::Custom> {
    let scheme: Scheme = toml::from_str(CONFIGURATION).expect("TOML");
    Verifier::from_scheme(scheme).secret("correct horse battery staple").build().expect("a verifier")
}

#[test]
fn nothing_is_left_behind() {
    let verifier = read();
    let replace = |round: usize| {
        let secrets = [Secret::new(format!("secret {round}")), Secret::new("another")];
        verifier.replace_secrets(secrets).expect("secrets");
    };
    replace(0);
    let region = Region::new(ALLOCATOR);
    for round in 0..1000 {
        drop(read());
        replace(round);
    }
    let change = region.change();
    let kept = change.bytes_allocated.cast_signed() - change.bytes_deallocated.cast_signed();
    assert!(change.allocations > 1000, "the counter counts: {change:?}");
    assert!(kept.abs() < 1024, "{kept} bytes more than before: {change:?}");
}
