//! Writes from a lease that another worker has taken over.

use super::trial::{Check, LONG, Trial};
use crate::idempotency::{Held, IdempotencyStore, Lease};

#[derive(Clone, Copy)]
enum Write {
    Complete,
    Release,
    Renew,
}

pub(super) async fn stale_complete<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    stale(trial, Write::Complete).await
}

pub(super) async fn stale_release<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    stale(trial, Write::Release).await
}

pub(super) async fn stale_renew<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    stale(trial, Write::Renew).await
}

/// While the second worker is at it, after it has finished, and after it has given the key back.
async fn stale<S: IdempotencyStore>(trial: &Trial<S>, write: Write) -> Check {
    let [held, completed, released] = ["held", "completed", "released"].map(|name| trial.key(name));
    let mut stale = Vec::new();
    for key in [&held, &completed, &released] {
        stale.push(trial.acquire(key, trial.short(), "of a new key").await?);
    }
    trial.let_leases_end().await?;
    let mut current = Vec::new();
    for key in [&held, &completed, &released] {
        current.push(trial.acquire(key, LONG, "after the end of a lease").await?);
    }
    if let [_, completing, releasing] = current.as_slice() {
        trial.expect(trial.complete(completing, LONG).await?, Held::Yes, "complete, by the second holder,")?;
        trial.expect(trial.release(releasing).await?, Held::Yes, "release, by the second holder,")?;
    }

    for (lease, since) in stale.iter().zip(["taken over", "taken over and completed", "taken over and released"]) {
        let (call, answer) = write_from(trial, write, lease).await?;
        trial.expect(answer, Held::Lost, &format!("{call}, from a lease that was {since},"))?;
    }
    trial.expect_held(&held, "during the second lease, after the stale write").await?;
    trial.expect_completed(&completed, "after the second holder's completion and the stale write").await?;
    let _free = trial.acquire(&released, trial.short(), "of a released key, after the stale write").await?;
    match current.first() {
        Some(lease) => trial.expect(
            trial.complete(lease, trial.short()).await?,
            Held::Yes,
            "complete, by the second holder after the stale write,",
        ),
        None => Ok(()),
    }
}

async fn write_from<S: IdempotencyStore>(
    trial: &Trial<S>,
    write: Write,
    lease: &Lease,
) -> Result<(&'static str, Held), super::Finding> {
    Ok(match write {
        Write::Complete => ("complete", trial.complete(lease, LONG).await?),
        Write::Release => ("release", trial.release(lease).await?),
        Write::Renew => ("renew", trial.renew(lease, LONG).await?),
    })
}
