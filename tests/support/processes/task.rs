//! What workers that share a store are for.

use serde::{Deserialize, Serialize};

use super::{
    delivery::Delivery,
    outlive::outlive,
    place::Place,
    race::race,
    serve::{Limits, serve},
    worker::{self, say},
};

/// What a worker is for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Task {
    /// Claims each of so many keys in turn, so often in all, when it is told to; says how often it won each.
    Race { place: Place, connections: u32, round: String, keys: usize, claims: usize },
    /// Receives an event, and stays where it is told to.
    Receive { place: Place, delivery: Delivery },
    /// Claims so many keys, receives an event beside, and writes from its leases when it is told to.
    Outlive { place: Place, worker: String, keys: usize },
    /// Claims and completes keys as it is told to, within one limit of time or another.
    Serve { place: Place, limits: Limits },
}

/// In a worker: does the task. Anywhere else it returns at once.
pub(crate) fn work() {
    worker::work(|task| async {
        match task {
            Task::Race { place, connections, round, keys, claims } => {
                race(&place, connections, &round, keys, claims).await;
            }
            Task::Receive { place, delivery } => say(&delivery.receive(&place.open(1).await).await.0),
            Task::Outlive { place, worker, keys } => outlive(&place, &worker, keys).await,
            Task::Serve { place, limits } => serve(&place, limits).await,
        }
    });
}
