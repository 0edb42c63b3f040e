//! Whether anything that hookseal does with a secret depends on what the secret is. Runs under valgrind, see `run`.

mod comparisons;
mod gate;
#[path = "../../support/genuine.rs"]
mod genuine;
mod handshakes;
mod keys;
mod poison;
mod providers;
mod twins;

use std::process::ExitCode;

use gate::Gate;

fn main() -> ExitCode {
    if matches!(crabgrind::run_mode(), crabgrind::RunMode::Native) {
        eprintln!("nothing is seen without valgrind: start `run`");
        return ExitCode::from(2);
    }
    let mut gate = Gate::new(std::env::args().nth(1));
    twins::run(&mut gate);
    keys::run(&mut gate);
    comparisons::run(&mut gate);
    handshakes::run(&mut gate);
    providers::run(&mut gate);
    gate.finish()
}
