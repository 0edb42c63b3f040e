//! A store in the memory of one process.

use std::{
    fmt,
    sync::{Arc, PoisonError},
    time::Duration,
};

use crate::{
    idempotency::{Claim, Held, IdempotencyKey, IdempotencyStore, Lease, StoreError, StoreErrorKind},
    time::{Clock, SystemClock},
};

mod moment;
mod room;
mod shard;
mod spread;
mod sync;
mod table;

use moment::Moment;
use room::Room;
use shard::Shard;
use spread::{Spot, Spread};
use sync::{Mutex, MutexGuard};

/// How many keys a [`MemoryStore`] holds, unless it is told otherwise.
const CAPACITY: usize = 1_000_000;

/// A store for this many keys or more is divided, so that threads seldom wait for each other, and into parts of about
/// so many, so that what is done to a whole part takes microseconds. Under loom, every store has two parts.
const DIVIDED: usize = if cfg!(hookseal_loom) { 1 } else { 4096 };
const FEWEST: usize = if cfg!(hookseal_loom) { 2 } else { 16 };
/// What a store for billions of keys costs while it is empty stays below a megabyte.
const MOST: usize = if cfg!(hookseal_loom) { 2 } else { 4096 };

/// Remembers keys in the memory of **one process, until it ends**. For tests, for one instance whose provider does not
/// mind a repetition after a restart, and as the model of the other stores.
///
/// # Limits
///
/// It holds at most [`capacity`](Self::with_capacity) keys, a million if nothing is said. In a large store, a completed key takes
/// 57 to 71 bytes, one in progress up to 150. Keys go when their lease or retention has ended, and only then: when it is full of
/// live keys it refuses to claim, which is answered with 503, and forgets nothing. A cache that evicts would let an
/// attacker who floods it replay a delivery.
///
/// How often an event has been attempted is kept beyond the end of a lease, until the room is needed.
///
/// ```
/// use hookseal::{Inbox, MemoryStore};
///
/// let inbox = Inbox::new(MemoryStore::with_capacity(50_000));
/// ```
pub struct MemoryStore {
    shards: Box<[Mutex<Shard>]>,
    spread: Spread,
    room: Room,
    clock: Arc<dyn Clock>,
}

impl MemoryStore {
    /// A store for a million keys.
    pub fn new() -> Self {
        Self::with_capacity(CAPACITY)
    }

    /// A store for `keys` keys; memory is taken as they come.
    pub fn with_capacity(keys: usize) -> Self {
        let shards = if keys < DIVIDED { 1 } else { (keys / DIVIDED).clamp(FEWEST, MOST) };
        let shards = u32::try_from(shards).unwrap_or(1);
        let spread = Spread::random();
        Self {
            shards: (0..shards).map(|number| Mutex::new(Shard::new(number, spread))).collect(),
            spread,
            room: Room::for_keys(keys),
            clock: Arc::new(SystemClock),
        }
    }

    /// Another clock; only its [`monotonic`](Clock::monotonic) time is used.
    pub fn with_clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// How many keys are held, ended and released ones that have not been swept included.
    pub fn len(&self) -> usize {
        self.room.taken()
    }

    /// Whether no key is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A key, with the part of the store that it belongs to.
    fn find<'k>(&self, key: &'k IdempotencyKey) -> Result<(Spot<'k>, MutexGuard<'_, Shard>), StoreError> {
        let spot = self.spread.spot(key);
        let shard = self.shards.get(spot.shard(self.shards.len()));
        let shard = shard.ok_or_else(|| StoreError::new("the memory store has no part for this key"))?;
        Ok((spot, lock(shard)))
    }

    /// Removes what has ended from the first part that has such keys.
    fn make_room(&self, now: Moment) -> bool {
        self.shards.iter().any(|shard| lock(shard).sweep(now, &self.room))
    }
}

/// A panic elsewhere leaves a shard whole: nothing that is done under the lock can panic half-way.
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

impl IdempotencyStore for MemoryStore {
    async fn claim(&self, key: &IdempotencyKey, lease: Duration) -> Result<Claim, StoreError> {
        let now = Moment::at(self.clock.monotonic());
        loop {
            let (spot, mut shard) = self.find(key)?;
            let claim = shard.claim(spot, now, lease, &self.room);
            drop(shard);
            match claim {
                Some(claim) => return Ok(claim),
                // Where another claim has removed more than it needs, nothing is found, but there is room.
                None if self.make_room(now) || self.room.is_left() => {}
                None => return Err(full()),
            }
        }
    }

    async fn renew(&self, lease: &Lease, by: Duration) -> Result<Held, StoreError> {
        let now = Moment::at(self.clock.monotonic());
        let (spot, mut shard) = self.find(lease.key())?;
        Ok(shard.renew(spot, lease.token(), now, by))
    }

    async fn complete(&self, lease: &Lease, retain: Duration) -> Result<Held, StoreError> {
        let now = Moment::at(self.clock.monotonic());
        let (spot, mut shard) = self.find(lease.key())?;
        Ok(shard.complete(spot, lease.token(), now, retain, &self.room))
    }

    async fn release(&self, lease: &Lease) -> Result<Held, StoreError> {
        let now = Moment::at(self.clock.monotonic());
        let (spot, mut shard) = self.find(lease.key())?;
        Ok(shard.release(spot, lease.token(), now))
    }
}

fn full() -> StoreError {
    StoreError::new(
        "the memory store is full of keys that are still needed: give it more capacity or a shorter retention",
    )
    .of_kind(StoreErrorKind::Full)
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let capacity = self.room.capacity();
        f.debug_struct("MemoryStore").field("len", &self.len()).field("capacity", &capacity).finish_non_exhaustive()
    }
}
