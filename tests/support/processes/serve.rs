//! A worker that makes calls when it is told to, and says what became of each.

use std::{collections::HashMap, time::Duration};

use hookseal::{
    IdempotencyKey, IdempotencyStore,
    idempotency::{Claim, Held, Lease, StoreError},
    store::AnyStore,
};
use serde::{Deserialize, Serialize};
use tokio::{task::JoinSet, time::Instant};

use super::{
    place::Place,
    worker::{say, told},
};
use crate::support::store_cases::{RETAIN, key};

/// How long operations may take in the worker's two stores.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Limits {
    pub(crate) short: Duration,
    pub(crate) long: Duration,
}

/// Calls to be made all at once: of keys with this name and a number each.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) call: Call,
    /// Within the longer limit.
    pub(crate) patiently: bool,
    pub(crate) name: String,
    pub(crate) keys: usize,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) enum Call {
    Claim { lease: Duration },
    Complete,
}

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Served {
    Acquired { attempt: u32 },
    Refused,
    Yes,
    Lost,
    Failed { error: String },
}

pub(crate) fn served(name: &str, number: usize) -> IdempotencyKey {
    key(format!("{name} {number}"))
}

pub(crate) async fn serve(place: &Place, limits: Limits) {
    // As many connections as calls: none waits for another.
    let opened = place.open(60).await;
    let (short, long) = (opened.store_within(limits.short), opened.store_within(limits.long));
    let mut leases = HashMap::new();
    loop {
        let Order { call, patiently, name, keys } = told().await;
        let store = if patiently { &long } else { &short };
        let mut calls = JoinSet::new();
        for number in 0..keys {
            let key = served(&name, number);
            calls.spawn(make(store.clone(), call, key, leases.get(&key).cloned()));
        }
        let mut answers = Vec::new();
        for (served, took, lease) in calls.join_all().await {
            leases.extend(lease.map(|lease: Lease| (*lease.key(), lease)));
            answers.push((served, took));
        }
        say(&answers);
    }
}

async fn make(
    store: AnyStore,
    call: Call,
    key: IdempotencyKey,
    lease: Option<Lease>,
) -> (Served, Duration, Option<Lease>) {
    let start = Instant::now();
    let mut acquired = None;
    let served = match (call, lease) {
        (Call::Claim { lease }, _) => match store.claim(&key, lease).await {
            Ok(Claim::Acquired(lease)) => {
                let attempt = lease.attempt();
                acquired = Some(lease);
                Served::Acquired { attempt }
            }
            Ok(_) => Served::Refused,
            Err(error) => failed(&error),
        },
        (Call::Complete, Some(lease)) => match store.complete(&lease, RETAIN).await {
            Ok(Held::Yes) => Served::Yes,
            Ok(Held::Lost) => Served::Lost,
            Err(error) => failed(&error),
        },
        (Call::Complete, None) => panic!("it has no lease of {key}"),
    };
    (served, start.elapsed(), acquired)
}

fn failed(error: &StoreError) -> Served {
    Served::Failed { error: format!("{:?}: {error}", error.kind()) }
}
