//! The README says what the code does: its table of providers is made from the code.
#![cfg(feature = "sha1")]

use std::{fmt::Write as _, fs, path::PathBuf};

use hookseal::{
    provider,
    scheme::{Proof, Scheme},
};

const BEGIN: &str = "<!-- providers: written by `UPDATE_README=1 cargo test --all-features --test readme` -->\n";
const END: &str = "<!-- /providers -->";

fn readme() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

/// A row for each provider.
fn table() -> String {
    let mut table =
        String::from("| provider | type | covered | time window | id | endpoint check |\n|---|---|---|---|---|---|\n");
    for preset in provider::all() {
        let scheme = &preset.scheme;
        let (covered, time, id) = (covered(scheme), time(scheme), id(scheme));
        let check = if scheme.handshake_kind().is_none() { "" } else { "answered" };
        writeln!(table, "| {} | `{}` | {covered} | {time} | {id} | {check} |", scheme.name(), preset.type_name)
            .expect("a string");
    }
    table
}

fn covered(scheme: &Scheme) -> &'static str {
    match (scheme.proof(), scheme.covers_body(), scheme.freshness().is_some(), scheme.id_is_signed()) {
        (Proof::Token, ..) => "nothing: a token",
        (_, true, true, _) => "body, time",
        (_, true, false, _) => "body",
        _ => "not the body",
    }
}

fn time(scheme: &Scheme) -> String {
    scheme.freshness().map_or_else(|| "none".into(), |window| format!("{} s", window.past.as_secs()))
}

fn id(scheme: &Scheme) -> &'static str {
    match (scheme.has_id(), scheme.id_is_signed()) {
        (false, _) => "none",
        (true, true) => "signed",
        (true, false) => "unsigned",
    }
}

#[test]
fn the_table_of_providers_is_that_of_the_code() {
    let text = fs::read_to_string(readme()).expect("README.md");
    let (before, from) = text.split_once(BEGIN).expect("where the table begins");
    let (written, after) = from.split_once(END).expect("where it ends");
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(readme(), format!("{before}{BEGIN}{}{END}{after}", table())).expect("to write");
        return;
    }
    assert_eq!(written, table(), "stale: UPDATE_README=1 cargo test --all-features --test readme");
}
