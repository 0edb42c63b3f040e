//! A correct store over a table, and the mistakes that stores are made with.
#![allow(dead_code)] // each test file uses a part of it

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard},
    thread,
    time::{Duration, SystemTime},
};

use hookseal::{
    IdempotencyKey, IdempotencyStore,
    idempotency::{Claim, Held, Lease, StoreError},
    testing::conformance::AppClock,
    time::Clock,
};
use tokio::task::yield_now;

/// A mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// None: what the others are measured by.
    None,
    /// Looks whether the key is free, and inserts it when that is answered.
    CheckThenInsert,
    /// The same without a pause in between that another task could use; only another thread can.
    CheckThenInsertAtOnce,
    /// Marks the event as processed when it is claimed.
    MarkBeforeWork,
    /// Keeps a claim until it is completed or released.
    LeaseWithoutExpiry,
    /// Takes the time of day of the application for the store's.
    AppClock,
    /// Makes room for new keys by evicting others.
    ForgetsOnOverflow,
    /// Completes whatever lease the key is under.
    UnfencedComplete,
    /// Releases whatever lease the key is under.
    UnfencedRelease,
    /// Renews for whoever asks, and gives the key to the one who did.
    UnfencedRenew,
    /// Renews a lease whose end has passed.
    RenewalResurrects,
    /// Answers a renewal, and leaves the end of the lease where it was.
    RenewalDoesNothing,
    /// Fails at every renewal.
    RenewalFails,
    /// Keeps the first half of a key.
    TruncatesKeys,
    /// Compares keys as text without regard to case.
    FoldsCase,
    /// Inserts the key, and the end of its lease when that is answered.
    TwoStepClaim,
    /// Counts a key's tokens from 1 again when it was away.
    ReusesTokens,
    /// Lets a completed key be released.
    UndoesCompletions,
    /// Remembers a completed key for as long as its lease would have lasted.
    OneDurationForBoth,
    /// Never forgets what is completed.
    RemembersForEver,
    /// Says that a late completion was taken, and does not record it.
    AnswersBeforeItKnows,
    /// Deletes the rows of all other events when one is released: `DELETE` without the key in its condition.
    ReleasesEveryKey,
    /// Keeps the lease of a released key valid.
    ReleaseIsNotTheEnd,
}

/// Remembers keys in a table, with a [`Flaw`].
pub(crate) struct FlawedStore {
    flaw: Flaw,
    clock: AppClock,
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    rows: HashMap<[u8; 32], Row>,
    last_token: u128,
}

struct Row {
    token: u128,
    until: Duration,
    completed: bool,
}

const NOBODY: u128 = 0;
/// Later than any test runs.
const FOR_EVER: Duration = Duration::from_secs(u32::MAX as u64);
const MINUTE: Duration = Duration::from_secs(60);
/// More than one rule needs at a time, except the one about many keys.
const ROOM: usize = 256;

impl FlawedStore {
    pub(crate) fn new(flaw: Flaw, clock: AppClock) -> Self {
        Self { flaw, clock, table: Mutex::default() }
    }

    fn has(&self, flaw: Flaw) -> bool {
        self.flaw == flaw
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap()
    }

    fn now(&self) -> Duration {
        if self.has(Flaw::AppClock) {
            return self.clock.now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        }
        self.clock.monotonic()
    }

    /// The primary key of a row.
    fn id(&self, key: &IdempotencyKey) -> [u8; 32] {
        let mut id = *key.as_bytes();
        match self.flaw {
            Flaw::TruncatesKeys => id[16..].fill(0),
            Flaw::FoldsCase => id.make_ascii_lowercase(),
            _ => {}
        }
        id
    }

    /// What a claim is answered if the key is not free.
    fn taken(&self, table: &Table, id: [u8; 32]) -> Option<Claim> {
        let now = self.now();
        let row = table.rows.get(&id)?;
        match row.completed {
            true if self.has(Flaw::RemembersForEver) || now < row.until => Some(Claim::Completed),
            false if now < row.until => {
                Some(Claim::InProgress { retry_after: row.until.saturating_sub(now).min(MINUTE) })
            }
            _ => None,
        }
    }

