//! A hash table for millions of small entries that end by themselves.
//!
//! Entries lie in one slice, each in the first free slot after the one that its key is sent to. The slice is at most five
//! sixths full, and may grow by as little as two fifths: an entry then costs 1.2 to 1.67 times its size and a byte, where
//! the table of the standard library, which always doubles, takes 1.14 to 2.29 times.

use super::{
    moment::Moment,
    spread::{Spot, Spread},
};
use crate::idempotency::IdempotencyKey;

/// An entry.
pub(super) trait Ends {
    /// A table of fewer entries is not swept when it grows.
    const WORTH_A_SWEEP: usize;

    /// How many slots a new slice has for three entries: with five, a slice grows by two fifths, with eight to more than
    /// twice its size.
    const SLOTS_FOR_THREE: usize;

    fn end(&self) -> Moment;
}

pub(super) struct Table<V> {
    /// A byte for each slot, [`FREE`] or the key's tag: most of what is asked is answered without a look at the slots.
    tags: Box<[u8]>,
    slots: Box<[Option<(IdempotencyKey, V)>]>,
    len: usize,
    /// No entry ends before this.
    earliest_end: Moment,
    spread: Spread,
}

const FREE: u8 = 0;
const SMALLEST: usize = 16;

impl<V: Ends> Table<V> {
    pub(super) fn new(spread: Spread) -> Self {
        Self { tags: Box::default(), slots: Box::default(), len: 0, earliest_end: Moment::LAST, spread }
    }

    pub(super) fn get(&self, spot: Spot<'_>) -> Option<&V> {
        self.slots.get(self.find(spot)?)?.as_ref().map(|(_, value)| value)
    }

    /// Changes an entry that is there.
    pub(super) fn set(&mut self, spot: Spot<'_>, changed: V) {
        self.earliest_end = self.earliest_end.min(changed.end());
        if let Some(Some((_, value))) = self.find(spot).and_then(|at| self.slots.get_mut(at)) {
            *value = changed;
        }
    }

    /// Puts in an entry whose key is not there. Before the table grows, what has ended by `now` is removed from it: how
    /// many entries that was.
    pub(super) fn insert(&mut self, spot: Spot<'_>, value: V, now: Moment) -> usize {
        let before = self.len;
        if self.len >= self.slots.len() / 6 * 5 {
            let sweep = self.len >= V::WORTH_A_SWEEP;
            self.rebuild(sweep.then_some(now));
        }
        let swept = before - self.len;
        self.place(spot, value);
        swept
    }

    pub(super) fn remove(&mut self, spot: Spot<'_>) -> Option<V> {
        let at = self.find(spot)?;
        let (_, removed) = self.slots.get_mut(at)?.take()?;
        self.len -= 1;
        self.close(at);
        if self.slots.len() > SMALLEST && self.len < self.slots.len() / 8 {
            self.rebuild(None);
        }
        Some(removed)
    }

    /// Removes what has ended, if anything can have: how many entries that was.
    pub(super) fn sweep(&mut self, now: Moment) -> usize {
        if now < self.earliest_end {
            return 0;
        }
        let before = self.len;
        self.rebuild(Some(now));
        before - self.len
    }

    /// The place of a key.
    fn find(&self, spot: Spot<'_>) -> Option<usize> {
        let (mut at, sought) = (spot.slot(self.tags.len()), spot.tag());
        loop {
            match *self.tags.get(at)? {
                FREE => return None,
                tag if tag == sought && self.is_at(at, spot.key) => return Some(at),
                _ => at = self.after(at),
            }
        }
    }

    fn is_at(&self, at: usize, key: &IdempotencyKey) -> bool {
        matches!(self.slots.get(at), Some(Some((found, _))) if found == key)
    }

    /// The next place, around the end if need be.
    fn after(&self, at: usize) -> usize {
        if at + 1 < self.tags.len() { at + 1 } else { 0 }
    }

    /// Puts an entry into the first free slot for it.
    fn place(&mut self, spot: Spot<'_>, value: V) {
        let mut at = spot.slot(self.tags.len());
        while self.tags.get(at).is_some_and(|tag| *tag != FREE) {
            at = self.after(at);
        }
        if let (Some(tag), Some(slot)) = (self.tags.get_mut(at), self.slots.get_mut(at)) {
            self.earliest_end = self.earliest_end.min(value.end());
            self.len += 1;
            *tag = spot.tag();
            *slot = Some((*spot.key, value));
        }
    }

    /// Moves entries back into a slot that has become free, so that none is beyond a gap from where it is looked for.
    fn close(&mut self, mut gap: usize) {
        let mut at = self.after(gap);
        while let Some(Some((key, _))) = self.slots.get(at) {
            let home = self.spread.spot(key).slot(self.slots.len());
            // Whether the gap lies on the way from home to here.
            if self.distance(home, gap) < self.distance(home, at) {
                self.slots.swap(gap, at);
                self.tags.swap(gap, at);
                gap = at;
            }
            at = self.after(at);
        }
        if let Some(tag) = self.tags.get_mut(gap) {
            *tag = FREE;
        }
    }

    /// How many slots after `from` it is, around the end of the slice if need be.
    fn distance(&self, from: usize, to: usize) -> usize {
        if to >= from { to - from } else { to + self.slots.len() - from }
    }

    /// Moves the entries into slices of the right size for them, but for those that have ended by then, if anything is said.
    fn rebuild(&mut self, swept_at: Option<Moment>) {
        let keep = |value: &V| swept_at.is_none_or(|now| now < value.end());
        let kept = self.slots.iter().filter(|slot| matches!(slot, Some((_, value)) if keep(value))).count();
        let slots = (kept.saturating_mul(V::SLOTS_FOR_THREE) / 3).max(SMALLEST);
        let mut empty = Vec::with_capacity(slots);
        empty.resize_with(slots, || None);
        let old = std::mem::replace(&mut self.slots, empty.into());
        self.tags = vec![FREE; slots].into();
        self.len = 0;
        self.earliest_end = Moment::LAST;
        let spread = self.spread;
        for slot in old {
            match slot {
                Some((key, value)) if keep(&value) => self.place(spread.spot(&key), value),
                _ => {}
            }
        }
    }
}
