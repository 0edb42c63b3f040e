//! Where a key goes: spread evenly, and so that nobody outside can tell.

use std::hash::BuildHasher;

use super::sync::RandomState;
use crate::idempotency::IdempotencyKey;

/// A keyed mixing function. Keys are digests, but of ids that a sender may have a say in: with random numbers in
/// between, it cannot choose ids that meet in one place.
///
/// It is several times as fast as the standard hasher, which pays for being strong against those who see its output.
#[derive(Clone, Copy)]
pub(super) struct Spread([u64; 4]);

/// A key, and what says where it goes: 64 bits, all of which depend on all of the key's.
#[derive(Clone, Copy)]
pub(super) struct Spot<'k> {
    pub(super) key: &'k IdempotencyKey,
    mixed: u64,
}

impl Spread {
    pub(super) fn random() -> Self {
        let random = RandomState::new();
        Self([0, 1, 2, 3].map(|number| random.hash_one(number) | 1))
    }

    pub(super) fn spot<'k>(&self, key: &'k IdempotencyKey) -> Spot<'k> {
        let (words, _) = key.as_bytes().as_chunks();
        let pairs = words.iter().zip(&self.0);
        Spot { key, mixed: pairs.fold(0, |mixed, (word, random)| fold(mixed ^ u64::from_le_bytes(*word), *random)) }
    }
}

impl Spot<'_> {
    /// Which of so many parts of a store the key belongs to.
    pub(super) fn shard(&self, shards: usize) -> usize {
        scale(self.mixed >> 32, shards)
    }

    /// Where in a table of so many slots to look for the key first. It says nothing of the shard.
    pub(super) fn slot(&self, slots: usize) -> usize {
        scale(self.mixed & u64::from(u32::MAX), slots)
    }

    /// By what it is told from its neighbours at a glance; not zero.
    pub(super) fn tag(&self) -> u8 {
        let [lowest, ..] = self.mixed.to_le_bytes();
        lowest | 0x80
    }
}

/// The two halves of a product, laid one upon the other.
#[allow(clippy::cast_possible_truncation)] // the lower half is what is meant
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product >> 64) as u64 ^ product as u64
}

/// A number of 32 bits, scaled down to one below `end`.
fn scale(number: u64, end: usize) -> usize {
    let end = u64::try_from(end).unwrap_or(u64::MAX).min(u64::from(u32::MAX));
    usize::try_from((number * end) >> 32).unwrap_or(0)
}
