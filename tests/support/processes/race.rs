//! A worker that claims as many keys as it can.

use hookseal::{
    IdempotencyStore,
    idempotency::{Claim, Held},
};
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

use super::{
    place::Place,
    worker::{Go, say, told},
};
use crate::support::store_cases::{LEASE, RETAIN, key};

/// Claims under way at any time, per worker.
const AT_ONCE: usize = 8;

/// What a worker reports.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Raced {
    /// The keys that it acquired, each as often as it did.
    pub(crate) won: Vec<usize>,
    /// How often it was told that a key is in progress or completed.
    pub(crate) refused: usize,
    pub(crate) errors: Vec<String>,
}

pub(crate) async fn race(place: &Place, connections: u32, round: &str, keys: usize, claims: usize) {
    let store = place.open(connections).await.store();
    // Connections are made beforehand.
    let _own = store.claim(&key(format!("of {}", std::process::id())), LEASE).await.unwrap();
    say(&"ready");
    told::<Go>().await;
    let mut tasks = JoinSet::new();
    for first in 0..AT_ONCE {
        let (store, round) = (store.clone(), round.to_owned());
        tasks.spawn(async move {
            let mut raced = Raced::default();
            for number in (first..claims).step_by(AT_ONCE) {
                raced.claim(&store, &round, number % keys).await;
            }
            raced
        });
    }
    let mut all = Raced::default();
    for raced in tasks.join_all().await {
        all.won.extend(raced.won);
        all.refused += raced.refused;
        all.errors.extend(raced.errors);
    }
    say(&all);
}

impl Raced {
    async fn claim(&mut self, store: &impl IdempotencyStore, round: &str, number: usize) {
        match store.claim(&key(format!("{round} {number}")), LEASE).await {
            Ok(Claim::Acquired(lease)) => {
                self.won.push(number);
                match store.complete(&lease, RETAIN).await {
                    Ok(Held::Yes) => {}
                    other => self.errors.push(format!("completion: {other:?}")),
                }
            }
            Ok(_) => self.refused += 1,
            Err(error) => self.errors.push(format!("{error:?}")),
        }
    }
}
