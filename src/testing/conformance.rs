//! Does a store keep its promises? A suite that any [`IdempotencyStore`] can be put through.
//!
//! ```
//! use hookseal::{MemoryStore, testing};
//!
//! // A test that returns this, on whatever runtime the store needs, is all there is to it.
//! async fn my_store_keeps_its_promises() -> Result<(), testing::conformance::BrokenRules> {
//!     testing::store_conformance(|| async { MemoryStore::new() }).await
//! }
//! ```
//!
//! It fails with the names of the [rules](Rule) that are broken, with what was expected and what was seen. It takes two
//! or three seconds, most of which it waits for leases to end. Its keys are random, so the store may be empty or not,
//! and shared with other runs; what it leaves behind ends within ten minutes.

use std::{future::Future, sync::Arc, time::Duration};

use crate::idempotency::IdempotencyStore;

mod app_clock;
mod broken;
mod cancelled;
mod clock;
mod fencing;
mod keys;
mod leases;
mod load;
mod race;
mod retention;
mod rule;
mod tasks;
mod trial;

pub use app_clock::AppClock;
pub use broken::{BrokenRules, Violation};
pub use rule::Rule;
use trial::{Check, Finding, Trial};

/// Puts a store through every [`Rule`], with the settings of [`Conformance::new`].
///
/// `make` opens the store, once per rule. All of them may be the same one.
///
/// # Errors
///
/// The rules that the store breaks.
///
/// # Panics
///
/// If the store does, or the system has no thread to spare.
pub async fn store_conformance<S, F>(make: impl Fn() -> F) -> Result<(), BrokenRules>
where
    S: IdempotencyStore,
    F: Future<Output = S>,
{
    Conformance::new().run(make).await
}

/// The suite with settings: for stores that are slow, that hold many keys, or that are given a clock.
///
/// ```
/// use std::time::Duration;
/// use hookseal::{MemoryStore, testing::conformance::{AppClock, BrokenRules, Conformance}};
///
/// # async fn example() -> Result<(), BrokenRules> {
/// let clock = AppClock::new();
/// Conformance::new()
///     .lease(Duration::from_millis(50))
///     .keys(100_000)
///     .app_clock(&clock)
///     .run(|| async { MemoryStore::new().with_clock(clock.clone()) })
///     .await
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is checked before `run`"]
pub struct Conformance {
    lease: Duration,
    patience: Duration,
    keys: usize,
    claims: usize,
    app_clock: Option<AppClock>,
}

impl Conformance {
    /// Leases of 100 ms, 2 s of patience, 500 keys, 64 concurrent claims, no application clock.
    pub fn new() -> Self {
        Self {
            lease: Duration::from_millis(100),
            patience: Duration::from_secs(2),
            keys: 500,
            claims: 64,
            app_clock: None,
        }
    }

    /// How long the leases and retentions are whose end is waited for. Several times as long as the store takes to
    /// answer.
    pub fn lease(self, lease: Duration) -> Self {
        Self { lease, ..self }
    }

    /// How much later than promised a lease or a retention may end: the granularity of the store's clock, and how long
    /// a busy machine may take. A store that keeps its promises costs none of it.
    pub fn patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// How many keys [`Rule::NoForgetting`] puts into the store. More than it is thought to hold, if that is a number.
    pub fn keys(self, keys: usize) -> Self {
        Self { keys, ..self }
    }

    /// How many claims of one key [`Rule::OneWinner`] makes at once.
    pub fn claims(self, claims: usize) -> Self {
        Self { claims, ..self }
    }

    /// The clock that the stores made here are given, if they take one: [`Rule::OwnClock`] sets it wrong. Without it, a
    /// store is taken not to look at the application's time; one that asks the operating system is not found out.
    pub fn app_clock(self, clock: &AppClock) -> Self {
        Self { app_clock: Some(clock.clone()), ..self }
    }

    /// Puts the stores that `make` opens, one per rule, through every [`Rule`].
    ///
    /// # Errors
    ///
    /// The rules that are broken. A rule that cannot be seen because another is broken is passed over: mend that one and
    /// run it again.
    ///
    /// # Panics
    ///
    /// If the store does, or the system has no thread to spare.
    pub async fn run<S, F>(&self, make: impl Fn() -> F) -> Result<(), BrokenRules>
    where
        S: IdempotencyStore,
        F: Future<Output = S>,
    {
        let mut broken = Vec::new();
        for rule in Rule::ALL {
            let so_far = broken.iter().map(Violation::rule).collect();
            let trial = Trial::new(rule, Arc::new(make().await), self.clone(), so_far);
            match check(rule, &trial).await {
                Ok(()) | Err(Finding::Hidden) => {}
                Err(Finding::Broken(violation)) => broken.push(violation),
            }
        }
        if broken.is_empty() { Ok(()) } else { Err(BrokenRules::new(broken)) }
    }
}

impl Default for Conformance {
    fn default() -> Self {
        Self::new()
    }
}

async fn check<S: IdempotencyStore>(rule: Rule, trial: &Trial<S>) -> Check {
    if !matches!(rule, Rule::HeldWhileLeased | Rule::KeysApart | Rule::LeaseEnds) {
        trial.needs(Rule::HeldWhileLeased)?;
        trial.needs(Rule::KeysApart)?;
    }
    match rule {
        Rule::HeldWhileLeased => leases::hold(trial).await,
        Rule::KeysApart => keys::apart(trial).await,
        Rule::LeaseEnds => leases::end(trial).await,
        Rule::Retention => retention::retention(trial).await,
        Rule::OneWinner => race::one_winner(trial).await,
        Rule::StaleComplete => fencing::stale_complete(trial).await,
        Rule::StaleRelease => fencing::stale_release(trial).await,
        Rule::StaleRenew => fencing::stale_renew(trial).await,
        Rule::RenewalProlongs => leases::renewal_prolongs(trial).await,
        Rule::NoResurrection => leases::no_resurrection(trial).await,
        Rule::ReleaseFrees => leases::release_frees(trial).await,
        Rule::FreshTokens => leases::fresh_tokens(trial).await,
        Rule::CompletionIsFinal => retention::completion_is_final(trial).await,
        Rule::TrueAnswers => retention::true_answers(trial).await,
        Rule::EveryByte => keys::every_byte(trial).await,
        Rule::Cancellation => cancelled::cancellation(trial).await,
        Rule::OwnClock => clock::own_clock(trial).await,
        Rule::NoForgetting => load::no_forgetting(trial).await,
    }
}
