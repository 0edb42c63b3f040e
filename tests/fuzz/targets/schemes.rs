//! See `src/schemes.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| hookseal_fuzz::target("schemes")(input));
