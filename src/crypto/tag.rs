//! A computed MAC, and how it is written. Until a delivery has shown it too it is a secret, so nothing here depends on its bits
//! but the bits that come out, and none of it has `Debug`.

use super::compare::{equal, equal_digits};
use crate::scheme::Encoding;

/// The longest MAC in bytes.
const MAX_TAG: usize = 64;

/// A computed MAC.
pub(crate) struct Tag {
    bytes: [u8; MAX_TAG],
    len: usize,
}

impl Tag {
    #[inline]
    pub(super) fn new(tag: &[u8]) -> Self {
        let mut bytes = [0; MAX_TAG];
        let len = tag.len().min(MAX_TAG);
        for (to, from) in bytes.iter_mut().zip(tag) {
            *to = *from;
        }
        Self { bytes, len }
    }

    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// Writes the signature as the provider would, in constant time and on the stack.
    ///
    /// Comparing texts instead of bytes means that each candidate costs a comparison, not a decoding, and that only
    /// the canonical text passes: no missing padding, no stray bits, nothing appended.
    #[inline]
    pub(crate) fn write(&self, encoding: Encoding) -> Written {
        let mut text = [0; 2 * MAX_TAG];
        let len = match encoding {
            Encoding::Hex => base16ct::lower::encode(self.bytes(), &mut text).map_or(0, <[u8]>::len),
            Encoding::Base64 => base64(self.bytes(), STANDARD, &mut text).next_multiple_of(4),
            Encoding::Base64Url => base64(self.bytes(), URL, &mut text),
            // `Plan::new` has refused the scheme.
            Encoding::Text => 0,
        };
        Written { text, len, any_case: matches!(encoding, Encoding::Hex) }
    }
}

/// How far the last two digits of an alphabet of base64 are from where they would be if it went on after `9`, and the second
/// of them from where it would be after the first.
type Alphabet = [u8; 2];

/// `+` and `/` (RFC 4648, section 4).
const STANDARD: Alphabet = [b'+'.wrapping_sub(b':'), b'/' - b','];
/// `-` and `_` (RFC 4648, section 5).
const URL: Alphabet = [b'-'.wrapping_sub(b':'), b'_' - b'.'];

/// Writes bytes in base64, with up to three `=` behind; returns the length without these.
///
/// Like `base64ct`, it looks nothing up and branches on no bit of what it writes. But it treats 16 digits in the same way at
/// once, for which processors have an instruction: about half as many, as `benches/instructions` counts.
fn base64(bytes: &[u8], [first, second]: Alphabet, text: &mut [u8; 2 * MAX_TAG]) -> usize {
    // To the next multiple of three.
    let mut padded = [0; MAX_TAG + 2];
    for (to, from) in padded.iter_mut().zip(bytes) {
        *to = *from;
    }
    let (threes, _) = padded.as_chunks::<3>();
    let (fours, _) = text.as_chunks_mut::<4>();
    for ([a, b, c], digits) in threes.iter().zip(fours).take(bytes.len().div_ceil(3)) {
        let three = u32::from_be_bytes([0, *a, *b, *c]);
        *digits =
            (three >> 18 & 63 | three >> 4 & 63 << 8 | three << 10 & 63 << 16 | three << 24 & 63 << 24).to_le_bytes();
    }
    let len = (bytes.len() * 8).div_ceil(6);
    let (blocks, _) = text.as_chunks_mut::<16>();
    for block in blocks.iter_mut().take(len.div_ceil(16)) {
        for digit in block {
            let sextet = digit.cast_signed();
            // All ones for the digits from this one on.
            let from = |first: i8| ((first - 1 - sextet) >> 7).cast_unsigned();
            *digit = (*digit + b'A')
                .wrapping_add(from(26) & (b'a' - b'['))
                .wrapping_add(from(52) & b'0'.wrapping_sub(b'{'))
                .wrapping_add(from(62) & first)
                .wrapping_add(from(63) & second);
        }
    }
    text.iter_mut().skip(len).take(3).for_each(|digit| *digit = b'=');
    len
}

/// A signature as text.
pub(crate) struct Written {
    text: [u8; 2 * MAX_TAG],
    len: usize,
    any_case: bool,
}

impl Written {
    #[inline]
    pub(crate) fn text(&self) -> &[u8] {
        self.text.get(..self.len).unwrap_or_default()
    }

    #[inline]
    pub(super) fn is(&self, candidate: &[u8]) -> bool {
        let expected = self.text();
        // An empty text would equal an empty candidate; a length that differs is public.
        if expected.is_empty() || candidate.len() != expected.len() {
            return false;
        }
        if self.any_case { equal_digits(candidate, expected) } else { equal(candidate, expected) }
    }
}
