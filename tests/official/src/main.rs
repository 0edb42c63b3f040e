//! What hookseal and its peers in Rust make of the cases in a file: a line of JSON for each.
//!
//! Usage: `official CASES`

mod cost;
#[allow(dead_code)] // the test in `tests` counts the cases
#[path = "../../support/hostile_inputs.rs"]
mod hostile_inputs;
mod peers;

use std::{env, error::Error, fs, path::Path};

use hostile_inputs::{Case, Verdict};
use peers::{Library, Verify};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let file = env::args_os().nth(1).ok_or("usage: official CASES")?;
    let cases = Case::all(&fs::read_to_string(file)?);
    // What panics is told as a verdict.
    std::panic::set_hook(Box::new(|_| ()));
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"))?;
    let ours = |library: &Library| {
        let families = library.families;
        cases.iter().filter(move |case| families.contains(&case.text("family")))
    };
    let about = |library: &Library, case: &Case| {
        let version = version(&lock, library.name).expect("what this program is built with");
        json!({ "library": library.name, "language": "Rust", "version": version,
            "build": if cfg!(debug_assertions) { "debug" } else { "release" },
            "family": case.text("family"), "case": case.text("name") })
    };
    // Verdicts first: genuine deliveries get old while others are timed.
    for library in peers::all() {
        for case in ours(&library) {
            let mut line = about(&library, case);
            line["outcomes"] = outcomes(&library, case).into();
            println!("{line}");
        }
    }
    // What is not optimised says nothing about cost.
    for library in peers::all().iter().filter(|_| !cfg!(debug_assertions)) {
        for case in ours(library).filter(|case| case.line["cost"] == true) {
            let mut line = about(library, case);
            line["cost"] = json!(cost(library, case, &cases));
            println!("{line}");
        }
    }
    Ok(())
}

/// The version that this program was built with.
fn version<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
    Some(after.split_once('"')?.0)
}

/// Each kind of answer once.
fn outcomes(library: &Library, case: &Case) -> Vec<Value> {
    let verify = match (library.prepare)(case) {
        Ok(verify) => verify,
        Err(why) => return vec![json!(["refused", format!("set-up: {why}")])],
    };
    let judge = |delivery| match (library.apart)(delivery) {
        Some(why) => json!(["apart", why]),
        None => match Verdict::of(|| verify(delivery)) {
            Verdict::Accepted => json!(["accepted", ""]),
            Verdict::Refused(why) => json!(["refused", why]),
            Verdict::Panicked(why) => json!(["panicked", why]),
        },
    };
    for delivery in &case.before {
        judge(delivery);
    }
    let mut outcomes: Vec<_> = case.deliveries.iter().map(judge).collect();
    outcomes.sort_by_key(Value::to_string);
    outcomes.dedup();
    outcomes
}

/// How many genuine deliveries could be verified in the time that this case takes.
fn cost(library: &Library, case: &Case, cases: &[Case]) -> Option<f64> {
    let [delivery] = case.deliveries.as_slice() else { return None };
    let genuine = cases
        .iter()
        .find(|other| other.text("family") == case.text("family") && other.text("name") == "a genuine delivery")?;
    let run = |verify: &Verify, delivery| drop(Verdict::of(|| verify(delivery)));
    let verify = (library.prepare)(case).ok().filter(|_| (library.apart)(delivery).is_none())?;
    let verify_genuine = (library.prepare)(genuine).ok()?;
    Some(cost::median(|| run(&verify, delivery)) / cost::median(|| run(&verify_genuine, &genuine.deliveries[0])))
}
