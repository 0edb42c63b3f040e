//! Claim, handler and completion as one task that nothing cuts off half-way.

use std::{fmt::Display, future::Future, time::Duration};

use tokio::{task::JoinHandle, time};

use super::{Admission, Disposition, Inbox, Outcome, Reply};
use crate::{
    Verified,
    idempotency::{Held, IdempotencyStore, Lease, StoreError},
};

/// Between two looks at an event that is in progress.
const POLL: Duration = Duration::from_millis(25);

/// A completion that failed is tried again this often, each pause twice as long as the one before: 25 s in all.
const COMPLETIONS: u32 = 8;
const FIRST_PAUSE: Duration = Duration::from_millis(100);

impl<S: IdempotencyStore> Inbox<S> {
    /// Runs `handler` if the event is new, and says what to answer.
    ///
    /// - The whole of it runs in a task of its own. Providers hang up after a few seconds and axum then drops the
    ///   handler's future: here the effect goes on to its end and is recorded, though nobody hears of it.
    /// - While the handler runs, the lease is renewed; a lease is lost only if the process stands still or the store is
    ///   away for longer than it lasts.
    /// - If the handler fails, panics or returns another status than 2xx, the event is given back.
    /// - If the handler succeeded but that cannot be recorded, the answer is 200 and the recording is tried again in
    ///   the background; see [`Stats::completions_lost`](super::Stats::completions_lost).
    /// - If another delivery of the event is at work, it waits for that one, see [`wait`](Self::wait).
    ///
    /// A handler error of type [`PayloadError`](crate::PayloadError), boxed or not, is answered as
    /// [`Unparseable`](crate::policy::Case::Unparseable), every other one as
    /// [`HandlerFailed`](crate::policy::Case::HandlerFailed). The statuses are those of the verifier's policy.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with a timer. actix-web and axum have one.
    pub async fn process<P, T, E, F>(
        &self,
        event: Verified<P>,
        handler: impl FnOnce(Verified<P>) -> F + Send + 'static,
    ) -> Outcome<T, E>
    where
        P: 'static,
        T: Reply + Send + 'static,
        E: Display + Send + 'static,
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        let (policy, answer) = (*event.policy(), event.answer());
        let inbox = self.clone();
        let task = tokio::spawn(async move { inbox.run(event, handler).await });
        // The task itself does not panic; it is cancelled when the runtime shuts down.
        Outcome::new(task.await.unwrap_or(Disposition::Panicked), &policy, answer)
    }

    async fn run<P, T, E, F>(
        self,
        event: Verified<P>,
        handler: impl FnOnce(Verified<P>) -> F + Send + 'static,
    ) -> Disposition<T, E>
    where
        P: 'static,
        T: Reply + Send + 'static,
        E: Display + Send + 'static,
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        let lease = match self.admit_patiently(&event).await {
            Ok(Admission::New(permit)) => permit.lease,
            Ok(Admission::Duplicate) => {
                self.counters.duplicates.count();
                return Disposition::Duplicate;
            }
            Ok(Admission::InProgress { retry_after }) => {
                self.counters.in_progress.count();
                return Disposition::InProgress { retry_after };
            }
            Err(error) => {
                self.counters.store_unavailable.count();
                tell_error("an event could not be claimed", &error.in_full());
                return Disposition::StoreUnavailable(error);
            }
        };
        // A task of its own, so that a panic ends it and not the record-keeping, and so that a handler that does not
        // yield does not keep the lease from being renewed.
        let handler = tokio::spawn(async move { handler(event).await });
        let disposition = match self.keep(&lease, handler).await {
            Some(Ok(reply)) if reply.status().is_none_or(|status| status.is_success()) => {
                return self.record(lease, reply).await;
            }
            Some(Ok(reply)) => Disposition::Declined(reply),
            Some(Err(error)) => {
                tell_error("a handler failed", &error);
                Disposition::Failed(error)
            }
            None => {
                tell_error("a handler failed", &"it panicked");
                Disposition::Panicked
            }
        };
        self.counters.failed.count();
        // If this fails, the event can be claimed again when the lease ends.
        if let Err(error) = self.store.release(&lease).await {
            tell_error("an event could not be given back before its lease ends", &error.in_full());
        }
        disposition
    }

    /// Claims the event; if it is in progress, waits a moment for the other to finish.
    async fn admit_patiently<P>(&self, event: &Verified<P>) -> Result<Admission<'_, S>, StoreError> {
        let start = time::Instant::now();
        loop {
            let admission = self.admit(event).await?;
            let left = self.wait.saturating_sub(start.elapsed());
            if !matches!(admission, Admission::InProgress { .. }) || left.is_zero() {
                return Ok(admission);
            }
            time::sleep(left.min(POLL)).await;
        }
    }

    /// Waits for the handler, and renews the lease meanwhile. `None`: it panicked.
    async fn keep<R>(&self, lease: &Lease, handler: JoinHandle<R>) -> Option<R> {
        // Beside the handler, so that a store that hangs does not hold up the answer.
        let renewal = tokio::spawn(self.clone().renew(lease.clone()));
        let joined = handler.await;
        renewal.abort();
        joined.ok()
    }

    /// Renews the lease when a third of it has passed. An attempt that fails or hangs is soon followed by another.
    async fn renew(self, lease: Lease) {
        let soon = (self.lease / 12).max(Duration::from_millis(1));
        let mut pause = soon * 4;
        loop {
            time::sleep(pause).await;
            let attempt = time::timeout(soon, self.store.renew(&lease, self.lease)).await;
            pause = match attempt.unwrap_or_else(|_| Err(StoreError::new("it does not answer"))) {
                Ok(Held::Yes) => soon * 4,
                // Nothing can be stopped half-way; whether another worker took over shows at the end.
                Ok(Held::Lost) => return,
                Err(error) => {
                    tell_error("a lease could not be renewed, trying again", &error.in_full());
                    soon
                }
            };
        }
    }

    /// Records that the handler has succeeded.
    async fn record<T, E>(self, lease: Lease, reply: T) -> Disposition<T, E> {
        match self.store.complete(&lease, self.retain).await {
            Ok(Held::Yes) => {}
            Ok(Held::Lost) => {
                self.counters.leases_lost.count();
                tell_error("an event was processed under a lease that had ended", lease.key());
                return Disposition::LeaseLost(reply);
            }
            Err(error) => {
                tell_error("a processed event could not be recorded, trying again", &error.in_full());
                self.counters.completions_retried.count();
                tokio::spawn(self.clone().record_later(lease));
            }
        }
        self.counters.processed.count();
        Disposition::Processed(reply)
    }

    async fn record_later(self, lease: Lease) {
        for attempt in 0..COMPLETIONS {
            time::sleep(FIRST_PAUSE * 2_u32.saturating_pow(attempt)).await;
            match self.store.complete(&lease, self.retain).await {
                Ok(Held::Yes) => return,
                Ok(Held::Lost) => break,
                Err(error) => tell_error("a processed event could not be recorded, trying again", &error.in_full()),
            }
        }
        self.counters.completions_lost.count();
        tell_error("a processed event could not be recorded and may be processed again", lease.key());
    }
}

/// Tells the operator, if anyone listens.
fn tell_error(what: &str, why: &dyn Display) {
    #[cfg(feature = "tracing")]
    tracing::error!(%why, "{what}");
    #[cfg(not(feature = "tracing"))]
    let _ = (what, why);
}