    fn insert(&self, table: &mut Table, key: &IdempotencyKey, lease: Duration) -> Claim {
        let id = self.id(key);
        if self.has(Flaw::ForgetsOnOverflow) && table.rows.len() >= ROOM {
            let victim = *table.rows.keys().next().unwrap();
            table.rows.remove(&victim);
        }
        table.last_token += 1;
        let token = match self.flaw {
            Flaw::ReusesTokens => table.rows.get(&id).map_or(1, |row| row.token + 1),
            _ => table.last_token,
        };
        let (completed, until) = match self.flaw {
            Flaw::MarkBeforeWork => (true, FOR_EVER),
            Flaw::LeaseWithoutExpiry | Flaw::TwoStepClaim => (false, FOR_EVER),
            _ => (false, self.now() + lease),
        };
        table.rows.insert(id, Row { token, until, completed });
        Claim::Acquired(Lease::new(*key, token))
    }

    /// `UPDATE … WHERE key = $1 AND token = $2`, unless the flaw is to leave out the second condition.
    fn update(&self, lease: &Lease, unfenced: Flaw, change: impl FnOnce(&mut Row, Duration) -> Held) -> Held {
        let now = self.now();
        match self.table().rows.get_mut(&self.id(lease.key())) {
            Some(row) if row.token == lease.token() || self.has(unfenced) => change(row, now),
            _ => Held::Lost,
        }
    }
}

impl IdempotencyStore for FlawedStore {
    async fn claim(&self, key: &IdempotencyKey, lease: Duration) -> Result<Claim, StoreError> {
        // What a database would be asked takes its time.
        yield_now().await;
        let two_steps = [Flaw::CheckThenInsert, Flaw::CheckThenInsertAtOnce];
        if two_steps.contains(&self.flaw) {
            if let Some(taken) = self.taken(&self.table(), self.id(key)) {
                return Ok(taken);
            }
            match self.flaw {
                Flaw::CheckThenInsert => yield_now().await,
                _ => thread::sleep(Duration::from_micros(50)),
            }
            return Ok(self.insert(&mut self.table(), key, lease));
        }
        let claim = {
            let mut table = self.table();
            match self.taken(&table, self.id(key)) {
                Some(taken) => return Ok(taken),
                None => self.insert(&mut table, key, lease),
            }
        };
        if self.has(Flaw::TwoStepClaim) {
            yield_now().await;
            let until = self.now() + lease;
            self.table().rows.entry(self.id(key)).and_modify(|row| row.until = until);
        }
        Ok(claim)
    }

    async fn renew(&self, lease: &Lease, by: Duration) -> Result<Held, StoreError> {
        yield_now().await;
        if self.has(Flaw::RenewalFails) {
            return Err(StoreError::with_source("the lease could not be renewed", "no such procedure"));
        }
        Ok(self.update(lease, Flaw::UnfencedRenew, |row, now| {
            if row.completed || row.until <= now && !self.has(Flaw::RenewalResurrects) {
                return Held::Lost;
            }
            if !self.has(Flaw::RenewalDoesNothing) {
                row.until = now + by;
            }
            row.token = lease.token();
            Held::Yes
        }))
    }

    async fn complete(&self, lease: &Lease, retain: Duration) -> Result<Held, StoreError> {
        yield_now().await;
        Ok(self.update(lease, Flaw::UnfencedComplete, |row, now| {
            let unrecorded = row.until <= now && self.has(Flaw::AnswersBeforeItKnows);
            if !row.completed && !unrecorded {
                row.completed = true;
                row.until = if self.has(Flaw::OneDurationForBoth) { row.until } else { now + retain };
            }
            Held::Yes
        }))
    }

    async fn release(&self, lease: &Lease) -> Result<Held, StoreError> {
        yield_now().await;
        let held = self.update(lease, Flaw::UnfencedRelease, |row, now| {
            if row.completed && !self.has(Flaw::UndoesCompletions) {
                return Held::Lost;
            }
            if !self.has(Flaw::ReleaseIsNotTheEnd) {
                row.token = NOBODY;
            }
            (row.completed, row.until) = (false, now);
            Held::Yes
        });
        match self.flaw {
            Flaw::ReusesTokens if held == Held::Yes => drop(self.table().rows.remove(&self.id(lease.key()))),
            Flaw::ReleasesEveryKey if held == Held::Yes => self.table().rows.retain(|_, row| row.until <= self.now()),
            _ => {}
        }
        Ok(held)
    }
}
