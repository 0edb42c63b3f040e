//! Many keys.

use super::{
    tasks::together,
    trial::{Check, Finding, LONG, Trial, show},
};
use crate::idempotency::{Claim, Held, IdempotencyStore, Lease};

/// So many calls at a time: more than most connection pools have connections.
const AT_ONCE: usize = 32;

pub(super) async fn no_forgetting<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    let numbers: Vec<_> = (0..trial.settings.keys).collect();
    let mut leases = Vec::with_capacity(numbers.len());
    for numbers in numbers.chunks(AT_ONCE) {
        for lease in together(numbers.iter().map(|number| put(trial, *number))).await {
            leases.push(lease?);
        }
    }

    let mut forgotten = Vec::new();
    for leases in leases.chunks(AT_ONCE) {
        for seen in together(leases.iter().map(|lease| seek(trial, lease))).await {
            forgotten.extend(seen?);
        }
    }
    let Some(first) = forgotten.first() else { return Ok(()) };
    let expected = format!("all of {} keys to be held or remembered", leases.len());
    Err(trial.broken(expected, format!("{} were not: for the first of them, {first}", forgotten.len())))
}

/// A key in the store, and whether it is completed.
type Put = (Lease, bool);

/// Every other key is completed, the rest are held.
async fn put<S: IdempotencyStore>(trial: &Trial<S>, number: usize) -> Result<Put, Finding> {
    let key = trial.key(number);
    let lease = trial.acquire(&key, LONG, &format!("of a new key, after {number} others,")).await?;
    let completed = number.is_multiple_of(2);
    if completed {
        trial.expect(trial.complete(&lease, LONG).await?, Held::Yes, "complete, during the lease,")?;
    }
    Ok((lease, completed))
}

/// What was answered instead of that the key is held or remembered.
async fn seek<S: IdempotencyStore>(trial: &Trial<S>, (lease, completed): &Put) -> Result<Option<String>, Finding> {
    let claim = trial.claim(lease.key(), LONG).await?;
    Ok(match (&claim, completed) {
        (Claim::Completed, true) => None,
        (Claim::InProgress { .. }, false) => {
            let _cleared = trial.release(lease).await?;
            None
        }
        _ => Some(show(&claim)),
    })
}
