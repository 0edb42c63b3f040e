//! The lines of `tests/vectors`, and what they say of an answer.

use std::{fs, path::Path};

use serde_json::Value;

/// The lines of all files, each with the place where it is written.
pub(crate) fn lines() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let entries = fs::read_dir(folder).expect("the folder of vectors").map(|entry| entry.expect("an entry").path());
    let files = entries.filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    let read = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).expect("a file of vectors");
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        lines.map(|(index, line)| (format!("{name}:{}", index + 1), line.to_owned())).collect::<Vec<_>>()
    };
    files.flat_map(|path| read(&path)).collect()
}

/// An answer is what the line says of it.
pub(crate) fn answers_as(case: &str, answer: &Value, wanted: &Value) {
    for field in ["status", "content_type", "body"] {
        if !wanted[field].is_null() {
            assert_eq!(answer[field], wanted[field], "{case}: {field}");
        }
    }
    for (name, value) in wanted["headers"].as_object().into_iter().flatten() {
        assert_eq!(answer["headers"][name.to_ascii_lowercase()], *value, "{case}: {name}");
    }
    if !wanted["json"].is_null() {
        let body: Value = serde_json::from_str(answer["body"].as_str().expect("a text")).expect("JSON");
        assert_eq!(body, wanted["json"], "{case}");
    }
}
