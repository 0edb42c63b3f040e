//! Verifying a genuine delivery takes no memory from the heap, whoever sent it.
//!
//! Alone in its file: the counters are those of the whole process.
#![cfg(feature = "testing")]

use std::alloc::System;

use bytes::Bytes;
use hookseal::{Scheme, provider::Preset, scheme::Proof};
use http::{HeaderMap, HeaderValue};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[path = "support/genuine.rs"]
mod genuine;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

type Value = fn(&str) -> HeaderValue;

const ROUNDS: usize = 20;

/// Whether headers and body are signed as they are, and nothing has to be put together first.
fn is_plain(scheme: &Scheme) -> bool {
    // A signature with a private key is over one piece of text, and costs far more than memory.
    if !matches!(scheme.proof(), Proof::Mac(_) | Proof::Hash(_) | Proof::Token) {
        return false;
    }
    let verifier = genuine::verifier(*scheme);
    let (headers, body) = genuine::sign(*scheme, genuine::BODY).into_headers_and_body();
    let puts_together = ["hook0", "coinbase-cdp", "hygraph", "contentful"].contains(&scheme.name());
    let puts_together = puts_together
        || ["parameters", "body-digest", "decoded-url", "encrypted"].iter().any(|word| genuine::says(scheme, word));
    !puts_together && verifier.verify(&headers, body).is_ok()
}

#[test]
fn verifying_allocates_nothing() {
    let ways: [(&str, Value); 2] = [
        ("copied values", |value| HeaderValue::from_str(value).expect("a value")),
        ("static values", |value| HeaderValue::from_static(value.to_owned().leak())),
    ];
    let long = format!(r#"{{"id":"evt_1","type":"test.event","note":"{}"}}"#, "x".repeat(10_000));
    // Values elsewhere have to be decoded first, which takes memory, but never more than the body has.
    for Preset { scheme, .. } in genuine::presets().filter(|preset| is_plain(&preset.scheme)) {
        for body in [genuine::BODY, &long] {
            for (way, value) in ways {
                let delivery = genuine::sign(*scheme, body.to_owned());
                let (signed, body) = delivery.into_headers_and_body();
                let headers: HeaderMap = signed
                    .iter()
                    .map(|(name, signed)| (name.clone(), value(signed.to_str().expect("ASCII"))))
                    .collect();
                let verifier = genuine::verifier(*scheme);
                // What is shared is made when the first copy is.
                let bodies: [Bytes; ROUNDS] = std::array::from_fn(|_| body.clone());

                let region = Region::new(ALLOCATOR);
                let mut genuine = 0;
                for body in bodies {
                    genuine += usize::from(verifier.verify(&headers, body).is_ok());
                }
                let change = region.change();

                let case = format!("{}, {way}, {} bytes: {change:?}", scheme.name(), body.len());
                assert_eq!(genuine, ROUNDS, "{case}");
                assert_eq!((change.allocations, change.reallocations), (0, 0), "{case}");
            }
        }
    }

    let region = Region::new(ALLOCATOR);
    drop(Box::new(std::hint::black_box(1)));
    assert!(region.change().allocations > 0, "the counter counts");
}
