//! A store in the memory of one process.

use std::{
    collections::HashMap,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use crate::{
    idempotency::{Claim, Held, IdempotencyKey, IdempotencyStore, Lease, StoreError, StoreErrorKind},
    time::{Clock, SystemClock},
};

/// How many keys a [`MemoryStore`] holds, unless it is told otherwise.
const CAPACITY: usize = 1_000_000;

/// A store with this many keys or more is divided, so that threads seldom wait for each other.
const DIVIDED: usize = 4096;
const SHARDS: usize = 16;

/// Remembers keys in the memory of **one process, until it ends**. For tests, for one instance whose provider does not
/// mind a repetition after a restart, and as the model of the other stores.
///
/// # Limits
///
/// It holds at most [`capacity`](Self::with_capacity) keys, a million if nothing is said, of some 100 bytes each. Keys
/// go when their lease or retention has ended, and only then: when it is full of live keys it refuses to claim, which is
/// answered with 503, and forgets nothing. A cache that evicts would let an attacker who floods it replay a delivery.
/// A large store is divided into 16 parts by key, and refuses when the part of a key is full.
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
    shard_capacity: usize,
    clock: Arc<dyn Clock>,
    next_token: AtomicU64,
}

#[derive(Default)]
struct Shard {
    entries: HashMap<IdempotencyKey, Entry>,
    /// No entry ends before this.
    earliest_end: Duration,
    /// When to look for ended entries although there is room.
    sweep_at: usize,
}

#[derive(Clone, Copy)]
struct Entry {
    end: Duration,
    /// That of the last lease; [`NOBODY`] when it was given back.
    token: u64,
    attempt: u32,
    state: State,
}

/// A token that no lease has.
const NOBODY: u64 = 0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    InProgress,
    Completed,
}

impl MemoryStore {
    /// A store for a million keys.
    pub fn new() -> Self {
        Self::with_capacity(CAPACITY)
    }

    /// A store for `keys` keys; memory is taken as they come.
    pub fn with_capacity(keys: usize) -> Self {
        let shards = if keys < DIVIDED { 1 } else { SHARDS };
        Self {
            shards: (0..shards).map(|_| Mutex::default()).collect(),
            shard_capacity: keys / shards,
            clock: Arc::new(SystemClock),
            next_token: AtomicU64::new(NOBODY + 1),
        }
    }

    /// Another clock; only its [`monotonic`](Clock::monotonic) time is used.
    pub fn with_clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// How many keys are held, ended and released ones that have not been swept included.
    pub fn len(&self) -> usize {
        self.shards.iter().map(|shard| lock(shard).entries.len()).sum()
    }

    /// Whether no key is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn shard(&self, key: &IdempotencyKey) -> Result<MutexGuard<'_, Shard>, StoreError> {
        let [first, ..] = key.as_bytes();
        let index = usize::from(*first) % self.shards.len();
        self.shards.get(index).map(lock).ok_or_else(|| StoreError::new("the memory store has no part for this key"))
    }

    /// Changes the entry of a lease, if the lease still is the last one of its key.
    fn with_entry(
        &self,
        lease: &Lease,
        change: impl FnOnce(&mut Shard, Entry, Duration) -> Held,
    ) -> Result<Held, StoreError> {
        let now = self.clock.monotonic();
        let mut shard = self.shard(lease.key())?;
        let entry = shard.entries.get(lease.key()).copied();
        let entry = entry.filter(|entry| entry.token != NOBODY && u128::from(entry.token) == lease.token());
        Ok(entry.map_or(Held::Lost, |entry| change(&mut shard, entry, now)))
    }
}

/// A panic elsewhere leaves a shard whole: every change to it is a single insertion or a sweep.
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shard {
    fn put(&mut self, key: IdempotencyKey, entry: Entry) {
        self.earliest_end = if self.entries.is_empty() { entry.end } else { self.earliest_end.min(entry.end) };
        self.entries.insert(key, entry);
    }

    /// Removes what has ended when the shard has doubled since it last did, or is full and something can have ended.
    /// The cost of a sweep is thereby spread over the claims that filled the shard.
    fn make_room(&mut self, now: Duration, capacity: usize) -> bool {
        let len = self.entries.len();
        if (len >= self.sweep_at.max(64) || len >= capacity) && self.earliest_end <= now {
            self.entries.retain(|_, entry| now < entry.end);
            self.earliest_end = self.entries.values().map(|entry| entry.end).min().unwrap_or(now);
            self.sweep_at = self.entries.len().saturating_mul(2);
            if self.entries.capacity() > self.entries.len().saturating_mul(4) {
                self.entries.shrink_to(self.sweep_at);
            }
        }
        self.entries.len() < capacity
    }
}

impl IdempotencyStore for MemoryStore {
    async fn claim(&self, key: &IdempotencyKey, lease: Duration) -> Result<Claim, StoreError> {
        let now = self.clock.monotonic();
        let mut shard = self.shard(key)?;
        let held = shard.entries.get(key).copied();
        match held.filter(|entry| now < entry.end) {
            Some(Entry { state: State::Completed, .. }) => return Ok(Claim::Completed),
            Some(Entry { end, .. }) => return Ok(Claim::InProgress { retry_after: end.saturating_sub(now) }),
            None => {}
        }
        if held.is_none() && !shard.make_room(now, self.shard_capacity) {
            return Err(StoreError::new(
                "the memory store is full of keys that are still needed: give it more capacity or a shorter retention",
            )
            .of_kind(StoreErrorKind::Full));
        }
        let token = self.next_token.fetch_add(1, Ordering::Relaxed);
        // An event whose retention has ended is a new one.
        let before = held.filter(|entry| entry.state == State::InProgress).map_or(0, |entry| entry.attempt);
        let attempt = before.saturating_add(1);
        shard.put(*key, Entry { end: now.saturating_add(lease), token, attempt, state: State::InProgress });
        Ok(Claim::Acquired(Lease::new(*key, token.into()).with_attempt(attempt)))
    }

    async fn renew(&self, lease: &Lease, by: Duration) -> Result<Held, StoreError> {
        self.with_entry(lease, |shard, entry, now| {
            // A lease that has ended is not raised from the dead, though nobody may have claimed the key since.
            if entry.state == State::Completed || entry.end <= now {
                return Held::Lost;
            }
            shard.put(*lease.key(), Entry { end: now.saturating_add(by), ..entry });
            Held::Yes
        })
    }

    async fn complete(&self, lease: &Lease, retain: Duration) -> Result<Held, StoreError> {
        self.with_entry(lease, |shard, entry, now| {
            // The work is done: as long as nobody else has claimed the key, to record it late is better than not to.
            if entry.state == State::InProgress {
                shard.put(*lease.key(), Entry { end: now.saturating_add(retain), state: State::Completed, ..entry });
            }
            Held::Yes
        })
    }

    async fn release(&self, lease: &Lease) -> Result<Held, StoreError> {
        self.with_entry(lease, |shard, entry, now| {
            if entry.state == State::Completed {
                return Held::Lost;
            }
            // The entry stays for its count of attempts, and goes as soon as its room is needed.
            shard.put(*lease.key(), Entry { end: now, token: NOBODY, ..entry });
            Held::Yes
        })
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let capacity = self.shard_capacity * self.shards.len();
        f.debug_struct("MemoryStore").field("len", &self.len()).field("capacity", &capacity).finish_non_exhaustive()
    }
}
