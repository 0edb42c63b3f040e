//! What the suite reports.

use std::fmt;

use super::Rule;

/// How a store broke a [`Rule`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    rule: Rule,
    expected: String,
    seen: String,
}

impl Violation {
    pub(super) fn new(rule: Rule, expected: String, seen: String) -> Self {
        Self { rule, expected, seen }
    }

    /// The rule.
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// What the store should have done, and when.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What it did.
    pub fn seen(&self) -> &str {
        &self.seen
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, expected, seen } = self;
        write!(f, "{rule:?}: {rule}\n  expected: {expected}\n  seen:     {seen}")
    }
}

/// The rules that a store breaks, each with the first sign of it.
///
/// Its `Debug` output is for people, too, since that is what a test that returns it shows.
#[derive(Clone, PartialEq, Eq)]
pub struct BrokenRules {
    violations: Vec<Violation>,
}

impl BrokenRules {
    pub(super) fn new(violations: Vec<Violation>) -> Self {
        Self { violations }
    }

    /// One per rule, in the order of [`Rule::ALL`]; never empty.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// The rules.
    pub fn rules(&self) -> impl Iterator<Item = Rule> {
        self.violations.iter().map(Violation::rule)
    }
}

impl fmt::Display for BrokenRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the store breaks {} of {} rules", self.violations.len(), Rule::ALL.len())?;
        self.violations.iter().try_for_each(|violation| write!(f, "\n\n{violation}"))
    }
}

impl fmt::Debug for BrokenRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for BrokenRules {}
