//! A store on trial for one rule: calls whose answers are held against what is expected.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{Conformance, Rule, Violation, tasks::sleep};
use crate::{
    idempotency::{Claim, Held, IdempotencyKey, IdempotencyStore, Lease, StoreError},
    testing::random::random_hex,
};

/// Longer than any run of the suite.
pub(super) const LONG: Duration = Duration::from_secs(600);

pub(super) type Check = Result<(), Finding>;

/// Why a rule was not found to be kept.
pub(super) enum Finding {
    Broken(Violation),
    /// Another one is broken, without which it cannot be seen.
    Hidden,
}

pub(super) struct Trial<S> {
    pub(super) store: Arc<S>,
    pub(super) settings: Conformance,
    rule: Rule,
    namespace: String,
    broken: Vec<Rule>,
}

impl<S: IdempotencyStore> Trial<S> {
    /// A trial of a store in which these rules have been found to be broken.
    pub(super) fn new(rule: Rule, store: Arc<S>, settings: Conformance, broken: Vec<Rule>) -> Self {
        Self { store, settings, rule, namespace: random_hex(), broken }
    }

    /// Gives up, if this rule is broken.
    pub(super) fn needs(&self, rule: Rule) -> Check {
        if self.broken.contains(&rule) { Err(Finding::Hidden) } else { Ok(()) }
    }

    /// A lease or retention whose end is waited for.
    pub(super) fn short(&self) -> Duration {
        self.settings.lease
    }

    /// A key that nobody else has.
    pub(super) fn key(&self, name: impl fmt::Display) -> IdempotencyKey {
        IdempotencyKey::new(&self.namespace, "conformance", "name", name.to_string().as_bytes())
    }

    pub(super) fn broken(&self, expected: impl Into<String>, seen: impl Into<String>) -> Finding {
        Finding::Broken(Violation::new(self.rule, expected.into(), seen.into()))
    }

    /// An answer, or the finding that there was none.
    pub(super) fn answer<T>(&self, call: &str, answer: Result<T, StoreError>) -> Result<T, Finding> {
        answer.map_err(|error| {
            let mut seen = error.to_string();
            let mut source = std::error::Error::source(&error);
            while let Some(cause) = source {
                seen = format!("{seen}: {cause}");
                source = cause.source();
            }
            self.broken(format!("an answer to {call}"), format!("an error: {seen}"))
        })
    }

    pub(super) async fn claim(&self, key: &IdempotencyKey, lease: Duration) -> Result<Claim, Finding> {
        self.answer("claim", self.store.claim(key, lease).await)
    }

    pub(super) async fn renew(&self, lease: &Lease, by: Duration) -> Result<Held, Finding> {
        self.answer("renew", self.store.renew(lease, by).await)
    }

    pub(super) async fn complete(&self, lease: &Lease, retain: Duration) -> Result<Held, Finding> {
        self.answer("complete", self.store.complete(lease, retain).await)
    }

    pub(super) async fn release(&self, lease: &Lease) -> Result<Held, Finding> {
        self.answer("release", self.store.release(lease).await)
    }

    /// Claims a key that must be free.
    pub(super) async fn acquire(&self, key: &IdempotencyKey, lease: Duration, when: &str) -> Result<Lease, Finding> {
        match self.claim(key, lease).await? {
            Claim::Acquired(lease) => Ok(lease),
            other => Err(self.broken(format!("a claim {when} to be acquired"), show(&other))),
        }
    }

    /// Claims a key that must be held.
    pub(super) async fn expect_held(&self, key: &IdempotencyKey, when: &str) -> Check {
        match self.claim(key, LONG).await? {
            Claim::InProgress { .. } => Ok(()),
            other => Err(self.broken(format!("a claim {when} to be told that the key is in progress"), show(&other))),
        }
    }

    /// Claims a key that must be remembered.
    pub(super) async fn expect_completed(&self, key: &IdempotencyKey, when: &str) -> Check {
        match self.claim(key, LONG).await? {
            Claim::Completed => Ok(()),
            other => Err(self.broken(format!("a claim {when} to be told that the key is completed"), show(&other))),
        }
    }

    pub(super) fn expect(&self, seen: Held, expected: Held, call: &str) -> Check {
        let show = |held| match held {
            Held::Yes => "held",
            Held::Lost => "lost",
        };
        if seen == expected {
            return Ok(());
        }
        Err(self.broken(format!("{call} to answer that the lease is {}", show(expected)), show(seen)))
    }

    /// Claims a key again and again until it is acquired, at most until `by` from now and the patience are over.
    pub(super) async fn acquire_within(
        &self,
        key: &IdempotencyKey,
        by: Duration,
        when: &str,
    ) -> Result<(Lease, Instant), Finding> {
        let start = Instant::now();
        loop {
            let claim = self.claim(key, LONG).await?;
            let now = Instant::now();
            match claim {
                Claim::Acquired(lease) => return Ok((lease, now)),
                other if now - start > by + self.settings.patience => {
                    let late = now - start;
                    return Err(self.broken(
                        format!("a claim to be acquired {when}, at most {:?} later", by + self.settings.patience),
                        format!("{} after {late:.0?}", show(&other)),
                    ));
                }
                _ => sleep(self.short() / 20).await,
            }
        }
    }

    /// Waits until the leases of [`short`](Self::short) that were claimed before have ended, by the store's own clock: a
    /// lease that is claimed after them has.
    pub(super) async fn let_leases_end(&self) -> Check {
        self.needs(Rule::LeaseEnds)?;
        let key = self.key(format!("canary {}", random_hex()));
        let _canary = self.acquire(&key, self.short(), "of a new key").await?;
        let (taken_over, _) = self.acquire_within(&key, self.short(), "when its lease has ended").await?;
        let _cleared = self.release(&taken_over).await?;
        Ok(())
    }
}

pub(super) fn show(claim: &Claim) -> String {
    match claim {
        Claim::Acquired(_) => "it was acquired".into(),
        Claim::InProgress { retry_after } => format!("it was told that the key is in progress for {retry_after:.0?}"),
        Claim::Completed => "it was told that the key is completed".into(),
    }
}
