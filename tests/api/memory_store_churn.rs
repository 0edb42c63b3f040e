//! Thousands of keys that come, end and go in a `MemoryStore`: it answers as a plain map does, whatever it has moved,
//! swept and grown meanwhile.
#![cfg(all(feature = "testing", feature = "tokio"))]

#[path = "../support/memory_store.rs"]
mod support;

use std::{
    collections::HashMap,
    time::{Duration, SystemTime},
};

use hookseal::{
    IdempotencyStore, MemoryStore,
    idempotency::{Claim, Held, Lease},
    testing::TestClock,
};
use proptest::{collection::vec, prelude::*};

use support::{at_once, numbered, store};

#[derive(Clone, Debug)]
struct Step {
    key: usize,
    call: Call,
    lasts: Duration,
    /// How much time passes before.
    pause: Duration,
}

#[derive(Clone, Copy, Debug)]
enum Call {
    Claim,
    Renew,
    Complete,
    Release,
}

fn step() -> impl Strategy<Value = Step> {
    let call = prop_oneof![
        2 => Just(Call::Claim),
        1 => Just(Call::Renew),
        2 => Just(Call::Complete),
        1 => Just(Call::Release)
    ];
    let pause = prop_oneof![19 => Just(0), 1 => 0..20_u64];
    let seconds = Duration::from_secs;
    (any::<usize>(), call, 1..2000_u64, pause).prop_map(move |(key, call, lasts, pause)| Step {
        key,
        call,
        lasts: seconds(lasts),
        pause: seconds(pause),
    })
}

/// What the map knows of a key.
struct Entry {
    lease: Lease,
    completed: bool,
    end: SystemTime,
}

struct Churn {
    store: MemoryStore,
    capacity: usize,
    clock: TestClock,
    map: HashMap<usize, Entry>,
    refused: usize,
}

impl Churn {
    fn new(capacity: usize) -> Self {
        let (store, clock) = store(capacity);
        Self { store, capacity, clock, map: HashMap::new(), refused: 0 }
    }

    /// A write, if the key is held or remembered; else a claim.
    fn step(&mut self, key: usize, step: &Step) {
        self.clock.advance(step.pause);
        let now = self.clock.now();
        let end = now + step.lasts;
        let Some(entry) = self.map.get_mut(&key).filter(|entry| now < entry.end) else {
            return self.claim(key, step.lasts);
        };
        let answer = match step.call {
            Call::Claim => return self.claim(key, step.lasts),
            Call::Renew => at_once(self.store.renew(&entry.lease, step.lasts)),
            Call::Complete => at_once(self.store.complete(&entry.lease, step.lasts)),
            Call::Release => at_once(self.store.release(&entry.lease)),
        };
        let possible = !entry.completed || matches!(step.call, Call::Complete);
        assert_eq!(answer.unwrap(), if possible { Held::Yes } else { Held::Lost }, "{step:?}");
        match step.call {
            _ if entry.completed => {}
            Call::Release => entry.end = now,
            call => (entry.end, entry.completed) = (end, matches!(call, Call::Complete)),
        }
    }

    fn claim(&mut self, key: usize, lasts: Duration) {
        let now = self.clock.now();
        let known = self.map.get(&key).filter(|entry| now < entry.end);
        match (at_once(self.store.claim(&numbered(key), lasts)), known) {
            (Ok(Claim::Completed), Some(Entry { completed: true, .. })) => {}
            (Ok(Claim::InProgress { retry_after }), Some(Entry { completed: false, end, .. })) => {
                assert_eq!(now + retry_after, *end);
            }
            (Ok(Claim::Acquired(lease)), None) => {
                assert_eq!(lease.key(), &numbered(key));
                let before = self.map.insert(key, Entry { completed: false, end: now + lasts, lease });
                let entry = &self.map[&key];
                assert!(before.is_none_or(|before| before.lease.token() != entry.lease.token()));
            }
            (Err(error), None) => {
                let live = self.map.values().filter(|entry| now < entry.end).count();
                assert_eq!(live, self.capacity, "{error}");
                self.refused += 1;
            }
            (seen, _) => panic!("key {key}: {seen:?}"),
        }
        assert!(self.store.len() <= self.capacity);
    }

    /// At the end, what is held or remembered is there.
    fn end(mut self) -> usize {
        let now = self.clock.now();
        let live: Vec<_> = self.map.iter().filter(|(_, entry)| now < entry.end).map(|(key, _)| *key).collect();
        for key in live {
            self.claim(key, Duration::from_secs(1));
        }
        self.refused
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, max_shrink_iters: 64, ..Default::default() })]

    #[test]
    fn it_answers_as_a_map_does(steps in vec(step(), 5_000..15_000)) {
        // Capacity and keys: one part and many; too small for the keys, and large enough.
        for (capacity, keys, overflows) in [(40, 60, true), (4000, 2500, false), (5000, 9000, false), (4096, 200, false)] {
            let mut churn = Churn::new(capacity);
            for step in &steps {
                churn.step(step.key % keys, step);
            }
            prop_assert_eq!(churn.end() > 0, overflows);
        }
    }
}
