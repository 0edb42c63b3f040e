//! End to end: servers that verify, and a sender on the other processor.

use std::{fmt::Write as _, time::Duration};

use crate::{
    ends::{
        load::Load,
        server::Server,
        variant::{Framework, Variant},
    },
    rounds::median,
    table::ratio,
};

pub mod actix;
pub mod axum;
pub mod checks;
mod load;
mod server;
pub mod variant;

const SIZES: [usize; 2] = [1024, 16 * 1024];

/// What one server did in one round.
#[derive(Clone, Copy)]
struct Round {
    /// In a second.
    requests: f64,
    /// Of the server, for a request.
    cpu_micros: f64,
    /// How much of the time the server had a processor.
    busy: f64,
}

/// Measures all servers in turns and writes a table for each framework and size.
pub fn measure(rounds: usize, turn: Duration) -> String {
    let mut text = String::new();
    for framework in Framework::ALL {
        let servers: Vec<_> = framework.variants().iter().map(|variant| Server::start(framework, *variant)).collect();
        for size in SIZES {
            let mut results = vec![Vec::new(); servers.len()];
            for round in 0..rounds {
                for number in 0..servers.len() {
                    let who = (round + number) % servers.len();
                    results[who].push(run(&servers[who], size, turn));
                }
            }
            write_table(&mut text, framework, size, &servers, &results);
        }
    }
    text
}

fn run(server: &Server, size: usize, turn: Duration) -> Round {
    let load = Load::new(server.address, size);
    let sent = load.run(turn, || server.cpu_time());
    let requests = f64::from(sent.requests);
    Round {
        requests: requests / sent.wall.as_secs_f64(),
        cpu_micros: sent.cpu.as_secs_f64() * 1e6 / requests,
        busy: sent.cpu.as_secs_f64() / sent.wall.as_secs_f64(),
    }
}

fn write_table(text: &mut String, framework: Framework, size: usize, servers: &[Server], results: &[Vec<Round>]) {
    let [name, size] = [framework.name().to_owned(), format!("{} KiB", size / 1024)];
    let head = "| handler | requests per second | of no verification | of svix | CPU per request | of no verification | busy |";
    write!(text, "### {name}, {size}\n\n{head}\n|---|--:|--:|--:|--:|--:|--:|\n").expect("memory");
    let svix = servers.iter().position(|server| server.variant == Variant::Svix).unwrap_or_default();
    for (server, rounds) in servers.iter().zip(results) {
        let middle = |value: fn(&Round) -> f64| median(rounds.iter().map(value).collect());
        let beside = |other: usize, value: fn(&Round) -> f64| {
            median(rounds.iter().zip(&results[other]).map(|(mine, theirs)| value(mine) / value(theirs)).collect())
        };
        writeln!(
            text,
            "| {} | {:.0} | {} | {} | {:.1} µs | {} | {:.0} % |",
            server.variant.name(),
            middle(|round| round.requests),
            ratio(beside(0, |round| round.requests)),
            ratio(beside(svix, |round| round.requests)),
            middle(|round| round.cpu_micros),
            ratio(beside(0, |round| round.cpu_micros)),
            100.0 * middle(|round| round.busy),
        )
        .expect("memory");
    }
    text.push('\n');
}
