//! `RedisStore`, against a server: `HOOKSEAL_REDIS`, or `redis://127.0.0.1:6379`.
#![cfg(all(feature = "redis", feature = "testing"))]

#[path = "support/stores.rs"]
mod support;

use std::time::Duration;

use hookseal::{
    IdempotencyStore,
    idempotency::{Claim, Held, StoreErrorKind},
    store::RedisStore,
};
use redis::{AsyncCommands, aio::ConnectionManager, cmd};

use support::{
    redis::{client, connection, keys, with_prefix, with_store},
    store_cases::{LEASE, RETAIN, SHORT, acquire, cases, claim, complete, key, store_cases},
};

/// Redis counts in milliseconds, and nothing may end early.
const MARGIN: Duration = Duration::from_millis(2);

store_cases!(with_store, #[ignore = "needs Redis"]);

#[tokio::test]
#[ignore = "needs Redis"]
async fn one_key_stands_for_one_event_and_expires_by_itself() {
    with_prefix(async |prefix: String| {
        let store = RedisStore::new(connection().await).prefix(&prefix).keep_attempts(RETAIN);
        let key = key("evt_1");
        let lease = acquire(&store, &key).await;
        let name = format!("{prefix}{key}");
        assert_eq!(keys(&prefix).await, std::slice::from_ref(&name));
        let mut connection = connection().await;
        let left = Duration::from_millis(connection.pttl::<_, u64>(&name).await.unwrap());
        assert!(left <= LEASE + RETAIN + MARGIN && RETAIN < left, "the lease, and the attempts after it: {left:?}");
        assert_eq!(complete(&store, &lease).await, Held::Yes);
        let left = Duration::from_millis(connection.pttl::<_, u64>(&name).await.unwrap());
        assert!(left <= RETAIN + MARGIN && RETAIN / 2 < left, "the retention: {left:?}");

        let lease = acquire(&store, &support::store_cases::key("evt_2")).await;
        let store = store.keep_attempts(SHORT);
        assert_eq!(store.release(&lease).await.unwrap(), Held::Yes);
        tokio::time::sleep(SHORT * 2).await;
        assert_eq!(keys(&prefix).await, [name]);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs Redis"]
async fn a_server_that_has_forgotten_the_scripts_is_sent_them_again() {
    with_store(async |store: support::redis::Store| {
        let lease = acquire(&store, &key("evt_1")).await;
        let () = cmd("SCRIPT").arg("FLUSH").query_async(&mut connection().await).await.unwrap();
        assert_eq!(store.renew(&lease, LEASE).await.unwrap(), Held::Yes);
        assert_eq!(complete(&store, &lease).await, Held::Yes);
        assert_eq!(claim(&store, &key("evt_1")).await, Claim::Completed);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs Redis"]
async fn it_takes_the_connections_that_people_have() {
    with_prefix(async |prefix: String| {
        let manager = ConnectionManager::new(client()).await.unwrap();
        let with_manager = RedisStore::new(manager).prefix(&prefix);
        let multiplexed = RedisStore::new(connection().await).prefix(&prefix);
        let lease = acquire(&with_manager, &key("evt_1")).await;
        assert!(matches!(claim(&multiplexed, &key("evt_1")).await, Claim::InProgress { .. }));
        assert_eq!(complete(&multiplexed, &lease).await, Held::Yes);
        assert_eq!(claim(&with_manager, &key("evt_1")).await, Claim::Completed);
        assert!(matches!(with_manager.clone().prefix("other:").renew(&lease, LEASE).await.unwrap(), Held::Lost));
    })
    .await;
}

#[tokio::test]
#[ignore = "needs Redis"]
async fn an_answer_that_is_no_store_s_is_an_error_and_no_claim() {
    with_prefix(async |prefix: String| {
        let store = RedisStore::new(connection().await).prefix(&prefix);
        let key = key("evt_1");
        let () = connection().await.set(format!("{prefix}{key}"), "somebody else's").await.unwrap();
        let error = store.claim(&key, LEASE).await.unwrap_err();
        assert_eq!((error.kind(), error.is_retriable()), (StoreErrorKind::Other, false), "{error}");
    })
    .await;
}
