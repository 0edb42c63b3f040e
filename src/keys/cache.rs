//! Keys that were fetched, and for how long that holds.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{FetchedKey, KeyError, KeyRef, KeySource, document};
use crate::{
    crypto::public::read::NamedKey,
    time::{Clock, SystemClock},
};

mod flights;
mod table;

use flights::{Flights, Seat};
use table::{Answer, Table};

/// How many documents a cache holds, unless it is told otherwise.
const CAPACITY: usize = 256;

/// Remembers the keys that were fetched. Share one among verifiers: a clone is the same cache.
///
/// # What it promises
///
/// - It holds at most 256 documents, or as many as [`with_capacity`](Self::with_capacity) says; the one that was not used for
///   longest goes first.
/// - A document is used for a day, or as long as its source says, within a minute and seven days, and **not longer**: a key
///   that its owner has withdrawn stops working even if the provider cannot be reached. Deliveries then are answered with 503,
///   and come again.
/// - A document that could not be fetched or read is not asked for again for 30 seconds.
/// - A set is fetched again if a delivery names a key that it lacks, but not within five minutes of the last time. Whoever
///   makes up names costs one request in five minutes.
/// - If 60 documents of one pinned host fail within a minute, no other of that host is asked for until the minute is over.
///   Those that are known are used meanwhile.
/// - However many deliveries need a document, [`resolve`](Self::resolve) fetches it once, at most 16 of one pinned host at a
///   time, and at most 1024 deliveries wait for one.
///
/// See the [module](super) for an example.
#[derive(Clone)]
pub struct KeyCache(Arc<Shared>);

struct Shared {
    table: Mutex<Table>,
    flights: Flights,
    clock: Arc<dyn Clock>,
}

impl KeyCache {
    /// A cache for 256 documents.
    pub fn new() -> Self {
        Self::with_capacity(CAPACITY)
    }

    /// A cache for so many documents, at least one. A document takes up to some 100 KiB, usually less than 5.
    pub fn with_capacity(documents: usize) -> Self {
        Self::of(Table::new(documents), Arc::new(SystemClock))
    }

    /// An empty cache as large as this one, with another clock; only its [`monotonic`](Clock::monotonic) time is used.
    pub fn with_clock(self, clock: impl Clock) -> Self {
        let table = self.table().emptied();
        Self::of(table, Arc::new(clock))
    }

    fn of(table: Table, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Shared { table: Mutex::new(table), flights: Flights::default(), clock }))
    }

    /// What is known of a key, at once.
    pub fn lookup(&self, key: &KeyRef) -> Lookup {
        match self.look(key) {
            Answer::Known(keys) => Lookup::Known(keys),
            Answer::Needed => Lookup::Needed,
            Answer::No(why) => Lookup::Unavailable(why),
        }
    }

    /// Remembers a document that was fetched from [`KeyRef::url`].
    ///
    /// # Errors
    ///
    /// If there is no key in it. That counts as a failed fetch.
    pub fn insert(&self, key: &KeyRef, fetched: &FetchedKey) -> Result<(), KeyError> {
        match document::keys(&fetched.document) {
            Ok(keys) => {
                self.table().insert(key, keys.into(), fetched.max_age, self.0.clock.monotonic());
                Ok(())
            }
            Err(why) => {
                self.fail(key);
                Err(KeyError::Unreadable { url: key.url().to_owned(), why })
            }
        }
    }

    /// Remembers that a document could not be fetched.
    pub fn fail(&self, key: &KeyRef) {
        self.table().fail(key, self.0.clock.monotonic());
    }

    /// The key: from the cache, or else from the source. While one delivery waits for a document, others that need it wait for
    /// the same answer. If the first one gives up, another takes its place.
    ///
    /// # Errors
    ///
    /// If the key is not to be had now, see the [type](Self).
    pub async fn resolve(&self, key: &KeyRef, source: &impl KeySource) -> Result<KnownKeys, KeyError> {
        let unavailable = |why| KeyError::Unavailable { url: key.url().to_owned(), why };
        loop {
            match self.look(key) {
                Answer::Known(keys) => return Ok(keys),
                Answer::No(why) => return Err(unavailable(why)),
                Answer::Needed => {}
            }
            match self.0.flights.board(key) {
                Seat::First(_flight) => self.fetch(key, source).await?,
                Seat::Other(landing) => landing.await,
                Seat::None => return Err(unavailable("too many deliveries wait for it, or for others of its host")),
            }
        }
    }

    async fn fetch(&self, key: &KeyRef, source: &impl KeySource) -> Result<(), KeyError> {
        // Another flight may have landed since the table was asked.
        if !matches!(self.look(key), Answer::Needed) {
            return Ok(());
        }
        match source.fetch(key).await {
            Ok(fetched) => self.insert(key, &fetched),
            Err(error) => {
                self.fail(key);
                Err(KeyError::Fetch { url: key.url().to_owned(), error })
            }
        }
    }

    /// How many documents are held.
    pub fn len(&self) -> usize {
        self.table().len()
    }

    /// Whether none is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn look(&self, key: &KeyRef) -> Answer {
        self.table().look(key, self.0.clock.monotonic())
    }

    /// A panic elsewhere leaves the table whole: nothing that is done under the lock can panic half-way.
    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for KeyCache {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for KeyCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyCache")
            .field("documents", &self.len())
            .field("flights", &self.0.flights)
            .finish_non_exhaustive()
    }
}

/// What a [`KeyCache`] knows of a key.
#[derive(Clone, Debug)]
#[must_use]
#[non_exhaustive]
pub enum Lookup {
    /// It is here.
    Known(KnownKeys),
    /// Fetch [`KeyRef::url`], then say [`insert`](KeyCache::insert) or [`fail`](KeyCache::fail).
    Needed,
    /// It is not here and is not to be fetched now, for this reason.
    Unavailable(&'static str),
}

/// The keys that a [`KeyRef`] means, never none: one, or those of a set without names.
#[derive(Clone)]
pub struct KnownKeys {
    document: Arc<[NamedKey]>,
    named: Option<Arc<str>>,
}

impl KnownKeys {
    fn new(document: &Arc<[NamedKey]>, wanted: Option<Arc<str>>) -> Self {
        // Where no key has a name, each may be meant.
        let named = wanted.filter(|_| document.iter().any(|key| key.id.is_some()));
        Self { document: document.clone(), named }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.iter().count()
    }

    /// The keys, in the order of the document.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &NamedKey> {
        let named = self.named.as_deref();
        self.document.iter().filter(move |key| named.is_none() || key.id.as_deref() == named)
    }

    fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl fmt::Debug for KnownKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownKeys").field("count", &self.count()).finish_non_exhaustive()
    }
}
