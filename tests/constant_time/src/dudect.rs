//! A second witness, to be run by hand: how long `verify` takes for a signature that is wrong at its first digit and for one
//! that is wrong at its last, by Welch's t-test (Reparaz, Balasch and Verbauwhede, "Dude, is my code constant time?", 2017).
//!
//! A |t| above 10 is a difference; below 5 there is none to be seen in so many samples.

use std::{
    hint::black_box,
    time::{Duration, Instant, SystemTime},
};

use hookseal::Provider;
use hookseal::{
    Verifier,
    provider::{GitHub, Shopify, Stripe, Telegram},
    testing::{Signer, TestClock},
};
use http::{HeaderMap, HeaderValue};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// When it is.
const NOW: Duration = Duration::from_secs(UNIX);
const UNIX: u64 = 1_800_000_000;
const BODY: &[u8] = br#"{"id":"evt_1","type":"test.event"}"#;

/// How often each kind is timed.
const SAMPLES: usize = 200_000;

/// How many are timed together, so that the clock's own steps do not matter.
const TOGETHER: usize = 16;

/// Mean and variance, one value after the other.
#[derive(Default)]
struct Moments {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    fn add(&mut self, value: f64) {
        self.count += 1.0;
        let difference = value - self.mean;
        self.mean += difference / self.count;
        self.squares += difference * (value - self.mean);
    }

    fn error(&self) -> f64 {
        self.squares / (self.count - 1.0) / self.count
    }
}

/// Welch's t of two kinds of acts, which are done in an order that no clock can follow. Values above the 90th percentile of
/// both together are interruptions, and left out.
fn t(acts: &mut [&mut dyn FnMut(); 2]) -> f64 {
    let mut order = 0x9e37_79b9_7f4a_7c15_u64;
    let mut found: Vec<(usize, u128)> = Vec::with_capacity(2 * SAMPLES);
    for _ in 0..2 * SAMPLES {
        // xorshift64
        order ^= order << 13;
        order ^= order >> 7;
        order ^= order << 17;
        let kind = usize::from(order & 1 == 1);
        let start = Instant::now();
        for _ in 0..TOGETHER {
            acts[kind]();
        }
        found.push((kind, start.elapsed().as_nanos()));
    }
    let mut sorted: Vec<_> = found.iter().map(|(_, nanos)| *nanos).collect();
    sorted.sort_unstable();
    let most = sorted[sorted.len() * 9 / 10];
    let mut moments = [Moments::default(), Moments::default()];
    for (kind, nanos) in found.into_iter().filter(|(_, nanos)| *nanos <= most) {
        moments[kind].add(u32::try_from(nanos).map_or(f64::MAX, f64::from));
    }
    let [one, other] = moments;
    (one.mean - other.mean) / (one.error() + other.error()).sqrt()
}

/// Signatures of a provider that are wrong at their first digit and at their last.
fn verify<P: Provider>(header: &'static str, frame: usize) -> f64 {
    let now = SystemTime::UNIX_EPOCH + NOW;
    let verifier = Verifier::<P>::builder().secret(SECRET).clock(TestClock::at_unix(UNIX)).dangerous();
    let verifier = verifier.unprotected_body().build().expect("a secret");
    let (headers, _) = Signer::new::<P>().at(now).sign(SECRET, BODY).into_headers_and_body();
    let right = headers[header].as_bytes().to_vec();
    let digits = right.iter().rposition(|byte| *byte != b'=').expect("a signature");
    let wrong = |place: usize| -> HeaderMap {
        let mut value = right.clone();
        value[place] = if value[place] == b'a' { b'b' } else { b'a' };
        let mut headers = headers.clone();
        headers.insert(header, HeaderValue::from_bytes(&value).expect("a value"));
        assert!(verifier.verify(&headers, BODY).is_err(), "{header}: {place}");
        headers
    };
    let judge = |headers: &HeaderMap| drop(black_box(verifier.verify(black_box(headers), BODY)));
    let (first, last) = (wrong(frame), wrong(digits));
    t(&mut [&mut || judge(&first), &mut || judge(&last)])
}

/// What a comparison that ends at the first difference comes to, for which there must be a difference.
fn naive() -> f64 {
    let expected = [b'x'; 64];
    let wrong = |place: usize| {
        let mut found = expected;
        found[place] = b'y';
        found
    };
    let equal = |found: &[u8; 64]| {
        black_box(black_box(&expected).iter().zip(black_box(found)).all(|(one, other)| one == other));
    };
    let (first, last) = (wrong(0), wrong(63));
    t(&mut [&mut || equal(&first), &mut || equal(&last)])
}

fn main() {
    println!("{:<40} {:>9}", "wrong at the first digit, and at the last", "t");
    for (what, t) in [
        ("a loop that ends early (must differ)", naive()),
        ("GitHub: hex", verify::<GitHub>("x-hub-signature-256", "sha256=".len())),
        ("Stripe: hex in a list", verify::<Stripe>("stripe-signature", "t=1800000000,v1=".len())),
        ("Shopify: base64", verify::<Shopify>("x-shopify-hmac-sha256", 0)),
        ("Telegram: a token", verify::<Telegram>("x-telegram-bot-api-secret-token", 0)),
    ] {
        println!("{what:<40} {t:>9.2}");
    }
}
