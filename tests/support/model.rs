//! What a store does, in twenty lines.
#![allow(dead_code)] // each test file uses a part of it

use std::collections::HashMap;

/// A call of a store. Keys are numbers; leases are counted as they are acquired, and may have been lost since.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Call {
    Claim { key: usize },
    Renew { lease: usize },
    Complete { lease: usize },
    Release { lease: usize },
}

/// The answer of a store, or of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Acquired {
        attempt: u32,
    },
    InProgress,
    Completed,
    Yes,
    Lost,
    /// The store may say one thing or another.
    Unspecified,
}

#[derive(Default)]
pub(crate) struct Model {
    rows: HashMap<usize, Row>,
    /// The keys of the leases.
    leases: Vec<usize>,
}

#[derive(Clone, Copy, Default)]
struct Row {
    lease: Option<usize>,
    attempt: u32,
    completed: bool,
    lasts: bool,
}

impl Model {
    /// How many leases there have been.
    pub(crate) fn leases(&self) -> usize {
        self.leases.len()
    }

    /// Time passes, so much that every lease ends.
    pub(crate) fn let_leases_end(&mut self) {
        for row in self.rows.values_mut().filter(|row| !row.completed) {
            row.lasts = false;
        }
    }

    /// A lease or a retention lasts for longer than the trace, or is over before its next call.
    pub(crate) fn answer(&mut self, call: Call, lasts: bool) -> Answer {
        let (key, lease) = match call {
            Call::Claim { key } => (key, None),
            Call::Renew { lease } | Call::Complete { lease } | Call::Release { lease } => {
                (self.leases[lease], Some(lease))
            }
        };
        let row = self.rows.entry(key).or_default();
        match (call, *row) {
            (Call::Claim { .. }, Row { lasts: true, completed: true, .. }) => return Answer::Completed,
            (Call::Claim { .. }, Row { lasts: true, completed: false, .. }) => return Answer::InProgress,
            (Call::Claim { .. }, _) => {
                let attempt = if row.completed { 1 } else { row.attempt + 1 };
                *row = Row { lease: Some(self.leases.len()), attempt, completed: false, lasts };
                self.leases.push(key);
                return Answer::Acquired { attempt };
            }
            _ if lease != row.lease => return Answer::Lost,
            // After its retention, nothing need be known of an event.
            (Call::Complete { .. }, Row { completed: true, lasts: false, .. }) => return Answer::Unspecified,
            (Call::Complete { .. }, Row { completed: true, .. }) => {}
            (Call::Complete { .. }, _) => (row.completed, row.lasts) = (true, lasts),
            (Call::Renew { .. }, Row { completed: false, lasts: true, .. }) => row.lasts = lasts,
            (Call::Release { .. }, Row { completed: false, .. }) => (row.lease, row.lasts) = (None, false),
            _ => return Answer::Lost,
        }
        Answer::Yes
    }
}
