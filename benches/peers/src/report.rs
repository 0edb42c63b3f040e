//! `RESULTS.md`: chapters, of which a run writes those that it measured and leaves the others as they are.

use std::{fs, path::Path, process::Command};

use crate::cpu;

/// Where it is, beside the manifest.
const RESULTS: &str = "RESULTS.md";

const INTRODUCTION: &str = "# hookseal beside its peers

Measured in one process, in alternating rounds, by the CPU time of the thread; what is given is the median. **In each table
the first row is the yardstick**: it has its time, the others say how many times that. *Allocations* are those of one call,
counted in a run of their own. Nothing here is meant to be compared across machines, and differences of a few per cent
across runs are noise.
";

/// The chapters, in their order.
const CHAPTERS: [(&str, &str); 3] =
    [("speed", "In one process"), ("ends", "End to end"), ("cost", "What a program pays")];

/// Puts a chapter in the place of its predecessor.
pub fn write(project: &Path, chapter: &str, how: &str, text: &str) {
    let path = project.join(RESULTS);
    let old = fs::read_to_string(&path).unwrap_or_default();
    let mut whole = INTRODUCTION.to_owned();
    for (name, title) in CHAPTERS {
        let (begin, end) = (format!("\n<!-- {name} -->\n"), format!("<!-- /{name} -->\n"));
        let kept = old.split_once(&begin).and_then(|(_, rest)| rest.split_once(&end)).map(|(kept, _)| kept);
        let content = if name == chapter {
            format!("## {title}\n\n{}\n\n{text}", conditions(how))
        } else if let Some(kept) = kept {
            kept.to_owned()
        } else {
            continue;
        };
        whole.extend([&begin, &content, &end].map(String::as_str));
    }
    fs::write(path, whole).expect("a folder that can be written to");
}

/// Under which the figures came about.
fn conditions(how: &str) -> String {
    let [date, rustc] = [("date", "-u +%F"), ("rustc", "--version")].map(|(program, arguments)| {
        let output = Command::new(program).args(arguments.split(' ')).output().expect("a program that is installed");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    });
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default().to_owned();
    format!("{date}, {}, {rustc}, load of the machine at the end {load}: `{how}`.", cpu::model())
}
