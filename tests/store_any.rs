//! `AnyStore` and `Arc` do what the store behind them does.
#![cfg(all(feature = "testing", feature = "tokio"))]

#[path = "support/stores.rs"]
mod support;

use std::sync::Arc;

use hookseal::{
    IdempotencyStore, Inbox, MemoryStore,
    idempotency::{Claim, Held},
    store::AnyStore,
    testing::{Call, Fault, FaultyStore},
};

use support::store_cases::{LEASE, acquire, cases, complete, key, store_cases};

/// Runs a test with a store behind both.
async fn with_store<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(AnyStore) -> F) {
    test(AnyStore::new(Arc::new(MemoryStore::new()))).await;
}

store_cases!(with_store);

#[tokio::test]
async fn each_method_is_passed_on_to_itself() {
    let faulty = Arc::new(FaultyStore::new(MemoryStore::new()));
    let store = AnyStore::new(Arc::clone(&faulty));
    let lease = acquire(&store, &key("evt_1")).await;
    for call in [Call::Claim, Call::Renew, Call::Complete, Call::Release] {
        let before = faulty.calls(call);
        faulty.fail(call, Fault::Unreachable, 1);
        let failed = match call {
            Call::Claim => store.claim(lease.key(), LEASE).await.map(drop),
            Call::Renew => store.renew(&lease, LEASE).await.map(drop),
            Call::Complete => store.complete(&lease, LEASE).await.map(drop),
            Call::Release => store.release(&lease).await.map(drop),
        };
        assert!(failed.unwrap_err().to_string().contains(&format!("{call:?} failed")));
        assert_eq!(faulty.calls(call), before + 1);
    }
    assert_eq!(complete(&store.clone(), &lease).await, Held::Yes);
    assert_eq!(faulty.claim(lease.key(), LEASE).await.unwrap(), Claim::Completed, "a clone is the same store");
}

#[tokio::test]
async fn one_type_of_inbox_holds_the_store_that_configuration_names() {
    let inboxes =
        [AnyStore::new(MemoryStore::new()), AnyStore::new(FaultyStore::new(MemoryStore::new()))].map(Inbox::new);
    for inbox in inboxes {
        let outcome = inbox.process(support::stripe_event("evt_1"), |_| async { Ok::<_, String>(()) }).await;
        assert_eq!(outcome.status(), 200);
    }
}
