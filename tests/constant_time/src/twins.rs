//! Code that does what hookseal must not, to show that the gate would see it.

use std::hint::black_box;

use crate::{
    gate::{Allowed, Gate, judge, judge_alike, outcomes, reports},
    poison,
};

const EXPECTED: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";

/// Ends at the first difference.
#[inline(never)]
fn naive_loop(expected: &[u8], found: &[u8]) -> bool {
    if expected.len() != found.len() {
        return false;
    }
    for (one, other) in expected.iter().zip(found) {
        if one != other {
            return false;
        }
    }
    true
}

/// `memcmp`, which ends where it likes.
#[inline(never)]
fn plain_equality(expected: &[u8], found: &[u8]) -> bool {
    expected == found
}

/// The value of a digit, asked digit by digit.
#[inline(never)]
fn branching_decoder(text: &[u8]) -> u32 {
    text.iter().fold(0, |sum, byte| sum.wrapping_mul(31) + if byte.is_ascii_digit() { 1 } else { black_box(2) })
}

/// The value of a digit, looked up under an address that is made of it.
#[inline(never)]
fn table_decoder(text: &[u8], table: &[u8; 256]) -> u8 {
    text.iter().fold(0, |all, byte| all ^ table[usize::from(*byte)])
}

/// Each of them must be told on.
pub(crate) fn run(gate: &mut Gate) {
    let expected = EXPECTED.to_vec();
    poison::hide(&expected);
    let with = |place: usize| {
        let mut found = EXPECTED.to_vec();
        found[place] ^= 1;
        found
    };
    for (case, equal) in [("twin: a loop", naive_loop as fn(&[u8], &[u8]) -> bool), ("twin: ==", plain_equality)] {
        let at = |place| reports(|| black_box(equal(&expected, &with(place)))).1;
        let counts = [("first", at(0)), ("middle", at(15)), ("last", at(31))];
        if gate.wants(case) && judge_alike(&counts, &outcomes(1)).is_ok() {
            gate.fail(case, &format!("the gate does not see it: {counts:?}"));
        }
    }
    let table = std::array::from_fn(|index| u8::try_from(index).unwrap_or_default());
    let decoders = [
        ("twin: branches", reports(|| black_box(branching_decoder(&expected))).1),
        ("twin: a table", reports(|| black_box(table_decoder(&expected, &table))).1),
    ];
    for (case, count) in decoders {
        if gate.wants(case) && judge(count, &Allowed::Nothing).is_ok() {
            gate.fail(case, "the gate does not see it");
        }
    }
}
