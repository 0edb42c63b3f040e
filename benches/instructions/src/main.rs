//! How many instructions `verify` takes beyond the MAC, against a checked-in baseline: unlike nanoseconds, the same on a busy
//! machine and on every processor.
//!
//! `cargo run --release --manifest-path benches/instructions/Cargo.toml` needs valgrind, and fails if one of them has grown by
//! more than 5 %. With `UPDATE_BASELINE=1` it writes what it has counted to `baseline.txt`.
//!
//! Valgrind's processor has no SHA extensions, so the MAC's own share is that of the portable code; it is counted by itself and
//! taken off, or it would hide the rest.

use std::{collections::BTreeMap, env, fmt::Write as _, fs, hint::black_box, path::Path, process::Command};

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use hookseal::{
    Provider, Verifier,
    provider::{GitHub, Shopify, Slack, StandardWebhooks, Stripe},
    testing::{Signer, TestClock},
};
use http::{HeaderMap, HeaderValue};
use sha2::Sha256;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const CALLS: u64 = 100;
/// In percent of the baseline.
const MAX_GROWTH: u64 = 5;
/// The argument by which this program, run by valgrind, knows what it is to do.
const COUNTED: &str = "--counted";

/// A provider's share of this program: what is counted.
type Work = fn(part: &str);

const WORK: [(&str, Work); 5] = [
    ("github", |part| work::<GitHub>(part, |_, body| vec![body])),
    ("shopify", |part| work::<Shopify>(part, |_, body| vec![body])),
    ("slack", |part| work::<Slack>(part, |time, body| vec![b"v0:", time, b":", body])),
    ("standard-webhooks", |part| work::<StandardWebhooks>(part, |time, body| vec![ID, b".", time, b".", body])),
    ("stripe", |part| work::<Stripe>(part, |time, body| vec![time, b".", body])),
];

const ID: &[u8] = b"msg_27UH4WbU6Z5A5EzD8u03";

fn main() {
    let arguments: Vec<_> = env::args().collect();
    if let [_, mode, name, part] = &*arguments
        && mode == COUNTED
    {
        let (_, work) = WORK.iter().find(|(known, _)| known == name).expect("a known name");
        return work(part);
    }
    let counted: BTreeMap<&str, u64> =
        WORK.iter().map(|(name, _)| (*name, count(name, "verify").saturating_sub(count(name, "mac")))).collect();
    compare(&counted);
}

/// Instructions of one call, as valgrind counts them.
fn count(name: &str, part: &str) -> u64 {
    let program = env::current_exe().expect("this program");
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*counted_calls*"])
        .arg(program)
        .args([COUNTED, name, part])
        .output()
        .expect("valgrind is installed");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    let total = said.lines().find_map(|line| line.split("Collected : ").nth(1)).expect("a total");
    let total: u64 = total.trim().parse().expect("a number");
    assert!(total > CALLS, "nothing was counted: {said}");
    total / CALLS
}

fn compare(counted: &BTreeMap<&str, u64>) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("baseline.txt");
    if env::var_os("UPDATE_BASELINE").is_some() {
        let text = counted.iter().fold(String::new(), |mut text, (name, count)| {
            writeln!(text, "{name} {count}").expect("a string");
            text
        });
        fs::write(&file, text).expect("the baseline can be written");
    }
    let baseline = fs::read_to_string(&file).expect("a baseline");
    println!("{:<18} {:>9} {:>9} {:>7}", "provider", "baseline", "counted", "growth");
    let mut grown = Vec::new();
    for (name, count) in counted {
        let line = baseline.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        let before: u64 = line.and_then(|count| count.parse().ok()).expect("each provider has a baseline");
        let percent = i128::from(*count) * 100 / i128::from(before) - 100;
        println!("{name:<18} {before:>9} {count:>9} {percent:>6} %");
        if count * 100 > before * (100 + MAX_GROWTH) {
            grown.push(*name);
        }
    }
    assert!(grown.is_empty(), "more than {MAX_GROWTH} % over the baseline: {}", grown.join(", "));
}

fn work<P: Provider>(part: &str, message: for<'m> fn(&'m [u8], &'m [u8]) -> Vec<&'m [u8]>) {
    let clock = TestClock::at(std::time::SystemTime::now());
    let body = Bytes::from(format!(r#"{{"id":"evt_1","type":"bench","pad":"{}"}}"#, "x".repeat(1024 - 40)));
    let id = std::str::from_utf8(ID).expect("ASCII");
    let delivery = Signer::new::<P>().id(id).at(clock.now()).sign(SECRET, body.clone());
    let verifier = Verifier::<P>::builder().secret(SECRET).build().expect("a secret");
    let headers = with_company(delivery.headers().clone());

    let key = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any key");
    let parts = message(b"1700000000", &body);
    let mac = || {
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
    if part == "mac" { counted_calls(mac) } else { counted_calls(verify) }
}

/// What valgrind counts, found by its name.
#[inline(never)]
fn counted_calls(call: impl Fn()) {
    for _ in 0..CALLS {
        call();
    }
}

/// The other headers of a request, which a lookup has to pass.
fn with_company(mut headers: HeaderMap) -> HeaderMap {
    for name in ["host", "user-agent", "content-type", "content-length", "accept", "x-forwarded-for", "x-request-id"] {
        headers.insert(name, HeaderValue::from_static("something of the usual length"));
    }
    headers
}
