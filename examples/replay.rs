//! Says of captured deliveries what a verifier would say, and why.
//!
//! `cargo run --example replay --all-features -- FILE.jsonl`
//!
//! Each line of the file is a JSON object with the fields `provider`, `name`, `secret`, `method`, `url`, `headers`,
//! `body` (or `body_base64`) and `now_unix`, the clock at which to verify; `secret2`, `public_key`, `key_id`,
//! `tolerance_s` and `config` are honoured where they are there. One JSON line is printed for each, in order. The exit
//! status is 0 if every line could be read.

#[path = "support/capture.rs"]
mod capture;

use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
    process::ExitCode,
};

use capture::Capture;
use serde_json::{Value, json};

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: replay FILE.jsonl");
        return ExitCode::from(2);
    };
    match File::open(&path).and_then(|file| replay(BufReader::new(file), std::io::stdout().lock())) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{}: {error}", path.to_string_lossy());
            ExitCode::from(2)
        }
    }
}

/// Whether every line could be read.
fn replay(lines: impl BufRead, mut report: impl Write) -> std::io::Result<bool> {
    let mut all_read = true;
    for (number, line) in (1..).zip(lines.lines()) {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let judged = Capture::read(&line).and_then(|capture| Ok(capture.report(&capture.verify()?)));
        let judged = judged.unwrap_or_else(|why| {
            all_read = false;
            unreadable(&line, number, &why)
        });
        writeln!(report, "{judged}")?;
    }
    Ok(all_read)
}

/// The report on a line that lacks something.
fn unreadable(line: &str, number: usize, why: &str) -> Value {
    let line: Value = serde_json::from_str(line).unwrap_or_default();
    json!({
        "provider": line["provider"], "name": line["name"], "verdict": null, "kind": "unreadable", "status": null,
        "id": null, "event": null, "key_id": null, "detail": format!("line {number}: {why}"),
    })
}
