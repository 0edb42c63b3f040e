//! The table that is printed while the deliveries are sent.

use std::collections::BTreeSet;

/// What came of a delivery, or what must.
#[derive(PartialEq)]
pub(crate) struct Row {
    pub(crate) verdict: String,
    pub(crate) status: String,
    /// How often the handler ran.
    pub(crate) runs: usize,
    /// What else is wrong with an answer.
    pub(crate) flaw: Option<String>,
}

impl Row {
    /// The statuses of all answers, in a few characters.
    pub(crate) fn statuses(all: &[u16]) -> String {
        let distinct = BTreeSet::from_iter(all);
        match (all, distinct.len()) {
            ([], _) => "—".into(),
            ([one], _) => one.to_string(),
            ([one, ..], 1) => format!("{one} × {}", all.len()),
            _ => distinct.into_iter().map(u16::to_string).collect::<Vec<_>>().join(", "),
        }
    }
}

/// Widths of the columns, in characters.
pub(crate) struct Table {
    title: usize,
    verdict: usize,
}

impl Table {
    /// For these titles and verdicts.
    pub(crate) fn new<'t>(cells: impl Iterator<Item = (&'t str, &'t str)>) -> Self {
        let width = |text: &str| text.chars().count();
        cells.fold(Self { title: 0, verdict: 0 }, |table, (title, verdict)| Self {
            title: table.title.max(width(title)),
            verdict: table.verdict.max(width(verdict)),
        })
    }

    pub(crate) fn head(&self) {
        self.line(" ", "DELIVERY", "VERDICT", "STATUS", "HANDLER RAN");
    }

    pub(crate) fn chapter(name: &str) {
        println!("\n{name}");
    }

    /// Prints a line, and what it must be if it is not. Says whether it is.
    pub(crate) fn row(&self, title: &str, seen: &Row, want: &Row) -> bool {
        let right = seen == want;
        self.line(if right { "✓" } else { "✗" }, title, &seen.verdict, &seen.status, &seen.runs.to_string());
        if !right {
            self.line(" ", "   MUST BE", &want.verdict, &want.status, &want.runs.to_string());
            seen.flaw.iter().for_each(|flaw| println!("     {flaw}"));
        }
        right
    }

    fn line(&self, mark: &str, title: &str, verdict: &str, status: &str, runs: &str) {
        let Self { title: wide, verdict: middle } = self;
        println!("{mark} {title:wide$}  {verdict:middle$}  {status:8}  {runs}");
    }
}
