//! What a program pays that does nothing but verify: crates, seconds of compiling, bytes.

use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use crate::rounds::median;

/// A program, and what it depends on. `HOOKSEAL` stands for the path of the library.
struct Program {
    name: &'static str,
    dependencies: &'static str,
    source: &'static str,
}

const EMPTY: Program = Program { name: "empty", dependencies: "", source: "fn main() {}\n" };

const PROGRAMS: &[Program] = &[
    Program {
        name: "hookseal",
        dependencies: "hookseal = { path = 'HOOKSEAL' }\nhttp = '1'",
        source: include_str!("../programs/hookseal.rs"),
    },
    Program {
        name: "hookseal, without default features",
        dependencies: "hookseal = { path = 'HOOKSEAL', default-features = false }\nhttp = '1'",
        source: include_str!("../programs/hookseal.rs"),
    },
    Program {
        name: "hand-rolled",
        dependencies: "hmac = '0.13'\nsha2 = '0.11'\nhex = '0.4'",
        source: include_str!("../programs/hand_rolled.rs"),
    },
    Program {
        name: "standardwebhooks",
        dependencies: "standardwebhooks = '1.0.1'\nhttp = '1'",
        source: include_str!("../programs/standardwebhooks.rs"),
    },
    Program {
        name: "webhook-verify, with `http`",
        dependencies: "webhook-verify = { version = '0.1.0', features = ['http'] }\nhttp = '1'",
        source: include_str!("../programs/webhook_verify.rs"),
    },
    Program {
        name: "hook0-client, `consumer` only",
        dependencies: "hook0-client = { version = '2.0.3', default-features = false, features = ['consumer'] }",
        source: include_str!("../programs/hook0_client.rs"),
    },
    Program { name: "svix", dependencies: "svix = '2.9.1'\nhttp = '1'", source: include_str!("../programs/svix.rs") },
    Program {
        name: "async-stripe-webhook",
        dependencies: "async-stripe-webhook = '=1.0.0-rc.10'",
        source: include_str!("../programs/async_stripe.rs"),
    },
    Program {
        name: "axum-standardwebhooks, with axum",
        dependencies: "axum-standardwebhooks = '1.0.0'\naxum = '0.8'\ntokio = { version = '1', features = ['rt', 'net'] }",
        source: include_str!("../programs/axum_standardwebhooks.rs"),
    },
    Program {
        name: "hookseal, with axum",
        dependencies: "hookseal = { path = 'HOOKSEAL', features = ['axum'] }\naxum = '0.8'\ntokio = { version = '1', features = ['rt', 'net'] }",
        source: include_str!("../programs/hookseal_axum.rs"),
    },
];

/// What was found.
struct Cost {
    crates: usize,
    seconds: f64,
    bytes: u64,
}

/// Builds all programs so many times and writes a table.
pub fn measure(project: &Path, times: usize) -> String {
    let library = project.join("../..").canonicalize().expect("the library");
    let folder = env::temp_dir().join(format!("hookseal-cost-{}", std::process::id()));
    let cost = |program: &Program| {
        eprintln!("{}", program.name);
        program.measure(&folder, &library, times)
    };
    let empty = cost(&EMPTY);
    let mut text = "| | crates | clean build | stripped program |\n|---|--:|--:|--:|\n".to_owned();
    for program in PROGRAMS {
        let Cost { crates, seconds, bytes } = cost(program);
        let kilobytes = bytes.saturating_sub(empty.bytes) / 1024;
        writeln!(text, "| {} | {crates} | {seconds:.1} s | {kilobytes} KiB |", program.name).expect("memory");
    }
    fs::remove_dir_all(folder).expect("a folder of one's own");
    text.push_str(
        "\nCrates: all that are compiled, besides the program itself. Build: `cargo build --release --jobs 2` into an empty \
         folder, everything downloaded before. Program: more than an empty one's.\n",
    );
    text
}

impl Program {
    fn measure(&self, folder: &Path, library: &Path, times: usize) -> Cost {
        let (folder, target) = (folder.join("program"), folder.join("target"));
        self.write(&folder, library);
        run(&folder, &target, &["fetch", "--quiet"]);
        let tree = run(&folder, &target, &["tree", "--edges", "normal,build", "--prefix", "none", "--no-dedupe"]);
        let mut crates: Vec<_> = tree.lines().map(|line| line.trim_end_matches(" (proc-macro)")).collect();
        crates.sort_unstable();
        crates.dedup();
        let mut seconds = Vec::new();
        for _ in 0..times {
            if target.exists() {
                fs::remove_dir_all(&target).expect("a folder of one's own");
            }
            let start = Instant::now();
            run(&folder, &target, &["build", "--release", "--quiet", "--jobs", "2"]);
            seconds.push(start.elapsed().as_secs_f64());
        }
        let bytes = fs::metadata(target.join("release/program")).expect("a program").len();
        Cost { crates: crates.len() - 1, seconds: median(seconds), bytes }
    }

    fn write(&self, folder: &Path, library: &Path) {
        if folder.exists() {
            fs::remove_dir_all(folder).expect("a folder of one's own");
        }
        fs::create_dir_all(folder.join("src")).expect("a folder of one's own");
        let dependencies = self.dependencies.replace("HOOKSEAL", &library.display().to_string());
        let manifest = format!(
            "[package]\nname = 'program'\nedition = '2024'\n[workspace]\n[profile.release]\nstrip = true\n[dependencies]\n\
             {dependencies}\n"
        );
        for (name, text) in [("Cargo.toml", manifest.as_str()), ("src/main.rs", self.source)] {
            fs::write(folder.join(name), text).expect("a folder of one's own");
        }
    }
}

/// Runs cargo as it is run by hand, and not as this run of it would have it.
fn run(folder: &PathBuf, target: &Path, arguments: &[&str]) -> String {
    let output = Command::new("cargo")
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS")
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo");
    assert!(output.status.success(), "cargo {}", arguments.join(" "));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
