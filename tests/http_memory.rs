//! Sixty-four bodies of 100 MB at the same time take a server less than twice what its limits allow, whatever they are
//! sent over; and next to nothing, where the head alone tells that they are too large or not signed.
#![cfg(all(feature = "testing", feature = "axum", feature = "actix"))]

#[path = "http_memory/sender.rs"]
mod sender;
#[path = "http_memory/server.rs"]
mod server;
#[path = "support/worker.rs"]
mod worker;

use std::{fs, sync::Arc, time::Duration};

use tokio::{sync::Barrier, time::sleep};

use sender::{Body, HELD, Wire, send};
use server::{Framework, LIMIT};
use worker::Worker;

const CLIENTS: usize = 64;
const HUGE: usize = 100 << 20;

/// What the limits allow to be held of all bodies.
const LIMITS: usize = CLIENTS * LIMIT;
/// Of those who are refused by their heads, a server has no more than what it reads a connection with. That is most in
/// actix-web: 128 KiB are read ahead, into a buffer whose size doubles, and 32 KiB of the body handed on.
const CONNECTIONS: usize = CLIENTS * (320 << 10);

struct Case {
    name: &'static str,
    body: Body,
    status: u16,
    /// How much the server may grow.
    bound: usize,
    /// Whether the server has what they hold before the rest is sent: the bound would prove nothing otherwise.
    is_held: bool,
}

const CASES: [Case; 5] = [
    Case {
        name: "100 MB in chunks",
        body: Body { announced: None, size: HUGE, signed: true },
        status: 413,
        bound: 2 * LIMITS,
        is_held: true,
    },
    Case {
        name: "all that is allowed, announced",
        body: Body { announced: Some(LIMIT), size: LIMIT, signed: true },
        status: 401,
        bound: 2 * LIMITS,
        is_held: true,
    },
    Case {
        name: "all that is allowed, in chunks",
        body: Body { announced: None, size: LIMIT, signed: true },
        status: 401,
        bound: 2 * LIMITS,
        is_held: true,
    },
    Case {
        name: "100 MB announced",
        body: Body { announced: Some(HUGE), size: HUGE, signed: true },
        status: 413,
        bound: CONNECTIONS,
        is_held: false,
    },
    Case {
        name: "100 MB in chunks, not signed",
        body: Body { announced: None, size: HUGE, signed: false },
        status: 401,
        bound: CONNECTIONS,
        is_held: false,
    },
];

/// Not a test, but what the tests start in processes of their own.
#[test]
fn worker() {
    worker::work(server::serve);
}

/// A line of what the system says of the memory of a process, in bytes.
fn memory(process: u32, line: &str) -> usize {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("a system that tells");
    let kib = status.lines().find_map(|said| said.strip_prefix(line)?.strip_prefix(':')?.trim().strip_suffix(" kB"));
    kib.unwrap().parse::<usize>().unwrap() * 1024
}

async fn measure(framework: Framework, wire: Wire, case: &Case) {
    let name = format!("{framework:?}, {wire:?}, {}", case.name);
    let mut worker = Worker::start(&framework);
    let (address, process) = (worker.says().await, worker.id().unwrap());
    // What is made once, however many clients there are, is not theirs.
    let alone = Arc::new(Barrier::new(1));
    assert_eq!(send(address, wire, case.body, 1, &alone).await, [case.status], "{name}");
    let before = memory(process, "VmHWM");

    let halfway = Arc::new(Barrier::new(CLIENTS + 1));
    let sending = send(address, wire, case.body, CLIENTS, &halfway);
    let watching = async {
        halfway.wait().await;
        // What has been sent is on its way.
        sleep(Duration::from_millis(300)).await;
        let held = memory(process, "VmRSS").saturating_sub(before);
        halfway.wait().await;
        held
    };
    let (statuses, held) = tokio::join!(sending, watching);
    let grown = memory(process, "VmHWM") - before;
    println!("{name}: {held} bytes more while all are held, {grown} at most; {} are allowed", case.bound);
    assert_eq!(statuses, [case.status; CLIENTS], "{name}");
    assert!(!case.is_held || held >= CLIENTS * HELD / 2, "{name}: it is not held: {held}");
    assert!(grown < case.bound, "{name}: {grown}, and {} are allowed", case.bound);
}

async fn measure_all(framework: Framework, wire: Wire) {
    for case in &CASES {
        measure(framework, wire, case).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn axum_over_http1_keeps_to_its_limits() {
    measure_all(Framework::Axum, Wire::Http1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn axum_over_http2_keeps_to_its_limits() {
    measure_all(Framework::Axum, Wire::Http2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn actix_over_http1_keeps_to_its_limits() {
    measure_all(Framework::Actix, Wire::Http1).await;
}
