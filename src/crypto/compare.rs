//! Comparing without telling how far two texts agree.

use subtle::ConstantTimeEq;

/// Whether two texts are equal. The duration depends on their lengths only.
///
/// Differences are gathered in words of eight bytes and judged once at the end, which takes a few nanoseconds instead
/// of the dozens that a comparison byte by byte needs; `subtle` keeps the compiler from turning the judgement into a
/// branch.
#[inline]
pub(crate) fn equal(left: &[u8], right: &[u8]) -> bool {
    compare(left, right, |_| 0)
}

/// Whether a text is this one in hexadecimal digits, of which it may have the letters in either case.
#[inline]
pub(super) fn equal_digits(text: &[u8], lower: &[u8]) -> bool {
    // The letters, `61` to `66`, have a bit that the other digits, `30` to `39`, have not. One place to the right of it is the
    // bit in which upper and lower case differ.
    compare(text, lower, |lower| lower >> 1 & 0x2020_2020_2020_2020)
}

/// Whether texts differ in no other bits than those that may differ, given the right one's word.
#[inline]
fn compare(left: &[u8], right: &[u8], may_differ: impl Fn(u64) -> u64) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let difference = |left: u64, right: u64| (left ^ right) & !may_differ(right);
    let (left_words, left_rest) = left.as_chunks::<8>();
    let (right_words, right_rest) = right.as_chunks::<8>();
    // Two plain loops: in a chain of both, each step would ask which of them it is in.
    let words = left_words
        .iter()
        .zip(right_words)
        .fold(0, |all, (left, right)| all | difference(u64::from_ne_bytes(*left), u64::from_ne_bytes(*right)));
    let rest = left_rest.iter().zip(right_rest);
    let all = rest.fold(words, |all, (left, right)| all | difference(u64::from(*left), u64::from(*right)));
    all.ct_eq(&0).into()
}
