//! Rotating a secret without losing a delivery: both verify for a while, then the old one stops by itself.
//!
//! `cargo run --example rotate_secret --features testing`

use std::time::{Duration, SystemTime};

use hookseal::{
    Secret, Verifier,
    provider::Shopify,
    testing::{TestClock, sign},
};

fn main() -> Result<(), hookseal::SetupError> {
    // A clock that the example can move; leave `.clock(…)` out in earnest.
    let clock = TestClock::at(SystemTime::now());
    let end = clock.now() + Duration::from_secs(24 * 60 * 60);

    let shopify = Verifier::<Shopify>::builder()
        .secret(Secret::new("the new secret").id("2026-11"))
        .secret_until(Secret::new("the old secret").id("2025-11"), end)
        .clock(clock.clone())
        .build()?;

    let deliver = |secret: &str| {
        let (headers, body) = sign::<Shopify>(secret, r#"{"id":1}"#).into_headers_and_body();
        match shopify.verify(&headers, body) {
            Ok(event) => println!("  accepted, signed with the secret of {}", event.key_id()),
            Err(error) => println!("  {}: {error}", error.status()),
        }
    };

    println!("today:");
    deliver("the new secret");
    deliver("the old secret");

    clock.advance(Duration::from_secs(24 * 60 * 60));
    println!("tomorrow:");
    deliver("the new secret");
    deliver("the old secret");
    Ok(())
}
