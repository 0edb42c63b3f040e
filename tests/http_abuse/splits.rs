//! Ways to cut a body into pieces, and to make it smaller.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};

/// Twenty ways to cut a body, each a list of sizes; the same ones each time.
pub(crate) fn all() -> impl Iterator<Item = Vec<usize>> {
    // A linear congruential generator.
    let mut random = 20_261_121_u32;
    let mut size = move || {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(random >> 16).unwrap() % 90 + 1
    };
    (0..20).map(move |_| (0..10).map(|_| size()).collect())
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
