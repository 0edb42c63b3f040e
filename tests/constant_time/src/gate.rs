//! Counting what valgrind reports, and judging the counts.

use std::{ops::RangeInclusive, process::ExitCode};

use crabgrind::count_errors;

/// How often the outcome of one comparison may be asked: to end the search for a signature that fits, and to say so.
///
/// The outcome itself is not a secret: the answer to the request tells it.
pub(crate) const ASKED: usize = 2;

/// What is allowed of one act.
pub(crate) enum Allowed {
    /// Nothing may depend on the secret.
    Nothing,
    /// Reports, so many at least, or the secret never got there, and at most.
    Reports(RangeInclusive<usize>),
}

/// The outcomes of so many comparisons may be asked, and one must be.
pub(crate) fn outcomes(comparisons: usize) -> Allowed {
    Allowed::Reports(1..=ASKED * comparisons)
}

/// All that was watched.
pub(crate) struct Gate {
    only: Option<String>,
    watched: usize,
    failures: Vec<String>,
}

impl Gate {
    /// `only` is a part of the names of the cases that are looked at; all, if `None`.
    pub(crate) fn new(only: Option<String>) -> Self {
        Self { only, watched: 0, failures: Vec::new() }
    }

    /// Whether a case is looked at.
    pub(crate) fn wants(&self, case: &str) -> bool {
        self.only.as_ref().is_none_or(|only| case.contains(only))
    }

    /// Does something with a secret that may be reported so often.
    pub(crate) fn watch<T>(&mut self, case: &str, allowed: &Allowed, act: impl FnOnce() -> T) -> T {
        let (done, count) = reports(act);
        self.watched += 1;
        if let Err(why) = judge(count, allowed) {
            self.fail(case, &why);
        }
        done
    }

    /// Judges acts that differ only in the place at which two texts differ: besides what is allowed of each, no two may be
    /// reported differently often.
    pub(crate) fn alike(&mut self, case: &str, allowed: &Allowed, counts: &[(&str, usize)]) {
        self.watched += counts.len();
        if let Err(why) = judge_alike(counts, allowed) {
            self.fail(case, &why);
        }
    }

    /// Notes what must not be.
    pub(crate) fn fail(&mut self, case: &str, why: &str) {
        crabgrind::println!("FAILED {case}: {why}");
        self.failures.push(format!("{case}: {why}"));
    }

    /// Says what came of it.
    pub(crate) fn finish(self) -> ExitCode {
        for failure in &self.failures {
            println!("FAILED {failure}");
        }
        println!("{} acts with a secret, {} of them tell of it", self.watched, self.failures.len());
        // A filter that fits nothing finds nothing.
        if self.failures.is_empty() && self.watched > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// What an act comes to, and how often valgrind reported it.
pub(crate) fn reports<T>(act: impl FnOnce() -> T) -> (T, usize) {
    let before = count_errors();
    let done = act();
    (done, count_errors() - before)
}

/// What is wrong with a count.
pub(crate) fn judge(count: usize, allowed: &Allowed) -> Result<(), String> {
    match allowed {
        Allowed::Nothing if count > 0 => Err(format!("{count} reports, where nothing may depend on the secret")),
        Allowed::Reports(range) if count < *range.start() => {
            Err(format!("{count} reports of {range:?}: the secret did not get to where it should"))
        }
        Allowed::Reports(range) if !range.contains(&count) => Err(format!("{count} reports of {range:?} allowed ones")),
        _ => Ok(()),
    }
}

/// What is wrong with the counts of acts that should be alike.
pub(crate) fn judge_alike(counts: &[(&str, usize)], allowed: &Allowed) -> Result<(), String> {
    for (place, count) in counts {
        judge(*count, allowed).map_err(|why| format!("{place}: {why}"))?;
    }
    match counts.windows(2).find(|pair| pair[0].1 != pair[1].1) {
        Some([(one, few), (other, many)]) => Err(format!("{few} reports for {one}, but {many} for {other}")),
        _ => Ok(()),
    }
}
