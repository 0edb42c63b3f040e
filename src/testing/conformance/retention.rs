//! What is completed: how long it counts, and what can still be done to it.

use std::time::Instant;

use super::{
    Rule,
    trial::{Check, LONG, Trial},
};
use crate::idempotency::{Held, IdempotencyStore};

pub(super) async fn retention<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    let brief = trial.key("remembered for a moment");
    let lease = trial.acquire(&brief, LONG, "of a new key").await?;
    let start = Instant::now();
    trial.expect(trial.complete(&lease, trial.short()).await?, Held::Yes, "complete, during the lease,")?;
    let (again, at) = trial.acquire_within(&brief, trial.short(), "when the retention has ended").await?;
    let _cleared = trial.release(&again).await?;
    if at - start < trial.short() {
        return Err(trial.broken(
            format!("a completed key to be remembered for {:?}", trial.short()),
            format!("it was acquired again after {:?}", at - start),
        ));
    }

    let long = trial.key("remembered for longer than its lease");
    let lease = trial.acquire(&long, trial.short(), "of a new key").await?;
    // A lease that has ended by now, on a machine that stands still for a moment, is not what this is about.
    if trial.complete(&lease, LONG).await? == Held::Yes {
        trial.let_leases_end().await?;
        trial.expect_completed(&long, "of a completed key when its lease would have ended").await?;
    }
    Ok(())
}

pub(super) async fn completion_is_final<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    let key = trial.key("completed");
    let lease = trial.acquire(&key, LONG, "of a new key").await?;
    trial.expect(trial.complete(&lease, LONG).await?, Held::Yes, "complete, during the lease,")?;
    trial.expect_completed(&key, "after the completion").await?;
    trial.expect(trial.complete(&lease, LONG).await?, Held::Yes, "complete, a second time,")?;
    trial.expect(trial.renew(&lease, trial.short()).await?, Held::Lost, "renew, after the completion,")?;
    trial.expect(trial.release(&lease).await?, Held::Lost, "release, after the completion,")?;
    trial.expect_completed(&key, "after all of this").await
}

pub(super) async fn true_answers<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    trial.needs(Rule::Retention)?;
    let key = trial.key("completed late");
    let lease = trial.acquire(&key, trial.short(), "of a new key").await?;
    trial.let_leases_end().await?;
    match trial.complete(&lease, LONG).await? {
        Held::Yes => trial.expect_completed(&key, "after a late completion that was taken").await,
        Held::Lost => {
            let _free = trial.acquire(&key, trial.short(), "after a late completion that was refused").await?;
            Ok(())
        }
    }
}
