//! What a claim has come to.

use std::time::Duration;

use super::dialect::Seen;

/// What a claim has come to.
pub(super) enum Verdict {
    Claimed {
        attempt: u32,
    },
    /// By somebody's lease.
    Held {
        retry_after: Duration,
    },
    /// Another claim has not been committed yet.
    Underway,
    Completed,
}

impl Seen {
    /// None: the row has changed between its two looks at it.
    pub(super) fn verdict(self) -> Option<Verdict> {
        if let Some(attempt) = self.claimed {
            return Some(Verdict::Claimed { attempt: u32::try_from(attempt).unwrap_or(u32::MAX) });
        }
        let held = self.held.and_then(|(completed, micros)| Some((completed, u64::try_from(micros).ok()?)));
        match held.filter(|(_, micros)| *micros > 0) {
            Some((true, _)) => Some(Verdict::Completed),
            Some((false, micros)) => Some(Verdict::Held { retry_after: Duration::from_micros(micros) }),
            None => (!self.open).then_some(Verdict::Underway),
        }
    }
}
