//! Each promise of SECURITY.md names tests that are there, and no other number of hostile inputs than there are.

use std::path::Path;

const PAGE: &str = include_str!("../../SECURITY.md");
const CASES: &str = include_str!("../hostile_inputs/cases.jsonl");

#[test]
fn its_tests_are_there() {
    let links = PAGE.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link);
    let tests: Vec<_> = links.filter(|link| link.starts_with("tests/")).collect();
    assert!(tests.len() > 20, "{tests:?}");
    for test in tests {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(test).exists(), "{test}");
    }
}

#[test]
fn its_number_is_right() {
    let hostile = CASES.lines().filter(|line| !line.contains(r#""must": "accept""#)).count();
    assert!(PAGE.contains(&format!("- {hostile} hostile inputs ")), "there are {hostile}");
}
