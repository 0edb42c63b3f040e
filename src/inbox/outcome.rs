//! What became of an event, and how it is answered.

use std::{any::Any, error::Error, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};

use crate::{
    Policy, idempotency::StoreError, payload::PayloadError, policy::Case, scheme::Text, verified::acknowledge,
};

/// The longest `Retry-After`. A provider that waited for a whole lease might not come back in time.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(30);

/// What [`Inbox::process`](crate::Inbox::process) made of an event, and the answer to the provider. Return it from the
/// handler; in axum and actix-web it is a response.
#[derive(Debug)]
#[must_use = "the provider waits for the answer"]
pub struct Outcome<T, E> {
    disposition: Disposition<T, E>,
    status: StatusCode,
    /// What the provider wants to read if all is well; mostly nothing.
    answer: Text,
}

/// What became of an event.
#[derive(Debug)]
#[non_exhaustive]
pub enum Disposition<T, E> {
    /// The handler succeeded. The event will not be processed again.
    Processed(T),
    /// The handler answered with another status than 2xx, so the event was given back for the next attempt.
    Declined(T),
    /// The handler failed; the event was given back.
    Failed(E),
    /// The handler panicked, or its task was cancelled; the event was given back.
    Panicked,
    /// The event had been processed before; the handler did not run.
    Duplicate,
    /// Another delivery of the event is being processed; the handler did not run.
    InProgress {
        /// When to come back.
        retry_after: Duration,
    },
    /// The handler succeeded, but its lease had run out and another worker has claimed the event since.
    LeaseLost(T),
    /// The store could not be asked; the handler did not run.
    StoreUnavailable(StoreError),
}

/// What a handler may return: something that knows whether it is a success.
///
/// A web framework's handler may *return* a 404 without failing. The provider sees a failure and sends the event again,
/// so it must not count as processed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether it is a success",
    note = "return `()`, a `StatusCode` or a response, or implement `Reply`"
)]
pub trait Reply {
    /// The status of the answer, if it has one of its own. `None` means success, answered as the policy says.
    fn status(&self) -> Option<StatusCode>;
}

impl Reply for () {
    fn status(&self) -> Option<StatusCode> {
        None
    }
}

impl Reply for StatusCode {
    fn status(&self) -> Option<StatusCode> {
        Some(*self)
    }
}

impl<B> Reply for Response<B> {
    fn status(&self) -> Option<StatusCode> {
        Some(Response::status(self))
    }
}

impl<T: Reply, E: 'static> Outcome<T, E> {
    pub(crate) fn new(disposition: Disposition<T, E>, policy: &Policy, answer: Text) -> Self {
        let status = match &disposition {
            Disposition::Processed(reply) => reply.status().unwrap_or(policy.status(Case::Processed)),
            Disposition::Declined(reply) => reply.status().unwrap_or(policy.status(Case::HandlerFailed)),
            Disposition::Failed(error) => policy.status(case_of(error)),
            Disposition::Panicked => policy.status(Case::HandlerFailed),
            Disposition::Duplicate => policy.status(Case::Duplicate),
            Disposition::InProgress { .. } => policy.status(Case::InProgress),
            Disposition::LeaseLost(_) => policy.status(Case::LeaseLost),
            Disposition::StoreUnavailable(_) => policy.status(Case::StoreUnavailable),
        };
        let answer = if status.is_success() { answer } else { Text::EMPTY };
        Self { disposition, status, answer }
    }
}

/// A handler that gave up on the payload says so with the error that it got, alone or boxed.
fn case_of<E: 'static>(error: &E) -> Case {
    let any: &dyn Any = error;
    let boxed = any.downcast_ref::<Box<dyn Error + Send + Sync>>();
    if any.is::<PayloadError>() || boxed.is_some_and(|error| error.is::<PayloadError>()) {
        Case::Unparseable
    } else {
        Case::HandlerFailed
    }
}

impl<T, E> Outcome<T, E> {
    /// What became of the event.
    pub fn disposition(&self) -> &Disposition<T, E> {
        &self.disposition
    }

    /// What became of the event, with what the handler returned.
    pub fn into_disposition(self) -> Disposition<T, E> {
        self.disposition
    }

    /// The status to answer with.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    pub(crate) fn has_answer(&self) -> bool {
        !self.answer.is_empty()
    }

    /// What to say in `Retry-After`: full seconds, at least one and at most 30.
    pub fn retry_after(&self) -> Option<Duration> {
        let Disposition::InProgress { retry_after } = self.disposition else { return None };
        let seconds = retry_after.min(MAX_RETRY_AFTER).as_millis().div_ceil(1000).max(1);
        Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(1)))
    }

    /// The answer without what the handler returned: a status, perhaps `Retry-After`, and no body but what the provider
    /// wants to read ([`Scheme::answer`](crate::Scheme::answer)).
    pub fn response(&self) -> Response<Bytes> {
        let mut response = acknowledge(self.status, &self.answer);
        if let Some(retry_after) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after.as_secs()));
        }
        response
    }
}
