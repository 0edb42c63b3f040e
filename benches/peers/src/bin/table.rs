//! Measures and writes `RESULTS.md` and `speed.svg`; see `run`, beside the manifest, which builds it.
//!
//! `table [--quick] [speed] [ends] [cost]`: what to measure; speed and ends if nothing is said.

use std::{env, path::Path, process::Command, thread, time::Duration};

use hookseal_peers::{chart, cost, cpu, ends, report, rounds::Pace, speed, table::Table};

fn main() {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let chapters: Vec<_> = arguments.iter().filter(|argument| *argument != "--quick").map(String::as_str).collect();
    let chapters = if chapters.is_empty() { vec!["speed", "ends"] } else { chapters };
    let known = ["speed", "ends", "cost"];
    assert!(chapters.iter().all(|chapter| known.contains(chapter)), "to measure: {}", known.join(", "));

    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    for chapter in chapters {
        let how = format!("benches/peers/run {}{chapter}", if quick { "--quick " } else { "" });
        let text = match chapter {
            "speed" => speed(project, quick),
            "ends" => {
                let (rounds, turn) = if quick { (5, 150) } else { (21, 500) };
                // A thread that keeps to the processor that the servers leave; what comes after has both again.
                let sender = thread::spawn(move || {
                    cpu::keep_to(1);
                    ends::measure(rounds, Duration::from_millis(turn))
                });
                sender.join().expect("servers that answer")
            }
            _ => cost::measure(project, if quick { 1 } else { 3 }),
        };
        report::write(project, chapter, &how, &text);
        println!("{text}");
    }
}

fn speed(project: &Path, quick: bool) -> String {
    let counted = allocations();
    let count = |group: &str, name: &str| {
        let found = counted.iter().find(|counted| counted.0 == group && counted.1 == name);
        found.map(|counted| counted.2)
    };
    let (rounds, turn) = if quick { (11, 1) } else { (101, 2) };
    let pace = Pace { rounds, turn: Duration::from_millis(turn) };
    let tables: Vec<_> = speed::groups().iter().map(|group| Table::measure(group, pace, count)).collect();
    chart::write(project, &tables);
    tables.iter().map(Table::to_string).collect::<Vec<_>>().join("\n")
}

/// What the program of this name has counted: group, contestant, number.
fn allocations() -> Vec<(String, String, f64)> {
    let program = env::current_exe().expect("a path").with_file_name("allocations");
    let output = Command::new(program).output().expect("`allocations`, which is built together with this program");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let line = |line: &str| {
        let mut words = line.split('\t').map(str::to_owned);
        let count = |text: String| text.parse().expect("a number");
        (words.next().expect("a group"), words.next().expect("a contestant"), words.next().map(count).expect("a count"))
    };
    text.lines().map(line).collect()
}
