//! Replays the inputs of the fuzz targets: captured deliveries, presets, certificates, and the corpus. What is a finding there
//! is a failure here.
#![cfg(all(
    feature = "testing",
    feature = "form",
    feature = "sha1",
    feature = "md5",
    feature = "keccak",
    feature = "nfkd",
    feature = "ed25519",
    feature = "aes",
    feature = "xml",
    feature = "ecdsa",
    feature = "rsa",
    feature = "jwt",
    feature = "x509",
    feature = "crc32"
))]

use std::{
    fs,
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
};

use base64ct::{Base64, Encoding as _};

#[path = "fuzz/src/lib.rs"]
mod fuzz;
#[path = "fuzz/seeds.rs"]
mod seeds;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz").join(name)
}

/// The inputs of a target that were found by running it and are checked in, one in base64 on each line.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let text = fs::read_to_string(folder(&format!("corpus/{target}.txt"))).expect("a corpus");
    text.lines().map(|line| Base64::decode_vec(line).expect("base64")).collect()
}

/// Runs the inputs; says which one it was that failed.
fn replay(name: &str) {
    let target = fuzz::target(name);
    let inputs = [seeds::of(name), corpus(name)].concat();
    assert!(inputs.len() > 20, "{name}: {} inputs", inputs.len());
    for input in inputs {
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| target(&input)));
        let shown = String::from_utf8_lossy(&input);
        assert!(outcome.is_ok(), "{name}: {}\n{shown}", Base64::encode_string(&input));
    }
}

/// A test for each target, so that they run side by side.
macro_rules! replayed {
    ($($target:ident),+) => {
        $(
            #[test]
            fn $target() {
                replay(stringify!($target));
            }
        )+

        #[test]
        fn no_target_is_left_out() {
            assert_eq!([$(stringify!($target)),+], fuzz::TARGETS.map(|(name, _)| name));
        }
    };
}

replayed!(certificates, deliveries, documents, fields, locators, schemes, tokens);

/// `cargo test --all-features --test fuzz_corpus -- --ignored` writes them to `tests/fuzz/seeds`, each to a file, as libFuzzer
/// wants it.
#[test]
#[ignore = "writes the files that cargo-fuzz begins with"]
fn write_seeds() {
    for (name, _) in fuzz::TARGETS {
        let folder = folder("seeds").join(name);
        fs::create_dir_all(&folder).expect("a folder");
        for (number, input) in [seeds::of(name), corpus(name)].concat().iter().enumerate() {
            fs::write(folder.join(format!("{number:05}")), input).expect("a file");
        }
    }
}
