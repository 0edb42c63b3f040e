//! Groups, measured: rows for contestants, columns for cases.

use std::fmt::{self, Display};

use crate::{
    rounds::{Measured, Pace, measure},
    speed::Group,
};

/// A measured group.
pub struct Table {
    /// Its heading.
    pub title: String,
    note: &'static str,
    columns: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    name: &'static str,
    cells: Vec<Option<Measured>>,
    /// Per call: the most of all columns.
    allocations: Option<f64>,
}

impl Table {
    /// Measures all cases, one after the other. `allocations` says how many a contestant makes.
    pub fn measure(group: &Group, pace: Pace, allocations: impl Fn(&str, &str) -> Option<f64>) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        for (column, case) in group.cases.iter().enumerate() {
            let contestants = (case.contestants)();
            for (contestant, measured) in contestants.iter().zip(measure(&contestants, pace)) {
                let name = contestant.name;
                let at = rows.iter().position(|row| row.name == name).unwrap_or_else(|| {
                    let cells = vec![None; group.cases.len()];
                    rows.push(Row { name, cells, allocations: allocations(&group.title, name) });
                    rows.len() - 1
                });
                rows[at].cells[column] = Some(measured);
            }
        }
        let columns = group.cases.iter().map(|case| case.name.clone()).collect();
        Self { title: group.title.clone(), note: group.note, columns, rows }
    }

    /// The ratios of a column to its yardstick, in the order of the rows.
    pub fn ratios(&self, column: &str) -> Vec<(&'static str, f64)> {
        let at = self.columns.iter().position(|name| name == column);
        let ratio = |row: &Row| Some((row.name, row.cells.get(at?)?.as_ref()?.ratio));
        self.rows.iter().filter_map(ratio).collect()
    }
}

/// In Markdown.
impl Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "### {}\n\n{}\n", self.title, self.note)?;
        writeln!(f, "| | {} | allocations |", self.columns.join(" | "))?;
        writeln!(f, "|---|{}--:|", "--:|".repeat(self.columns.len()))?;
        for (number, row) in self.rows.iter().enumerate() {
            let cell = |cell: &Option<Measured>| match cell {
                Some(measured) if number == 0 => micros(measured.nanoseconds),
                Some(measured) => ratio(measured.ratio),
                None => "–".into(),
            };
            let cells: Vec<_> = row.cells.iter().map(cell).collect();
            let allocations = row.allocations.map_or("–".into(), |count| format!("{count:.0}"));
            writeln!(f, "| {} | {} | {allocations} |", row.name, cells.join(" | "))?;
        }
        Ok(())
    }
}

fn micros(nanoseconds: f64) -> String {
    match nanoseconds {
        ..10_000.0 => format!("{:.2} µs", nanoseconds / 1e3),
        _ => format!("{:.0} µs", nanoseconds / 1e3),
    }
}

/// With as many digits as it is worth.
pub fn ratio(ratio: f64) -> String {
    match ratio {
        ..10.0 => format!("{ratio:.2}"),
        _ => format!("{ratio:.0}"),
    }
}
