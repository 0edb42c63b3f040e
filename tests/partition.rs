//! The network between application and store is cut for three seconds, in the middle of claims and of completions: time
//! limits hold, what arrives late is recognised, and no event is lost. With servers and a network of its own.
#![cfg(all(feature = "postgres", feature = "redis", feature = "sqlite", feature = "testing"))]

#[path = "support/namespace.rs"]
mod namespace;
#[path = "support/processes.rs"]
mod processes;
#[path = "support/stores.rs"]
mod support;

use std::{net::SocketAddr, time::Duration};

use hookseal::{
    IdempotencyKey, IdempotencyStore,
    idempotency::{Claim, Held},
    store::AnyStore,
};
use tokio::time::{Instant, sleep, sleep_until};

use namespace::Namespace;
use processes::{
    place::Place,
    serve::{Call, Limits, Order, Served, served},
    task::{self, Task},
    worker::Worker,
};
use support::{
    postgres_server::PostgresServer,
    proxy::Proxy,
    redis_server::RedisServer,
    store_cases::{RETAIN, claim, complete},
};

/// Calls that are under way while the network is cut.
const CALLS: usize = 50;
const CUT: Duration = Duration::from_secs(3);
/// The one limit ends during the cut, the other after it.
const LIMITS: Limits = Limits { short: Duration::from_secs(1), long: Duration::from_secs(10) };
/// What the busy machine may add to a limit.
const SLACK: Duration = Duration::from_millis(500);
/// When the system has sent again what had no answer during the cut, at the latest.
const RESENT: Duration = Duration::from_secs(4);
const LEASE: Duration = Duration::from_secs(8);

/// Not a test, but what the test starts in a process of its own.
#[test]
fn worker() {
    task::work();
}

/// A worker beyond the line, and its store as seen from this side.
struct Side {
    name: &'static str,
    worker: Worker,
    store: AnyStore,
    _proxy: Proxy,
}

impl Side {
    /// `place`: where the store is, for an address of its server.
    async fn new(name: &'static str, network: &Namespace, server: SocketAddr, place: fn(SocketAddr) -> Place) -> Self {
        let opened = place(server).open(8).await;
        opened.prepare().await;
        let proxy = Proxy::at(network.here(), server).await;
        let beyond = place(proxy.address());
        let worker = Worker::start_in(network.name(), &Task::Serve { place: beyond, limits: LIMITS });
        Self { name, worker, store: opened.store(), _proxy: proxy }
    }

    async fn order(&mut self, call: Call, patiently: bool, name: &str) {
        self.worker.tell(&Order { call, patiently, name: name.to_owned(), keys: CALLS }).await;
    }

    /// What has become of the calls: what all of them are answered, and the longest time that it took.
    async fn answers(&mut self, expected: impl Fn(&Served) -> bool) -> Duration {
        let answers: Vec<(Served, Duration)> = self.worker.says().await;
        assert_eq!(answers.len(), CALLS);
        for (served, took) in &answers {
            assert!(expected(served), "{}: {served:?} after {took:?}", self.name);
        }
        answers.into_iter().map(|(_, took)| took).max().unwrap()
    }

    async fn do_all(&mut self, call: Call, name: &str) {
        self.order(call, true, name).await;
        self.answers(succeeded).await;
    }

    async fn expect_all_completed(&self, name: &str) {
        for number in 0..CALLS {
            assert_eq!(claim(&self.store, &served(name, number)).await, Claim::Completed, "{}: {name}", self.name);
        }
    }
}

fn succeeded(served: &Served) -> bool {
    // A second attempt would mean that the first one's claim was not known again.
    matches!(served, Served::Acquired { attempt: 1 } | Served::Yes)
}

fn failed(served: &Served) -> bool {
    matches!(served, Served::Failed { .. })
}

/// Makes calls while the network is cut, and heals it.
async fn cut_during(network: &Namespace, sides: &mut [Side], call: Call, patiently: bool, name: &str) {
    let end = Instant::now() + CUT;
    network.cut();
    for side in &mut *sides {
        side.order(call, patiently, name).await;
    }
    if !patiently {
        for side in &mut *sides {
            let took = side.answers(failed).await;
            println!("{}: {name}: an error after at most {took:.2?}", side.name);
            assert!(took <= LIMITS.short * 11 / 10 + SLACK, "{}: {took:?}", side.name);
        }
    }
    sleep_until(end).await;
    network.heal();
    if patiently {
        for side in sides {
            let took = side.answers(succeeded).await;
            println!("{}: {name}: done after at most {took:.2?}", side.name);
            assert!(CUT < took + SLACK && took <= LIMITS.long, "{}: {took:?}", side.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL, Redis and the right to cut a network"]
async fn a_network_that_is_cut_for_a_moment_loses_no_event() {
    let network = Namespace::new();
    let postgres = PostgresServer::start().await;
    let redis = RedisServer::start(&["save ''"]).await;
    let in_postgres =
        |server| Place::Postgres { address: format!("postgres://postgres@{server}/postgres"), schema: "public".into() };
    let in_redis = |server| Place::Redis { address: format!("redis://{server}"), prefix: "partition:".into() };
    let mut sides = [
        Side::new("PostgreSQL", &network, postgres.address(), in_postgres).await,
        Side::new("Redis", &network, redis.address(), in_redis).await,
    ];
    let (claiming, completing) = (Call::Claim { lease: RETAIN }, Call::Complete);
    for side in &mut sides {
        // All connections are open and have been used for claims when the network is cut.
        side.do_all(claiming, "warm").await;
    }
    cut_during(&network, &mut sides, claiming, true, "claims with time to spare").await;
    for side in &mut sides {
        side.do_all(completing, "claims with time to spare").await;
        side.expect_all_completed("claims with time to spare").await;
    }
    cut_during(&network, &mut sides, Call::Claim { lease: LEASE }, false, "claims without time").await;
    let resent = Instant::now() + RESENT;

    // Connections that did not answer are not used again.
    for side in &mut sides {
        side.do_all(claiming, "to be completed").await;
        side.do_all(claiming, "to be completed patiently").await;
    }
    sleep_until(resent).await;
    let mut held = Vec::new();
    for side in &sides {
        let mut late = 0;
        for number in 0..CALLS {
            let key = served("claims without time", number);
            if !taken(&side.store, &key).await {
                late += 1;
                held.push((&side.store, key));
            }
        }
        println!("{}: {late} of {CALLS} claims arrived after their time", side.name);
        assert!(late > 0, "{}: nothing was late: nothing was proved", side.name);
    }
    sleep(LEASE).await;
    for (store, key) in held {
        assert!(taken(store, &key).await, "it is lost");
    }

    cut_during(&network, &mut sides, completing, true, "to be completed patiently").await;
    cut_during(&network, &mut sides, completing, false, "to be completed").await;
    for side in &mut sides {
        side.expect_all_completed("to be completed patiently").await;
        side.do_all(completing, "to be completed").await;
        side.expect_all_completed("to be completed").await;
    }
}

/// Whether an event that a worker has tried in vain to claim could be processed.
async fn taken(store: &AnyStore, key: &IdempotencyKey) -> bool {
    match store.claim(key, RETAIN).await.unwrap() {
        Claim::Acquired(lease) => complete(store, &lease).await == Held::Yes,
        Claim::InProgress { .. } => false,
        claim => panic!("nobody has processed it: {claim:?}"),
    }
}
