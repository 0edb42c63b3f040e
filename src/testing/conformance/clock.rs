//! The application's clock, set wrong by an hour either way.

use std::time::Duration;

use super::{
    AppClock, Finding, Rule,
    trial::{Check, LONG, Trial},
};
use crate::idempotency::{Held, IdempotencyKey, IdempotencyStore};

const HOUR: Duration = Duration::from_secs(3600);

pub(super) async fn own_clock<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    let Some(clock) = &trial.settings.app_clock else { return Ok(()) };
    let checked = with_wrong_clock(trial, clock).await;
    clock.put_right();
    checked
}

async fn with_wrong_clock<S: IdempotencyStore>(trial: &Trial<S>, clock: &AppClock) -> Check {
    trial.needs(Rule::Retention)?;
    clock.put_right();
    let [held, done] = ["held", "done"].map(|name| trial.key(name));
    let holding = trial.acquire(&held, LONG, "of a new key").await?;
    let completing = trial.acquire(&done, LONG, "of a new key").await?;
    trial.expect(trial.complete(&completing, LONG).await?, Held::Yes, "complete, during the lease,")?;
    let mut brief = vec![leave(trial, "left by a right clock").await?, finish(trial, "done by a right clock").await?];

    clock.put_forward(HOUR);
    trial.expect_held(&held, "when the application's clock was put forward").await?;
    trial.expect_completed(&done, "when the application's clock was put forward").await?;
    let call = "renew, when the application's clock was put forward,";
    trial.expect(trial.renew(&holding, LONG).await?, Held::Yes, call)?;
    brief.extend([leave(trial, "left by a fast clock").await?, finish(trial, "done by a fast clock").await?]);

    clock.put_back(HOUR * 2);
    trial.expect_held(&held, "when the application's clock was put back").await?;
    trial.expect_completed(&done, "when the application's clock was put back").await?;
    trial.let_leases_end().await?;
    for key in brief {
        let when = "when its time is over, though the application's clock was put back";
        let _ended = trial.acquire_within(&key, trial.short(), when).await?;
    }
    let call = "complete, when the application's clock was put back,";
    trial.expect(trial.complete(&holding, trial.short()).await?, Held::Yes, call)
}

/// A key whose lease soon ends.
async fn leave<S: IdempotencyStore>(trial: &Trial<S>, name: &str) -> Result<IdempotencyKey, Finding> {
    let key = trial.key(name);
    let _left = trial.acquire(&key, trial.short(), "of a new key").await?;
    Ok(key)
}

/// A key whose retention soon ends.
async fn finish<S: IdempotencyStore>(trial: &Trial<S>, name: &str) -> Result<IdempotencyKey, Finding> {
    let key = trial.key(name);
    let lease = trial.acquire(&key, LONG, "of a new key").await?;
    trial.expect(trial.complete(&lease, trial.short()).await?, Held::Yes, "complete, during the lease,")?;
    Ok(key)
}
