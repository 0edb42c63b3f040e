//! What is measured in one process: groups of cases, in each of which the first contestant is the yardstick.

use crate::contestant::Contestant;

mod asymmetric;
mod candidates;
mod extractors;
mod parsing;
mod reading;
mod secrets;
mod verify;

/// A table.
pub struct Group {
    /// Its heading.
    pub title: String,
    /// What one has to know to read it.
    pub note: &'static str,
    /// Its columns.
    pub cases: Vec<Case>,
}

/// Contestants that do the same. They are made just before they are measured: some signatures grow old.
pub struct Case {
    /// The heading of its column.
    pub name: String,
    /// The yardstick, and the others.
    pub contestants: Box<dyn Fn() -> Vec<Contestant>>,
}

impl Case {
    fn new(name: impl Into<String>, contestants: impl Fn() -> Vec<Contestant> + 'static) -> Self {
        Self { name: name.into(), contestants: Box::new(contestants) }
    }

    /// For a size of the body.
    fn of_size(size: usize, contestants: impl Fn() -> Vec<Contestant> + 'static) -> Self {
        Self::new(readable(size), contestants)
    }
}

/// All of them.
pub fn groups() -> Vec<Group> {
    [
        verify::groups(),
        vec![verify::backends()],
        candidates::groups(),
        vec![secrets::group(), asymmetric::group(), reading::group(), parsing::group(), extractors::group()],
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn readable(size: usize) -> String {
    match size {
        0..1024 => format!("{size} B"),
        1024..0x0010_0000 => format!("{} KiB", size / 1024),
        _ => format!("{} MiB", size / 1024 / 1024),
    }
}
