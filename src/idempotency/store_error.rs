//! Why a store could not be asked.

use std::{error::Error, fmt};

/// A store that could not do what was asked. Whether it did it all the same may be unknown, after a timeout for
/// example; that is why claims end by themselves.
#[derive(Debug, thiserror::Error)]
#[error("idempotency store: {what}")]
pub struct StoreError {
    what: String,
    kind: StoreErrorKind,
    #[source]
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// What is the matter with a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// It was not reached, or the connection to it broke.
    Unreachable,
    /// All connections of its pool are in use.
    PoolExhausted,
    /// It did not answer in time. What was asked may have been done, or may be yet.
    Timeout,
    /// It was reached, but cannot do it now: locked, failing over, starting up.
    Busy,
    /// It has no room for another key until one has ended.
    Full,
    /// Its table is missing or has another form: the migration has not been run.
    NotMigrated,
    /// Anything else, which will not mend itself.
    Other,
}

impl StoreErrorKind {
    /// Whether the same call may succeed later without anybody doing anything.
    pub const fn is_retriable(self) -> bool {
        !matches!(self, Self::NotMigrated | Self::Other)
    }
}

impl StoreError {
    /// An error in words, of kind [`Other`](StoreErrorKind::Other).
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), kind: StoreErrorKind::Other, source: None }
    }

    /// An error with its cause, such as a database driver's.
    pub fn with_source(what: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..Self::new(what) }
    }

    /// The same error, of another kind.
    pub fn of_kind(self, kind: StoreErrorKind) -> Self {
        Self { kind, ..self }
    }

    /// What is the matter, for metrics and retries.
    pub const fn kind(&self) -> StoreErrorKind {
        self.kind
    }

    /// Whether the same call may succeed later without anybody doing anything.
    pub const fn is_retriable(&self) -> bool {
        self.kind.is_retriable()
    }

    /// The line of the [`Policy`](crate::Policy) that gives the status if you answer with it.
    pub fn case(&self) -> crate::policy::Case {
        crate::policy::Case::StoreUnavailable
    }

    /// The error and its causes in one line, for logs.
    pub(crate) const fn in_full(&self) -> InFull<'_> {
        InFull(self)
    }
}

/// An error and its causes in one line.
pub(crate) struct InFull<'e>(&'e StoreError);

impl fmt::Display for InFull<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
