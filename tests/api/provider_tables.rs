//! What README and documentation say of the providers is what the code does: their tables are made from it.
#![cfg(all(
    feature = "sha1",
    feature = "md5",
    feature = "keccak",
    feature = "nfkd",
    feature = "ed25519",
    feature = "ecdsa",
    feature = "rsa",
    feature = "jwt",
    feature = "x509",
    feature = "crc32"
))]

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use hookseal::{
    provider::{self, Preset},
    scheme::{Algorithm, Curve, JwsAlgorithm, Proof, RsaPadding, Scheme, SignatureAlgorithm},
};

/// The README's choice: what most people look for first.
const BEST_KNOWN: [&str; 20] = [
    "standard-webhooks",
    "stripe",
    "github",
    "gitlab",
    "slack",
    "shopify",
    "svix",
    "clerk",
    "openai",
    "paddle",
    "meta",
    "telegram",
    "twitch",
    "zoom",
    "linear",
    "jira",
    "docusign",
    "mailgun",
    "mercadopago",
    "x",
];

const UPDATE: &str = "UPDATE_TABLES=1 cargo test --all-features --test api provider_tables::";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn row(table: &mut String, preset: &Preset, name: &str) {
    let scheme = &preset.scheme;
    let check = if scheme.handshake_kind().is_none() { "" } else { "answered" };
    let (proof, covered, time, id) = (proof(scheme), covered(scheme), time(scheme), id(scheme));
    writeln!(table, "| {} | {name} | {proof} | {covered} | {time} | {id} | {check} |", scheme.name())
        .expect("a string");
}

const HEAD: &str = "| provider | type | proof | covered | time window | id | endpoint check |\n\
                    |---|---|---|---|---|---|---|\n";

/// For the documentation: all of them.
fn whole_table() -> String {
    let mut table = HEAD.to_owned();
    let mut all: Vec<_> = provider::all().collect();
    all.sort_by_key(|preset| preset.scheme.name());
    for preset in all {
        row(&mut table, preset, &format!("[`{}`]", preset.type_name));
    }
    table
}

/// For the README.
fn short_table() -> String {
    let mut table = HEAD.to_owned();
    for name in BEST_KNOWN {
        let preset = provider::all().find(|preset| preset.scheme.name() == name).unwrap_or_else(|| panic!("{name}"));
        row(&mut table, preset, &format!("`{}`", preset.type_name));
    }
    let all = provider::all().count();
    write!(table, "\nand {} more: {all} in all, each a file of data.\n", all - BEST_KNOWN.len()).expect("a string");
    table
}

fn proof(scheme: &Scheme) -> String {
    let name = |algorithm| match algorithm {
        Algorithm::Sha256 => "SHA-256",
        Algorithm::Sha384 => "SHA-384",
        Algorithm::Sha512 => "SHA-512",
        Algorithm::Sha1 => "SHA-1",
        Algorithm::Md5 => "MD5",
        Algorithm::Keccak256 => "Keccak-256",
        other => panic!("{other:?} has no name yet"),
    };
    match scheme.proof() {
        Proof::Mac(algorithm) => format!("HMAC-{}", name(algorithm)),
        Proof::Hash(algorithm) => format!("plain {}", name(algorithm)),
        Proof::Token => "token".into(),
        Proof::Signed(algorithm) => signed(algorithm),
        Proof::Jws(jws) => {
            let names: Vec<_> = jws.algorithms().map(JwsAlgorithm::as_str).collect();
            format!("JWS by {}", names.join(", "))
        }
        Proof::HttpSignature(_) => "signed request".into(),
        other => panic!("{other:?} has no name yet"),
    }
}

fn signed(algorithm: SignatureAlgorithm) -> String {
    match algorithm {
        SignatureAlgorithm::Ed25519 => "Ed25519".into(),
        SignatureAlgorithm::Ecdsa { curve: Curve::Secp256k1, .. } => "ECDSA secp256k1".into(),
        SignatureAlgorithm::Ecdsa { curve, .. } => format!("ECDSA {curve:?}").replace('P', "P-"),
        SignatureAlgorithm::Rsa { padding: RsaPadding::Pss, .. } => "RSA-PSS".into(),
        SignatureAlgorithm::Rsa { .. } => "RSA".into(),
        other => panic!("{other:?} has no name yet"),
    }
}

fn covered(scheme: &Scheme) -> String {
    let parts = [
        (scheme.covers_body(), "body"),
        (scheme.covers_timestamp(), "time"),
        (scheme.covers_url(), "URL"),
        (scheme.covers_query() && !scheme.covers_url(), "query"),
        (scheme.id_is_signed() && !scheme.covers_body(), "id"),
    ];
    let covered: Vec<_> = parts.into_iter().filter_map(|(is_covered, what)| is_covered.then_some(what)).collect();
    match covered.is_empty() {
        true => "nothing".into(),
        false if scheme.covers_body() => covered.join(", "),
        false => format!("{}, **not the body**", covered.join(", ")),
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

/// Holds what is written between two marks against what should be; writes it instead if asked to.
fn compare(path: &str, wanted: &str) {
    const BEGIN: &str = "<!-- providers -->\n";
    const END: &str = "<!-- /providers -->";
    let path = root().join(path);
    let text = fs::read_to_string(&path).expect("a file");
    let (before, from) = text.split_once(BEGIN).expect("where the table begins");
    let (written, after) = from.split_once(END).expect("where it ends");
    if std::env::var_os("UPDATE_TABLES").is_some() {
        fs::write(path, format!("{before}{BEGIN}{wanted}{END}{after}")).expect("to write");
        return;
    }
    assert_eq!(written, wanted, "{} is stale: {UPDATE}", path.display());
}

#[test]
fn the_table_of_the_documentation_is_that_of_the_code() {
    compare("src/provider/table.md", &whole_table());
}

#[test]
fn the_table_of_the_readme_is_that_of_the_code() {
    compare("README.md", &short_table());
}

#[test]
fn every_provider_is_a_short_file_that_states_its_facts() {
    let mut documented = 0;
    for entry in fs::read_dir(root().join("src/provider")).expect("the folder of providers") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a file");
        let name = path.file_name().map(Path::new).expect("a name").display();
        let types = text.matches("\npub enum ").count();
        assert!(types > 0, "{name} has no provider");
        assert!(text.lines().count() < 60, "{name} is too long for data");
        for fact in ["Source", "Confidence: "] {
            assert!(text.contains(fact), "{name} does not say its `{fact}`");
        }
        assert!(text.contains("https://"), "{name} names no page");
        documented += types;
    }
    assert_eq!(documented, provider::all().count(), "each type is in the list, and each in a file");
}
