//! Durable stores for tests: the cases that all of them pass, and where their servers are.
#![allow(dead_code)] // each test file uses a part of it

use std::{
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use hookseal::{Disposition, IdempotencyStore, Inbox, Verified, Verifier, provider::Stripe, testing::sign};

#[cfg(feature = "postgres")]
#[path = "postgres.rs"]
pub(crate) mod postgres;
#[cfg(feature = "postgres")]
#[path = "postgres_server.rs"]
pub(crate) mod postgres_server;
#[path = "proxy.rs"]
pub(crate) mod proxy;
#[cfg(feature = "redis")]
#[path = "redis.rs"]
pub(crate) mod redis;
#[cfg(feature = "redis")]
#[path = "redis_server.rs"]
pub(crate) mod redis_server;
#[path = "store_cases.rs"]
pub(crate) mod store_cases;

/// A genuine event.
pub(crate) fn stripe_event(id: &str) -> Verified<Stripe> {
    let body = format!(r#"{{"id":"{id}","type":"invoice.paid"}}"#);
    let delivery = sign::<Stripe>("whsec_test", body).into_request();
    Verifier::new("whsec_test").unwrap().verify_request(delivery).unwrap()
}

/// A name that no other test has.
pub(crate) fn unique(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{prefix}_{}_{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Where a server is: what the environment says, or the usual place.
pub(crate) fn address(variable: &str, usual: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| usual.to_owned())
}

/// Runs an event through an inbox: what was answered, and whether the handler ran.
pub(crate) async fn process(inbox: &Inbox<impl IdempotencyStore>, id: &str) -> (u16, bool) {
    let outcome = inbox.process(stripe_event(id), |_| async { Ok::<_, String>(()) }).await;
    let ran = matches!(outcome.disposition(), Disposition::Processed(()));
    (outcome.status().as_u16(), ran)
}
