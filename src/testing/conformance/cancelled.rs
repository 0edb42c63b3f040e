//! Calls that are dropped half-way.

use super::{
    tasks::cancelled_after,
    trial::{Check, Finding, LONG, Trial, show},
};
use crate::idempotency::{Claim, Held, IdempotencyKey, IdempotencyStore};

/// A call that is not done after so many polls is taken to be the same ever after.
const POLLS: usize = 64;

pub(super) async fn cancellation<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    let mut unclaimed = claims(trial).await?;
    unclaimed.extend(renewals(trial).await?);
    unclaimed.extend(releases(trial).await?);
    let completing = completions(trial).await?;
    // The leases run while the next calls are made, and end together.
    trial.let_leases_end().await?;
    for key in unclaimed {
        let (lease, _) = trial.acquire_within(&key, trial.short(), "some time after a call that was dropped").await?;
        trial.expect(trial.complete(&lease, trial.short()).await?, Held::Yes, "complete, after a dropped call,")?;
    }
    for key in completing {
        match trial.claim(&key, trial.short()).await? {
            Claim::Completed => {}
            _ => drop(trial.acquire_within(&key, trial.short(), "some time after a dropped completion").await?),
        }
    }
    Ok(())
}

async fn claims<S: IdempotencyStore>(trial: &Trial<S>) -> Result<Vec<IdempotencyKey>, Finding> {
    let mut keys = Vec::new();
    for polls in 0..POLLS {
        let key = trial.key(format!("claim dropped after {polls} polls"));
        if cancelled_after(polls, trial.store.claim(&key, trial.short())).await.is_some() {
            break;
        }
        if let completed @ Claim::Completed = trial.claim(&key, trial.short()).await? {
            let expected = format!("a key whose claim was dropped after {polls} polls not to be completed");
            return Err(trial.broken(expected, show(&completed)));
        }
        keys.push(key);
    }
    Ok(keys)
}

async fn renewals<S: IdempotencyStore>(trial: &Trial<S>) -> Result<Vec<IdempotencyKey>, Finding> {
    let mut keys = Vec::new();
    for polls in 0..POLLS {
        let key = trial.key(format!("renewal dropped after {polls} polls"));
        let lease = trial.acquire(&key, trial.short(), "of a new key").await?;
        let done = cancelled_after(polls, trial.store.renew(&lease, trial.short())).await.is_some();
        keys.push(key);
        if done {
            break;
        }
    }
    Ok(keys)
}

async fn releases<S: IdempotencyStore>(trial: &Trial<S>) -> Result<Vec<IdempotencyKey>, Finding> {
    let mut keys = Vec::new();
    for polls in 0..POLLS {
        let key = trial.key(format!("release dropped after {polls} polls"));
        let lease = trial.acquire(&key, trial.short(), "of a new key").await?;
        let done = cancelled_after(polls, trial.store.release(&lease)).await.is_some();
        keys.push(key);
        if done {
            break;
        }
    }
    Ok(keys)
}

/// Those that are tried again at once must succeed; the others are returned.
async fn completions<S: IdempotencyStore>(trial: &Trial<S>) -> Result<Vec<IdempotencyKey>, Finding> {
    let mut keys = Vec::new();
    for polls in 0..POLLS {
        let again = trial.key(format!("completion dropped after {polls} polls, and repeated"));
        let lease = trial.acquire(&again, LONG, "of a new key").await?;
        let done = cancelled_after(polls, trial.store.complete(&lease, LONG)).await.is_some();
        let call = format!("complete, after one that was dropped after {polls} polls,");
        trial.expect(trial.complete(&lease, LONG).await?, Held::Yes, &call)?;
        trial.expect_completed(&again, "after a completion that was dropped and repeated").await?;
        if done {
            break;
        }
        let key = trial.key(format!("completion dropped after {polls} polls"));
        let lease = trial.acquire(&key, trial.short(), "of a new key").await?;
        let _dropped = cancelled_after(polls, trial.store.complete(&lease, LONG)).await;
        keys.push(key);
    }
    Ok(keys)
}
