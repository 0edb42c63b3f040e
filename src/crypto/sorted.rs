//! Sorting a secret among what the sender chose, without telling where it came to stand.

use subtle::{Choice, ConditionallySelectable as _, ConstantTimeEq as _, ConstantTimeLess as _};
use zeroize::Zeroizing;

/// The texts in the order of their bytes, which are `others`, sorted already, and the secret, so many times.
///
/// Whoever sends a nonce could otherwise learn, from one request after the other, between which two texts the secret is. So
/// every place is filled as if it were the secret's, and the right one of these orders is kept. The duration depends on
/// lengths only.
pub(crate) fn put_in_order(others: &[&[u8]], secret: &[u8], copies: usize) -> Zeroizing<Vec<u8>> {
    let place = others.iter().fold(0, |place: u64, other| place + u64::from(less(other, secret).unwrap_u8()));
    let secrets = vec![secret; copies];
    let len = others.iter().chain(&secrets).map(|text| text.len()).sum();
    let mut whole = Zeroizing::new(vec![0; len]);
    for (number, count) in (0..).zip(0..=others.len()) {
        let is_it = place.ct_eq(&number);
        let (before, after) = others.split_at(count);
        let mut rest = whole.as_mut_slice();
        for text in before.iter().chain(&secrets).chain(after) {
            let Some((to, behind)) = rest.split_at_mut_checked(text.len()) else { break };
            to.iter_mut().zip(*text).for_each(|(to, from)| to.conditional_assign(from, is_it));
            rest = behind;
        }
    }
    whole
}

/// Whether one text is before the other in the order of their bytes.
fn less(one: &[u8], other: &[u8]) -> Choice {
    let (mut less, mut same) = (Choice::from(0), Choice::from(1));
    for (a, b) in one.iter().zip(other) {
        less |= same & a.ct_lt(b);
        same &= a.ct_eq(b);
    }
    less | same & Choice::from(u8::from(one.len() < other.len()))
}
