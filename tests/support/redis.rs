//! A prefix of its own for each test, in a Redis that others use, too.

use std::time::Duration;

use hookseal::store::RedisStore;
use redis::{AsyncCommands, Client, aio::MultiplexedConnection};

use super::{address, store_cases::and_then, unique};

pub(crate) type Store = RedisStore<MultiplexedConnection>;

/// Where the server is.
pub(crate) fn location() -> String {
    address("HOOKSEAL_REDIS", "redis://127.0.0.1:6379")
}

pub(crate) fn client() -> Client {
    Client::open(location()).unwrap()
}

pub(crate) async fn connection() -> MultiplexedConnection {
    client().get_multiplexed_async_connection().await.expect("Redis, where HOOKSEAL_REDIS says")
}

pub(crate) async fn keys(prefix: &str) -> Vec<String> {
    let mut connection = connection().await;
    let mut keys = Vec::new();
    let mut found = connection.scan_match::<_, String>(format!("{prefix}*")).await.unwrap();
    while let Some(key) = found.next_item().await {
        keys.push(key.unwrap());
    }
    keys
}

/// Runs a test with a prefix, and removes its keys after it.
pub(crate) async fn with_prefix<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(String) -> F) {
    let prefix = format!("{}:", unique("hookseal_test"));
    and_then(test(prefix.clone()), async move {
        let mut connection = connection().await;
        for key in keys(&prefix).await {
            connection.unlink::<_, ()>(key).await.unwrap();
        }
    })
    .await;
}

/// Runs a test with a store that is empty.
pub(crate) async fn with_store<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(Store) -> F) {
    let store = RedisStore::connect(client()).await.expect("Redis, where HOOKSEAL_REDIS says");
    with_prefix(|prefix| test(store.prefix(&prefix).timeout(Duration::from_secs(20)))).await;
}
