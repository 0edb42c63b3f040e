//! What a cache knows at a moment, and what follows from it. Nothing here waits, and time is given.

use std::{collections::HashMap, sync::Arc, time::Duration};

use super::KnownKeys;
use crate::{
    crypto::public::read::NamedKey,
    keys::key_ref::{KeyRef, Place},
};

const MINUTE: Duration = Duration::from_secs(60);
/// How long a document is kept whose source does not say.
const USUAL_LIFE: Duration = Duration::from_secs(24 * 60 * 60);
/// What a source says counts within these.
const SHORTEST_LIFE: Duration = MINUTE;
const LONGEST_LIFE: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How long a document that failed is not asked for.
const REST: Duration = Duration::from_secs(30);
/// How long a set is not asked for because of a name that it lacks.
const COOL_DOWN: Duration = Duration::from_secs(5 * 60);
/// How many documents of one pinned host may fail within a minute, until none of them is asked for. Whoever makes up URLs
/// costs the provider, and this program, one request a second.
const FAILURES_A_MINUTE: u32 = 60;
/// How many failures are remembered. With half a minute of rest and sixty a minute, that is for thirty pinned hosts.
const MOST_FAILURES: usize = 1024;

/// What a cache says of a key.
pub(super) enum Answer {
    Known(KnownKeys),
    Needed,
    No(&'static str),
}

pub(super) struct Table {
    capacity: usize,
    documents: HashMap<Place, Document>,
    /// Until when they rest.
    failures: HashMap<Place, Duration>,
    groups: HashMap<Arc<str>, Group>,
    uses: u64,
}

struct Document {
    keys: Arc<[NamedKey]>,
    fetched: Duration,
    until: Duration,
    /// The number of its last use.
    used: u64,
}

/// The failures of a minute.
struct Group {
    since: Duration,
    failures: u32,
}

impl Table {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            capacity: capacity.max(1),
            documents: HashMap::new(),
            failures: HashMap::new(),
            groups: HashMap::new(),
            uses: 0,
        }
    }

    pub(super) fn emptied(&self) -> Self {
        Self::new(self.capacity)
    }

    pub(super) fn len(&self) -> usize {
        self.documents.len()
    }

    pub(super) fn look(&mut self, key: &KeyRef, now: Duration) -> Answer {
        self.uses = self.uses.saturating_add(1);
        let fresh = self.documents.get_mut(&key.place).filter(|document| now < document.until);
        if let Some(document) = fresh {
            let known = KnownKeys::new(&document.keys, key.wanted());
            if !known.is_empty() {
                document.used = self.uses;
                return Answer::Known(known);
            }
            if now < document.fetched.saturating_add(COOL_DOWN) {
                return Answer::No(
                    "the set has no key of this name; it is fetched again for an unknown name once in five minutes",
                );
            }
        }
        if self.failures.get(&key.place).is_some_and(|until| now < *until) {
            return Answer::No("it could not be fetched, and is tried again after half a minute");
        }
        let spent = |group: &Group| now < group.over() && group.failures >= FAILURES_A_MINUTE;
        if self.groups.get(&key.group).is_some_and(spent) {
            return Answer::No(
                "60 other documents of its host could not be fetched within a minute: someone makes them up",
            );
        }
        Answer::Needed
    }

    pub(super) fn insert(&mut self, key: &KeyRef, keys: Arc<[NamedKey]>, max_age: Option<Duration>, now: Duration) {
        self.failures.remove(&key.place);
        if !self.documents.contains_key(&key.place) && self.documents.len() >= self.capacity {
            self.make_room(now);
        }
        let life = max_age.unwrap_or(USUAL_LIFE).clamp(SHORTEST_LIFE, LONGEST_LIFE);
        self.uses = self.uses.saturating_add(1);
        let document = Document { keys, fetched: now, until: now.saturating_add(life), used: self.uses };
        self.documents.insert(key.place.clone(), document);
    }

    /// Remembers that a document could not be fetched, or read. One that is still known stays so until its time is over.
    pub(super) fn fail(&mut self, key: &KeyRef, now: Duration) {
        let group = self.groups.entry(key.group.clone()).or_insert(Group { since: now, failures: 0 });
        if now >= group.over() {
            *group = Group { since: now, failures: 0 };
        }
        group.failures = group.failures.saturating_add(1);

        if self.failures.len() >= MOST_FAILURES {
            self.failures.retain(|_, until| now < *until);
        }
        if self.failures.len() < MOST_FAILURES {
            self.failures.insert(key.place.clone(), now.saturating_add(REST));
        }
    }

    /// Removes the documents whose time is over, or else the one that was not used for longest.
    fn make_room(&mut self, now: Duration) {
        self.documents.retain(|_, document| now < document.until);
        if self.documents.len() >= self.capacity {
            let oldest = self.documents.iter().min_by_key(|(_, document)| document.used);
            if let Some(place) = oldest.map(|(place, _)| place.clone()) {
                self.documents.remove(&place);
            }
        }
    }
}

impl Group {
    fn over(&self) -> Duration {
        self.since.saturating_add(MINUTE)
    }
}
