//! Which HTTP status answers what: one table, and the reasons for its defaults.

use http::StatusCode;
use serde::Serialize;

/// What happened, as far as the answer is concerned: the lines of a [`Policy`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Case {
    /// A missing, malformed, wrong, stale or future signature. 401: Shopify and Discord demand exactly this one.
    Unauthentic,
    /// An endpoint check with a wrong token. 403, as Meta's own sample answers.
    HandshakeRefused,
    /// Neither proven nor disproven. 503: the provider tries again, and nobody is told that it is forged.
    CouldNotCheck,
    /// The body is over the limit. 413.
    BodyTooLarge,
    /// The body did not arrive in time. 408.
    BodyTimeout,
    /// The connection failed in mid-body. 400, which nobody is left to read.
    BodyUnreadable,
    /// Not a method of this provider. 405, with `Allow`.
    MethodNotAllowed,
    /// Authentic, but the payload is not what the handler expects. 422.
    Unparseable,
    /// The handler has done its work. 200, not 202 or 204: several providers take no other.
    Processed,
    /// The event had been processed before. 200: anything else makes the provider send it again.
    Duplicate,
    /// Another delivery of the same event is being processed. 503 with `Retry-After`, not 409: some providers never
    /// repeat after a 4xx, and then the event is lost if the first attempt fails.
    InProgress,
    /// The handler failed or panicked. 500.
    HandlerFailed,
    /// The store could not be asked. 503: fail closed.
    StoreUnavailable,
    /// The lease ran out and another worker took over; the answer is theirs to give. 503.
    LeaseLost,
}

impl Case {
    const COUNT: usize = Self::LeaseLost as usize + 1;
}

/// The status for each [`Case`].
///
/// ```
/// use hookseal::{Policy, policy::Case};
/// use http::StatusCode;
///
/// let policy = Policy::DEFAULT.with(Case::Unparseable, StatusCode::INTERNAL_SERVER_ERROR);
/// assert_eq!(policy.status(Case::Unparseable), 500);
/// assert_eq!(policy.status(Case::Duplicate), 200);
/// ```
///
/// Think twice about 3xx, 406 and 410: providers take them as "gone", "stop" or "disable this endpoint".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy([StatusCode; Case::COUNT]);

impl Policy {
    /// The statuses named at each [`Case`].
    pub const DEFAULT: Self = {
        let table = Self([StatusCode::OK; Case::COUNT]);
        table
            .with(Case::Unauthentic, StatusCode::UNAUTHORIZED)
            .with(Case::HandshakeRefused, StatusCode::FORBIDDEN)
            .with(Case::CouldNotCheck, StatusCode::SERVICE_UNAVAILABLE)
            .with(Case::BodyTooLarge, StatusCode::PAYLOAD_TOO_LARGE)
            .with(Case::BodyTimeout, StatusCode::REQUEST_TIMEOUT)
            .with(Case::BodyUnreadable, StatusCode::BAD_REQUEST)
            .with(Case::MethodNotAllowed, StatusCode::METHOD_NOT_ALLOWED)
            .with(Case::Unparseable, StatusCode::UNPROCESSABLE_ENTITY)
            .with(Case::InProgress, StatusCode::SERVICE_UNAVAILABLE)
            .with(Case::HandlerFailed, StatusCode::INTERNAL_SERVER_ERROR)
            .with(Case::StoreUnavailable, StatusCode::SERVICE_UNAVAILABLE)
            .with(Case::LeaseLost, StatusCode::SERVICE_UNAVAILABLE)
    };

    /// The same table with another status for one case.
    #[allow(clippy::indexing_slicing)] // the table has a line for every case
    pub const fn with(mut self, case: Case, status: StatusCode) -> Self {
        self.0[case as usize] = status;
        self
    }

    /// The status for a case.
    #[allow(clippy::indexing_slicing)] // the table has a line for every case
    pub const fn status(&self, case: Case) -> StatusCode {
        self.0[case as usize]
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::DEFAULT
    }
}
