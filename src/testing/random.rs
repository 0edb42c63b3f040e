//! hookseal's only random numbers: what deliveries and keys made for tests are told apart by.

/// 128 random bits.
#[allow(clippy::expect_used)] // for tests, which should fail
pub(super) fn random_hex() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("random numbers");
    format!("{:032x}", u128::from_ne_bytes(bytes))
}
