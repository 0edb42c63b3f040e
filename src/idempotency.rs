//! What makes two deliveries the same event, and the memory that a receiver needs to see it.
//!
//! A provider sends an event until it gets a 2xx, so every event may arrive again, minutes or days later, and two
//! copies may arrive at once. An [`IdempotencyStore`] remembers [keys](IdempotencyKey): a key is *claimed* for a limited
//! time, the lease, then *completed* and remembered for much longer, or *released* because the work failed.

use std::{fmt, future::Future, sync::Arc, time::Duration};

use serde::{Serialize, Serializer};

use crate::crypto::digest;

mod store_error;

pub use store_error::{StoreError, StoreErrorKind};

/// 32 bytes that stand for one event.
///
/// The SHA-256 of a tuple (namespace, provider, kind of id, id), each part preceded by its length: no two tuples give
/// the same bytes by concatenation, and any id is safe to store, however long or strange.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdempotencyKey([u8; 32]);

impl IdempotencyKey {
    /// Makes a key. [`Verified::idempotency_key`](crate::Verified::idempotency_key) does it for a delivery; this is for
    /// events of other origin and for tests.
    pub fn new(namespace: &str, provider: &str, kind_of_id: &str, id: &[u8]) -> Self {
        let parts = [namespace.as_bytes(), provider.as_bytes(), kind_of_id.as_bytes(), id];
        let lengths = parts.map(|part| u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        let [a, b, c, d] = parts;
        let [la, lb, lc, ld] = &lengths;
        Self(digest(&[la, a, lb, b, lc, c, ld, d]))
    }

    /// The key's bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A key that was stored as bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdempotencyKey({self})")
    }
}

impl Serialize for IdempotencyKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What the key of a delivery is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyBy {
    /// The id if it is signed, else the digest of the signed body. The default, safe against replay under a new id.
    ///
    /// Two *distinct* events whose signed bytes are equal count as one. With a provider that sends such events and has
    /// no signed id, choose [`DeliveryId`](Self::DeliveryId).
    #[default]
    SignedData,
    /// The id, signed or not. A delivery without one is refused as
    /// [`Malformed`](crate::VerifyErrorKind::Malformed).
    ///
    /// If it is not signed, whoever captured a delivery can have it processed again under another id.
    DeliveryId,
}

/// A claim that is held for a limited time.
///
/// Its token is the fence: a store accepts a write only from the lease that holds the key now, so a worker that was
/// suspended beyond its lease can do no harm when it wakes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a claim that is neither completed nor released blocks the event until the lease ends"]
pub struct Lease {
    key: IdempotencyKey,
    token: u128,
    attempt: u32,
}

impl Lease {
    /// For stores: the lease of `key` that is known by `token`, of the first attempt. A token is never used twice for a
    /// key.
    pub const fn new(key: IdempotencyKey, token: u128) -> Self {
        Self { key, token, attempt: 1 }
    }

    /// For stores: how often the key has been claimed, this time included.
    pub const fn with_attempt(self, attempt: u32) -> Self {
        Self { attempt, ..self }
    }

    /// The claimed key.
    pub const fn key(&self) -> &IdempotencyKey {
        &self.key
    }

    /// What tells this lease from an earlier or later one of the same key.
    pub const fn token(&self) -> u128 {
        self.token
    }

    /// The how-manieth attempt at the event this is, as far as the store remembers: 1 at first, one more each time after
    /// the work has failed or a lease has ended. An event that never succeeds shows here.
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }
}

/// What a store answers to a claim.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
#[non_exhaustive]
pub enum Claim {
    /// The key is yours until the lease ends.
    Acquired(Lease),
    /// Another worker holds it.
    InProgress {
        /// When its lease ends at the latest, unless it is renewed.
        retry_after: Duration,
    },
    /// The event has been processed.
    Completed,
}

/// Whether a write came from the holder of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "if the lease was lost, the write has changed nothing"]
pub enum Held {
    /// It did, and the write took effect.
    Yes,
    /// Someone else holds the key now, or nobody; nothing was changed.
    Lost,
}

/// Where keys are remembered. Implement these four methods and any database will do.
///
/// Write plain `async fn`. Six things are asked of an implementation:
///
/// - `claim` is one atomic step: of any number of concurrent claims of a key, one is acquired. First looking and then
///   inserting is not enough.
/// - Every write checks the lease's token and changes nothing if another one holds the key.
/// - Time is the store's own, so that machines whose clocks disagree do not take each other's leases.
/// - A key that is held or remembered is never forgotten early. A cache that evicts is not a store.
/// - Every method answers in bounded time, if only with an error. A provider waits for seconds, then hangs up and tries
///   again; callers that wait for a store that does not answer pile up.
/// - A claim that got no answer may have been applied, or may be yet. It is an error, never "not claimed"; to try again
///   takes the same token, and finding that one in place means that the first attempt got through.
///
/// `examples/custom_store.rs` has a whole one. The suite that comes with the feature `testing` says of any whether it is
/// right: `testing::store_conformance` names the promises that it breaks.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not remember idempotency keys",
    note = "use `MemoryStore`, or implement the four methods of `IdempotencyStore`"
)]
pub trait IdempotencyStore: Send + Sync + 'static {
    /// Claims `key` for `lease`, unless it is held or completed. A lease that has ended does not count.
    fn claim(&self, key: &IdempotencyKey, lease: Duration) -> impl Future<Output = Result<Claim, StoreError>> + Send;

    /// Moves the end of the lease to `by` from now. A lease that has ended, been released or completed is
    /// [`Held::Lost`].
    fn renew(&self, lease: &Lease, by: Duration) -> impl Future<Output = Result<Held, StoreError>> + Send;

    /// Records that the event is processed and remembers it for `retain`. To repeat it is harmless: a completion
    /// whose answer was lost is reported as [`Held::Yes`] again. After the end of the lease it may be taken or refused,
    /// as long as nobody else has claimed the key.
    fn complete(&self, lease: &Lease, retain: Duration) -> impl Future<Output = Result<Held, StoreError>> + Send;

    /// Gives the key back, so that the next delivery can claim it at once. The lease is over: whatever is written from
    /// it later is [`Held::Lost`]. So is the release of a completed key, which stays completed.
    fn release(&self, lease: &Lease) -> impl Future<Output = Result<Held, StoreError>> + Send;
}

impl<S: IdempotencyStore> IdempotencyStore for Arc<S> {
    fn claim(&self, key: &IdempotencyKey, lease: Duration) -> impl Future<Output = Result<Claim, StoreError>> + Send {
        S::claim(self, key, lease)
    }

    fn renew(&self, lease: &Lease, by: Duration) -> impl Future<Output = Result<Held, StoreError>> + Send {
        S::renew(self, lease, by)
    }

    fn complete(&self, lease: &Lease, retain: Duration) -> impl Future<Output = Result<Held, StoreError>> + Send {
        S::complete(self, lease, retain)
    }

    fn release(&self, lease: &Lease) -> impl Future<Output = Result<Held, StoreError>> + Send {
        S::release(self, lease)
    }
}
