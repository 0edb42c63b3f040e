//! Why there is no key to verify with.

use std::{error::Error, fmt};

/// A key that is not to be had, now or at all. A delivery that needs it could not be checked, which is answered with 503: the
/// provider repeats it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The document that was fetched holds no key that can be read.
    #[error("the key at {url} {why}")]
    Unreadable {
        /// Where it was.
        url: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The document could not be fetched. What it says ends with the causes, which are no causes of this one again.
    #[error("the key at {url} could not be fetched: {}", InFull(error))]
    Fetch {
        /// Where it should be.
        url: String,
        /// What the source says.
        error: KeySourceError,
    },
    /// The cache says no, to spare the provider, and this program.
    #[error("there is no key from {url}: {why}")]
    Unavailable {
        /// Where it should be.
        url: String,
        /// Why, and when it is tried again.
        why: &'static str,
    },
}

/// A [`KeySource`](super::KeySource) that could not get a document.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct KeySourceError {
    what: String,
    #[source]
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl KeySourceError {
    /// An error in words.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), source: None }
    }

    /// An error with its cause, such as an HTTP client's.
    pub fn with_source(what: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..Self::new(what) }
    }
}

/// An error and its causes in one line.
struct InFull<'e>(&'e KeySourceError);

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
