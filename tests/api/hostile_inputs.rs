//! The hostile inputs on which hookseal is held against the libraries that providers publish: each is answered as it
//! should be. `tests/official` has the others' answers.
#![cfg(all(feature = "json", feature = "sha1", feature = "rsa", feature = "x509"))]

#[path = "../support/hostile_inputs.rs"]
mod inputs;

use inputs::{Case, Verdict, census};

const CASES: &str = include_str!("../hostile_inputs/cases.jsonl");

#[test]
fn each_is_answered_as_it_should_be() {
    for case in Case::all(CASES) {
        for verdict in case.judge() {
            let is_right = match verdict {
                Verdict::Accepted => case.is_accepted(),
                Verdict::Refused(_) => !case.is_accepted(),
                Verdict::Panicked(_) => false,
            };
            assert!(is_right, "{}: {verdict:?}", case.title());
        }
    }
}

/// A file that lost its cases would pass, too.
#[test]
fn there_are_cases_of_every_kind() {
    let census = census(&Case::all(CASES));
    for family in ["aws-sns", "github", "hook0", "slack", "standard-webhooks", "stripe", "twilio"] {
        let count = |must: &str| census.get(&(family.to_owned(), must.to_owned())).copied().unwrap_or_default();
        assert!(count("accept") >= 3 && count("refuse") >= 20, "{family}: {census:?}");
    }
}
