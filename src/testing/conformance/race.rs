//! Many claims at once.

use std::sync::{Arc, Barrier};

use super::{
    tasks::{drive_in_thread, together},
    trial::{Check, LONG, Trial},
};
use crate::idempotency::{Claim, IdempotencyKey, IdempotencyStore};

/// Enough for a store without a pause between looking and writing, too: such a one is seen only by threads.
const THREADS: usize = 4;
const ROUNDS: usize = 10;

pub(super) async fn one_winner<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    for round in 0..ROUNDS {
        race(trial, trial.key(format!("new {round}")), "a new key").await?;
    }
    let ended: Vec<_> = (0..ROUNDS).map(|round| trial.key(format!("ended {round}"))).collect();
    for key in &ended {
        let _abandoned = trial.acquire(key, trial.short(), "of a new key").await?;
    }
    trial.let_leases_end().await?;
    for key in ended {
        race(trial, key, "a key whose lease has ended").await?;
    }
    Ok(())
}

async fn race<S: IdempotencyStore>(trial: &Trial<S>, key: IdempotencyKey, what: &str) -> Check {
    let start = Arc::new(Barrier::new(THREADS));
    let each = trial.settings.claims.div_ceil(THREADS);
    let threads = (0..THREADS).map(|_| {
        let (store, start) = (Arc::clone(&trial.store), Arc::clone(&start));
        drive_in_thread(move || async move {
            start.wait();
            together((0..each).map(|_| store.claim(&key, LONG))).await
        })
    });
    // All threads are there before the first is waited for, or the barrier would never open.
    let threads: Vec<_> = threads.collect();
    let mut won = Vec::new();
    for claim in together(threads).await.into_iter().flatten() {
        if let Claim::Acquired(lease) = trial.answer("claim", claim)? {
            won.push(lease);
        }
    }
    let winners = won.len();
    for lease in won {
        let _cleared = trial.release(&lease).await?;
    }
    if winners == 1 {
        return Ok(());
    }
    let expected = format!("one of {} concurrent claims of {what} to be acquired", each * THREADS);
    Err(trial.broken(expected, format!("{winners} were")))
}
