//! A server that is not there: an error in bounded time that says so, and no password in it. It needs no server.
#![cfg(all(feature = "postgres", feature = "redis", feature = "testing"))]

#[path = "support/stores.rs"]
mod support;

use std::{
    error::Error,
    fmt::Debug,
    time::{Duration, Instant},
};

use hookseal::{
    IdempotencyStore, Inbox,
    idempotency::{StoreError, StoreErrorKind},
    store::{AnyStore, PostgresStore, RedisStore},
};
use sqlx::postgres::PgPoolOptions;

use support::{
    process,
    proxy::Proxy,
    store_cases::{LEASE, key},
};

const LIMIT: Duration = Duration::from_millis(300);
const PASSWORD: &str = "s3cr3t";

fn assert_silent(value: &impl Debug) {
    let text = format!("{value:?} {value:#?}");
    assert!(!text.contains(PASSWORD), "{text}");
}

/// What the store says is the matter, and that it does not say more.
fn kind(error: &StoreError) -> StoreErrorKind {
    assert_silent(error);
    assert!(error.is_retriable(), "{error}");
    let mut cause = Some(error as &dyn Error);
    while let Some(error) = cause {
        assert!(!error.to_string().contains(PASSWORD), "{error}");
        cause = error.source();
    }
    error.kind()
}

#[test]
fn what_does_not_mend_itself_is_not_worth_another_attempt() {
    use StoreErrorKind::{Busy, Full, NotMigrated, Other, PoolExhausted, Timeout, Unreachable};

    let mends = [Unreachable, PoolExhausted, Timeout, Busy, Full].map(|kind| (kind, true));
    for (kind, expected) in mends.into_iter().chain([(NotMigrated, false), (Other, false)]) {
        let error = StoreError::new("it is away").of_kind(kind);
        assert_eq!((kind.is_retriable(), error.is_retriable()), (expected, expected), "{kind:?}");
    }
    assert!(!StoreError::new("in words").is_retriable());
}

/// An address where nothing listens.
async fn nowhere() -> std::net::SocketAddr {
    tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

#[tokio::test]
async fn a_postgres_that_is_not_there() {
    let url = format!("postgres://app:{PASSWORD}@{}/app", nowhere().await);
    let pool = PgPoolOptions::new().max_connections(2).connect_lazy(&url).unwrap();
    let store = PostgresStore::new(pool).timeout(LIMIT);
    assert_silent(&store);
    let start = Instant::now();
    let error = store.claim(&key("evt_1"), LEASE).await.unwrap_err();
    assert_eq!(kind(&error), StoreErrorKind::Unreachable, "{error}");
    assert!(start.elapsed() < LIMIT * 2, "{:?}", start.elapsed());
    assert_eq!(kind(&store.migrate().await.unwrap_err()), StoreErrorKind::Unreachable);
    assert_eq!(kind(&store.housekeep().await.unwrap_err()), StoreErrorKind::Unreachable);
    let inbox = Inbox::new(AnyStore::new(store));
    assert_eq!(process(&inbox, "evt_1").await, (503, false));
}

#[tokio::test]
async fn a_redis_that_is_not_there() {
    let client = |address| redis::Client::open(format!("redis://:{PASSWORD}@{address}")).unwrap();
    let error = RedisStore::connect(client(nowhere().await)).await.unwrap_err();
    assert_eq!(kind(&error), StoreErrorKind::Unreachable, "{error}");
}

#[tokio::test]
async fn a_server_that_takes_connections_and_says_nothing_or_ends_them() {
    let proxy = Proxy::to(nowhere().await).await;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = silent.local_addr().unwrap();
    let _server = tokio::spawn(async move {
        let mut open = Vec::new();
        loop {
            open.push(silent.accept().await.unwrap());
        }
    });
    for address in [address, proxy.address()] {
        let url = format!("postgres://app:{PASSWORD}@{address}/app");
        let pool = PgPoolOptions::new().max_connections(1).connect_lazy(&url).unwrap();
        let store = PostgresStore::new(pool).timeout(LIMIT);
        let start = Instant::now();
        let error = store.claim(&key("evt_1"), LEASE).await.unwrap_err();
        assert_eq!(kind(&error), StoreErrorKind::Unreachable, "{error}");
        assert!(start.elapsed() < LIMIT * 2, "{:?}", start.elapsed());
    }
}
