//! A part of a store: all there is to know about some of the keys.

use std::{num::NonZeroU32, time::Duration};

use super::{
    moment::{Moment, Packed},
    room::Room,
    spread::{Spot, Spread},
    table::{Ends, Table},
};
use crate::idempotency::{Claim, Held, Lease};

/// Keys that are or were in progress, and keys that are completed; none is in both. There are many more of the second
/// kind, of which less needs to be known.
pub(super) struct Shard {
    leased: Table<Leased>,
    completed: Table<Completed>,
    last_token: u64,
}

/// A claim, or what is left of it when it has ended: the number of attempts.
#[derive(Clone, Copy)]
struct Leased {
    end: Moment,
    /// That of the last lease; [`NOBODY`] when it was given back.
    token: u64,
    attempt: NonZeroU32,
}

/// A token that no lease has.
const NOBODY: u64 = 0;

struct Completed {
    end: Packed,
    mark: Mark,
}

/// The lower half of a token: enough to know the lease again that has completed the key, when its answer was lost.
type Mark = NonZeroU32;

impl Shard {
    /// The part with this number, whose tokens no other part gives out.
    pub(super) fn new(number: u32, spread: Spread) -> Self {
        Self { leased: Table::new(spread), completed: Table::new(spread), last_token: u64::from(number) << 40 }
    }

    /// None: the store is full, and nothing in this part of it has ended.
    pub(super) fn claim(&mut self, spot: Spot<'_>, now: Moment, lease: Duration, room: &Room) -> Option<Claim> {
        let completed = self.completed.get(spot).map(Completed::end);
        let leased = self.leased.get(spot).copied();
        match (completed, leased) {
            (Some(end), _) if now < end => return Some(Claim::Completed),
            (_, Some(Leased { end, .. })) if now < end => {
                return Some(Claim::InProgress { retry_after: end.since(now) });
            }
            _ => {}
        }
        let attempt = leased.map_or(NonZeroU32::MIN, |ended| ended.attempt.saturating_add(1));
        let claimed = Leased { end: now.plus(lease), token: self.next_token(), attempt };
        if leased.is_some() {
            self.leased.set(spot, claimed);
        } else {
            match completed {
                // An event whose retention has ended is a new one, in the place of the old one.
                Some(_) => drop(self.completed.remove(spot)),
                None => self.take_room(now, room)?,
            }
            room.give_back(self.leased.insert(spot, claimed, now));
        }
        Some(Claim::Acquired(Lease::new(*spot.key, claimed.token.into()).with_attempt(attempt.get())))
    }

    pub(super) fn renew(&mut self, spot: Spot<'_>, token: u128, now: Moment, by: Duration) -> Held {
        match self.leased_by(spot, token) {
            // A lease that has ended is not raised from the dead, though nobody may have claimed the key since.
            Some(leased) if now < leased.end => {
                self.leased.set(spot, Leased { end: now.plus(by), ..leased });
                Held::Yes
            }
            _ => Held::Lost,
        }
    }

    pub(super) fn complete(&mut self, spot: Spot<'_>, token: u128, now: Moment, retain: Duration, room: &Room) -> Held {
        let Some(mark) = mark(token) else { return Held::Lost };
        // The work is done: as long as nobody else has claimed the key, to record it late is better than not to.
        if self.leased_by(spot, token).is_some() {
            self.leased.remove(spot);
            let completed = Completed { end: now.plus(retain).into(), mark };
            room.give_back(self.completed.insert(spot, completed, now));
            return Held::Yes;
        }
        let repeated = self.completed.get(spot).is_some_and(|completed| completed.mark == mark);
        if repeated { Held::Yes } else { Held::Lost }
    }

    pub(super) fn release(&mut self, spot: Spot<'_>, token: u128, now: Moment) -> Held {
        let Some(leased) = self.leased_by(spot, token) else { return Held::Lost };
        // The entry stays for its count of attempts, and goes as soon as its room is needed.
        self.leased.set(spot, Leased { end: now, token: NOBODY, ..leased });
        Held::Yes
    }

    /// The entry of a key, if this is the token of its last lease.
    fn leased_by(&self, spot: Spot<'_>, token: u128) -> Option<Leased> {
        let leased = self.leased.get(spot).copied();
        leased.filter(|leased| leased.token != NOBODY && u128::from(leased.token) == token)
    }

    /// Removes what has ended: whether anything had.
    pub(super) fn sweep(&mut self, now: Moment, room: &Room) -> bool {
        let swept = self.completed.sweep(now) + self.leased.sweep(now);
        room.give_back(swept);
        swept > 0
    }

    /// Takes the place of a key, if need be that of one that has ended.
    fn take_room(&mut self, now: Moment, room: &Room) -> Option<()> {
        (room.take() || self.sweep(now, room) && room.take()).then_some(())
    }

    fn next_token(&mut self) -> u64 {
        self.last_token = self.last_token.wrapping_add(1);
        // One that leaves no mark could not be known again.
        if mark(self.last_token.into()).is_none() {
            self.last_token = self.last_token.wrapping_add(1);
        }
        self.last_token
    }
}

fn mark(token: u128) -> Option<Mark> {
    u32::try_from(token & u128::from(u32::MAX)).ok().and_then(NonZeroU32::new)
}

impl Ends for Leased {
    /// A count of attempts that is kept for longer shows more.
    const WORTH_A_SWEEP: usize = 64;
    /// Seldom many, often put in and taken out.
    const SLOTS_FOR_THREE: usize = 8;

    fn end(&self) -> Moment {
        self.end
    }
}

impl Ends for Completed {
    const WORTH_A_SWEEP: usize = 0;
    const SLOTS_FOR_THREE: usize = 5;

    fn end(&self) -> Moment {
        self.end.into()
    }
}
