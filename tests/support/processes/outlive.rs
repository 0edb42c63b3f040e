//! A worker that is stopped until its leases are over.

use std::time::Duration;

use hookseal::{
    Disposition, IdempotencyKey, IdempotencyStore, Inbox,
    idempotency::{Claim, Held},
};
use serde::{Deserialize, Serialize};

use super::{
    delivery::LEASE,
    place::Place,
    worker::{Go, say, told},
};
use crate::support::{
    store_cases::{RETAIN, key},
    stripe_event,
};

/// What a worker reports when it has woken.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Outlived {
    /// For each key, whether its lease was still good to complete, to release, to renew.
    pub(crate) held: Vec<[bool; 3]>,
    /// What was answered for the event that it was processing, and whether it noticed the loss.
    pub(crate) status: u16,
    pub(crate) noticed: bool,
}

pub(crate) fn outlived(worker: &str, number: usize) -> IdempotencyKey {
    key(format!("{worker} {number}"))
}

/// The event that a worker processes beside.
pub(crate) fn event_of(worker: &str) -> String {
    format!("event of {worker}")
}

pub(crate) async fn outlive(place: &Place, worker: &str, keys: usize) {
    let store = place.open(2).await.store();
    let mut leases = Vec::new();
    for number in 0..keys {
        match store.claim(&outlived(worker, number), LEASE).await.unwrap() {
            Claim::Acquired(lease) => leases.push(lease),
            other => panic!("{other:?}"),
        }
    }
    let inbox = Inbox::new(store.clone()).lease(LEASE).wait(Duration::ZERO);
    let handler = async {
        say(&"claimed");
        told::<Go>().await;
        Ok::<_, String>(())
    };
    let outcome = inbox.process(stripe_event(&event_of(worker)), |_| handler).await;
    let mut held = Vec::new();
    for lease in &leases {
        let answers =
            [store.complete(lease, RETAIN).await, store.release(lease).await, store.renew(lease, LEASE).await];
        held.push(answers.map(|answer| answer.unwrap() == Held::Yes));
    }
    let noticed = matches!(outcome.disposition(), Disposition::LeaseLost(()));
    say(&Outlived { held, status: outcome.status().as_u16(), noticed });
}
