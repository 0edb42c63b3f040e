//! `verify` beside the floor: the bare MAC with a prepared key over the same slices, and nothing else.
//!
//! `cargo bench --bench verify --features testing`
//!
//! Both are measured in alternating rounds of one run; what counts is the ratio of the medians, since the nanoseconds
//! are those of a machine that may be busy with other things.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use hookseal::{
    Provider, Verifier,
    provider::{GitHub, Shopify, Slack, StandardWebhooks, Stripe},
    testing::{Signer, TestClock},
    time::SystemClock,
};
use sha2::Sha256;

const SIZES: [usize; 4] = [256, 1024, 16 * 1024, 1024 * 1024];
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ROUNDS: usize = 41;

fn main() {
    // `cargo test --benches` only wants to see it start.
    let quick = !std::env::args().any(|argument| argument == "--bench");
    println!("{:<18} {:>9} {:>12} {:>12} {:>7}", "provider", "body", "floor", "verify", "ratio");
    for size in SIZES {
        row::<GitHub>(size, quick, |_, body| vec![body]);
        row::<Stripe>(size, quick, |time, body| vec![time, b".", body]);
        row::<Slack>(size, quick, |time, body| vec![b"v0:", time, b":", body]);
        row::<StandardWebhooks>(size, quick, |time, body| vec![b"msg_27UH4WbU6Z5A5EzD8u03", b".", time, b".", body]);
        row::<Shopify>(size, quick, |_, body| vec![body]);
    }
}

fn row<P: Provider>(size: usize, quick: bool, message: for<'m> fn(&'m [u8], &'m [u8]) -> Vec<&'m [u8]>) {
    let clock = TestClock::at(std::time::SystemTime::now());
    let body = Bytes::from(format!(r#"{{"id":"evt_1","type":"bench","pad":"{}"}}"#, "x".repeat(size - 40)));
    let delivery = Signer::new::<P>().id("msg_27UH4WbU6Z5A5EzD8u03").at(clock.now()).sign(SECRET, body.clone());
    // The machine's clock, whose reading is part of the price.
    let verifier = Verifier::<P>::builder().secret(SECRET).clock(SystemClock).build().expect("a secret");
    let headers = with_company(delivery.headers().clone());

    let key = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any key");
    let parts = message(b"1700000000", &body);
    let floor = || {
        let mut mac = key.clone();
        for part in black_box(&parts) {
            mac.update(part);
        }
        black_box(mac.finalize());
    };
    let verify = || {
        let result = verifier.verify(black_box(&headers), body.clone());
        assert!(black_box(&result).is_ok());
    };

    let calls = if quick { 1 } else { (2_000_000 / (size + 1000)).max(1) };
    let rounds = if quick { 1 } else { ROUNDS };
    let (mut bare, mut whole) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        bare.push(time(calls, floor));
        whole.push(time(calls, verify));
    }
    let (floor, verify) = (median(bare), median(whole));
    println!("{:<18} {:>9} {:>9.0} ns {:>9.0} ns {:>7.3}", P::SCHEME.name(), size, floor, verify, verify / floor);
}

/// The other headers of a request, which a lookup has to pass.
fn with_company(mut headers: http::HeaderMap) -> http::HeaderMap {
    for name in ["host", "user-agent", "content-type", "content-length", "accept", "x-forwarded-for", "x-request-id"] {
        headers.insert(name, http::HeaderValue::from_static("something of the usual length"));
    }
    headers
}

fn time(calls: usize, work: impl Fn()) -> Duration {
    let start = Instant::now();
    for _ in 0..calls {
        work();
    }
    start.elapsed() / u32::try_from(calls).expect("a few calls")
}

#[allow(clippy::cast_precision_loss)] // nanoseconds, well below 2^52
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_nanos() as f64
}
