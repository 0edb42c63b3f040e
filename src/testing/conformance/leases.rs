//! Leases: they hold, they end, they are renewed and given back.

use std::time::Instant;

use super::{
    Rule,
    trial::{Check, LONG, Trial, show},
};
use crate::idempotency::{Claim, Held, IdempotencyStore, Lease};

pub(super) async fn end<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    let key = trial.key("left alone");
    let start = Instant::now();
    let _abandoned = trial.acquire(&key, trial.short(), "of a new key").await?;
    let (taken_over, at) = trial.acquire_within(&key, trial.short(), "when the lease has ended").await?;
    let _cleared = trial.release(&taken_over).await?;
    // Counted from before the first call to after the last, the time is at least what the store has seen of it.
    if at - start < trial.short() {
        return Err(trial.broken(
            format!("a lease of {:?} to hold that long", trial.short()),
            format!("the key was acquired again after {:?}", at - start),
        ));
    }
    Ok(())
}

pub(super) async fn hold<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    let key = trial.key("held");
    let lease = trial.acquire(&key, LONG, "of a new key").await?;
    // As long as the other claim would have it: not a reason to end the first.
    for asked in [trial.short(), LONG * 2] {
        match trial.claim(&key, asked).await? {
            Claim::InProgress { retry_after } if retry_after <= LONG => {}
            other => {
                let expected = format!("a claim during a lease to be told: in progress, for at most {LONG:?}");
                return Err(trial.broken(expected, show(&other)));
            }
        }
    }
    trial.expect(trial.complete(&lease, trial.short()).await?, Held::Yes, "complete, during the lease,")
}

pub(super) async fn renewal_prolongs<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    // On a machine that stands still for a moment the lease may end before it is renewed.
    for attempt in 0..10 {
        let key = trial.key(format!("renewed {attempt}"));
        let start = Instant::now();
        let lease = trial.acquire(&key, trial.short(), "of a new key").await?;
        let held = trial.renew(&lease, LONG).await?;
        if held == Held::Lost && start.elapsed() >= trial.short() {
            continue;
        }
        trial.expect(held, Held::Yes, "renew, during the lease,")?;
        trial.let_leases_end().await?;
        trial.expect_held(&key, "after the first end of a lease that was renewed for longer").await?;
        return trial.expect(trial.release(&lease).await?, Held::Yes, "release, after a renewal,");
    }
    let expected = format!("a lease of {:?} to be renewed while it lasts", trial.short());
    Err(trial.broken(expected, "the store took longer to answer, ten times: give the suite a longer lease"))
}

pub(super) async fn no_resurrection<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    let key = trial.key("ended");
    let ended = trial.acquire(&key, trial.short(), "of a new key").await?;
    trial.let_leases_end().await?;
    trial.expect(trial.renew(&ended, LONG).await?, Held::Lost, "renew, after the end of the lease,")?;
    let lease = trial.acquire(&key, LONG, "after the end of a lease that could not be renewed").await?;
    trial.expect(trial.release(&lease).await?, Held::Yes, "release, by the next holder,")
}

pub(super) async fn release_frees<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    let key = trial.key("given back");
    let given_back = trial.acquire(&key, LONG, "of a new key").await?;
    trial.expect(trial.release(&given_back).await?, Held::Yes, "release, during the lease,")?;
    // A renewal that was under way when the key was given back would block it.
    trial.expect(trial.renew(&given_back, LONG).await?, Held::Lost, "renew, after the release of the lease,")?;
    trial.expect(trial.complete(&given_back, LONG).await?, Held::Lost, "complete, after the release of the lease,")?;
    let lease = trial.acquire(&key, LONG, "of a released key").await?;
    trial.expect(trial.release(&lease).await?, Held::Yes, "release, by the next holder,")
}

pub(super) async fn fresh_tokens<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    trial.needs(Rule::Retention)?;
    let key = trial.key("claimed again and again");
    let released = trial.acquire(&key, LONG, "of a new key").await?;
    trial.expect(trial.release(&released).await?, Held::Yes, "release, during the lease,")?;
    let abandoned = trial.acquire(&key, trial.short(), "of a released key").await?;
    trial.let_leases_end().await?;
    let completed = trial.acquire(&key, LONG, "after the end of a lease").await?;
    trial.expect(trial.complete(&completed, trial.short()).await?, Held::Yes, "complete, during the lease,")?;
    let (last, _) = trial.acquire_within(&key, trial.short(), "when the retention has ended").await?;
    let _cleared = trial.release(&last).await?;

    let mut tokens = [&released, &abandoned, &completed, &last].map(Lease::token);
    let in_order = format!("{tokens:x?}");
    tokens.sort_unstable();
    if tokens.windows(2).any(|pair| pair.first() == pair.last()) {
        let expected = "four tokens, for claims of a new key and after a release, a lease and a retention";
        return Err(trial.broken(expected, in_order));
    }
    Ok(())
}
