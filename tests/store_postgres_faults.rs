//! `PostgresStore` when connections break, hang and run out: an error in bounded time, no handler without a claim, and
//! nothing lost or done twice. Against a server: `HOOKSEAL_POSTGRES`, or `postgres://postgres@127.0.0.1:5432/test`.
#![cfg(all(feature = "postgres", feature = "testing"))]

#[path = "support/stores.rs"]
mod support;

use std::{net::ToSocketAddrs, time::Duration};

use hookseal::{
    IdempotencyKey, IdempotencyStore, Inbox,
    idempotency::{Claim, Held, Lease, StoreErrorKind},
    store::{PostgresStore, TxClaim},
};
use sqlx::{Connection, PgConnection, PgPool, postgres::PgPoolOptions};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep, timeout},
};

use support::{
    postgres::{options, pool_of, with_schema},
    process,
    proxy::{self, Proxy, Way},
    store_cases::{LEASE, RETAIN, acquire, acquire_for, claim, complete, key},
};

/// How long an operation may take here.
const LIMIT: Duration = Duration::from_millis(1500);
/// What a busy machine may add to it.
const SLACK: Duration = Duration::from_millis(500);

/// A server that fails on demand, the table in it, and a way around the faults.
struct Setup {
    proxy: Proxy,
    /// Over the proxy.
    store: PostgresStore,
    /// Past it.
    direct: PostgresStore,
    schema: String,
}

impl Setup {
    async fn new(schema: String) -> Self {
        let server = (options().get_host(), options().get_port()).to_socket_addrs().unwrap().next().unwrap();
        let proxy = Proxy::to(server).await;
        let direct = PostgresStore::new(pool_of(4, options(), &schema));
        direct.migrate().await.unwrap();
        sqlx::query("CREATE TABLE effects (round bigint)").execute(direct.pool()).await.unwrap();
        let store = PostgresStore::new(Self::pool(&proxy, &schema, 4)).timeout(LIMIT);
        Self { proxy, store, direct, schema }
    }

    fn pool(proxy: &Proxy, schema: &str, size: u32) -> PgPool {
        let options = options().host("127.0.0.1").port(proxy.address().port()).application_name(schema);
        let options = options.options([("search_path", schema)]);
        PgPoolOptions::new().max_connections(size).test_before_acquire(false).connect_lazy_with(options)
    }

    /// A connection over the proxy, outside the pool.
    async fn connect(&self) -> PgConnection {
        PgConnection::connect_with(&Self::pool(&self.proxy, &self.schema, 1).connect_options()).await.unwrap()
    }
}

/// Runs a test with a server that fails on demand.
async fn with_setup<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(Setup) -> F + Send + 'static) {
    with_schema(|schema| async move { test(Setup::new(schema).await).await }).await;
}

#[derive(Clone, Copy, Debug)]
enum Break {
    BeforeCommit,
    AfterCommit,
    BackendTerminated,
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn a_transaction_that_is_cut_off_leaves_claim_and_effect_or_neither() {
    const ROUNDS: i64 = 200;
    with_setup(async |setup: Setup| {
        let pool = setup.direct.pool();
        for point in [Break::BeforeCommit, Break::AfterCommit, Break::BackendTerminated] {
            for round in 0..ROUNDS {
                let key = key(format!("{point:?} {round}"));
                let mut connection = setup.connect().await;
                let backend: i32 =
                    sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut connection).await.unwrap();
                let mut tx = connection.begin().await.unwrap();
                let claimed = setup.store.claim_in(&mut tx, &key, RETAIN).await.unwrap();
                assert_eq!(claimed, TxClaim::Acquired { attempt: 1 });
                sqlx::query("INSERT INTO effects VALUES ($1)").bind(round).execute(&mut *tx).await.unwrap();
                match point {
                    Break::BeforeCommit => setup.proxy.cut_at(Way::Requests, b"COMMIT"),
                    Break::AfterCommit => setup.proxy.cut_at(Way::Answers, b"COMMIT\0"),
                    Break::BackendTerminated => {
                        sqlx::query("SELECT pg_terminate_backend($1)").bind(backend).execute(pool).await.unwrap();
                        while backends(backend, pool).await > 0 {
                            sleep(Duration::from_millis(1)).await;
                        }
                    }
                }
                tx.commit().await.unwrap_err();
                assert!(setup.proxy.has_cut());

                let committed = matches!(point, Break::AfterCommit);
                let redelivered = loop {
                    // The server may need a moment to see that the connection is gone.
                    let mut tx = pool.begin().await.unwrap();
                    match setup.direct.claim_in(&mut tx, &key, RETAIN).await.unwrap() {
                        TxClaim::InProgress { .. } => sleep(Duration::from_millis(1)).await,
                        other => break other,
                    }
                };
                let expected = if committed { TxClaim::Completed } else { TxClaim::Acquired { attempt: 1 } };
                assert_eq!(redelivered, expected, "{point:?}, round {round}");
                let effects: i64 = sqlx::query_scalar("SELECT count(*) FROM effects").fetch_one(pool).await.unwrap();
                let before = if committed { round } else { 0 };
                assert_eq!(effects, before + i64::from(committed), "{point:?}, round {round}");
            }
            sqlx::query("TRUNCATE effects").execute(pool).await.unwrap();
        }
    })
    .await;
}

async fn backends(pid: i32, pool: &PgPool) -> i64 {
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE pid = $1";
    sqlx::query_scalar(sql).bind(pid).fetch_one(pool).await.unwrap()
}

/// Waits until the pool has its connections back: it talks to them when they return.
async fn all_idle(pool: &PgPool) {
    while pool.num_idle() < pool.size() as usize {
        sleep(Duration::from_millis(1)).await;
    }
}

/// Claims of so many keys at once, each over a connection of its own, of which the proxy holds one way back. The claims
/// are acquired over other connections.
async fn claims_behind(setup: &Setup, way: Way) -> (proxy::Held, Vec<(PostgresStore, Lease)>) {
    const CLAIMS: usize = 12;
    let mut stores = Vec::new();
    for id in 0..CLAIMS {
        let store = PostgresStore::new(Setup::pool(&setup.proxy, &setup.schema, 1)).timeout(LIMIT);
        let _prepared = acquire(&store, &key(format!("before {id}"))).await;
        all_idle(store.pool()).await;
        stores.push(store);
    }
    let held = setup.proxy.hold(way);
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for (id, store) in stores.into_iter().enumerate() {
        tasks.spawn(async move {
            let lease = acquire(&store, &key(format!("evt_{id}"))).await;
            (store, lease)
        });
    }
    let acquired = tasks.join_all().await;
    assert!(start.elapsed() > LIMIT / 2, "the first try was held");
    assert!(start.elapsed() < LIMIT + SLACK, "{:?}", start.elapsed());
    (held, acquired)
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn a_claim_whose_answer_was_lost_is_recognised_by_its_token() {
    with_setup(async |setup: Setup| {
        let (_held, acquired) = claims_behind(&setup, Way::Answers).await;
        for (store, lease) in acquired {
            assert_eq!(lease.attempt(), 1, "the first try was its own");
            assert!(matches!(claim(&setup.direct, lease.key()).await, Claim::InProgress { .. }));
            assert_eq!(complete(&store, &lease).await, Held::Yes);
        }
    })
    .await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn a_claim_that_arrives_late_changes_nothing() {
    with_setup(async |setup: Setup| {
        let (held, acquired) = claims_behind(&setup, Way::Requests).await;
        let mut ends = Vec::new();
        for (id, (store, lease)) in acquired.iter().enumerate() {
            if id % 2 == 0 {
                assert_eq!(complete(store, lease).await, Held::Yes);
            }
            ends.push(end_of(lease.key(), setup.direct.pool()).await);
        }
        held.let_go();
        sleep(SLACK).await;
        for (id, ((store, lease), end)) in acquired.iter().zip(ends).enumerate() {
            let end_now = end_of(lease.key(), setup.direct.pool()).await;
            if id % 2 == 0 {
                assert_eq!(end_now, end, "it is completed");
                assert_eq!(claim(&setup.direct, lease.key()).await, Claim::Completed);
            } else {
                assert!(end_now > end, "it did arrive, and started its own lease anew");
                assert_eq!(complete(store, lease).await, Held::Yes);
            }
        }
    })
    .await;
}

/// When the lease or retention of a key ends, in microseconds.
async fn end_of(key: &IdempotencyKey, pool: &PgPool) -> i64 {
    let sql = "SELECT (extract(epoch FROM ends_at) * 1000000)::bigint FROM hookseal_keys WHERE key = $1";
    sqlx::query_scalar(sql).bind(key.as_bytes().as_slice()).fetch_one(pool).await.unwrap()
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn a_server_that_does_not_answer_is_an_error_in_time_and_the_event_is_not_lost() {
    with_setup(async |setup: Setup| {
        let inbox = Inbox::new(setup.store.clone()).lease(Duration::from_secs(2)).wait(Duration::ZERO);
        assert_eq!(process(&inbox, "before").await, (200, true));
        let lease = acquire_for(&setup.store, &key("held"), LEASE).await;
        setup.proxy.swallow(Way::Answers);
        let start = Instant::now();
        assert_eq!(process(&inbox, "evt_1").await, (503, false));
        assert!(start.elapsed() < LIMIT + SLACK, "{:?}", start.elapsed());
        let start = Instant::now();
        let error = setup.store.complete(&lease, RETAIN).await.unwrap_err();
        assert!(error.is_retriable(), "{error}");
        assert!(start.elapsed() < LIMIT + SLACK, "{:?}", start.elapsed());
        setup.proxy.heal();

        // The claim was applied, though nobody knows: the event is put off until the lease ends, no longer.
        let recovered = async {
            while process(&inbox, "evt_1").await != (200, true) {
                sleep(Duration::from_millis(100)).await;
            }
        };
        timeout(Duration::from_secs(5), recovered).await.expect("the event is processed");
        assert_eq!(complete(&setup.store, &lease).await, Held::Yes);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn while_the_server_is_gone_nothing_is_processed_and_afterwards_everything() {
    const EVENTS: usize = 40;
    with_setup(async |setup: Setup| {
        let inbox = Inbox::new(setup.store.clone()).wait(Duration::ZERO);
        assert_eq!(process(&inbox, "before").await, (200, true));
        setup.proxy.down(true);
        let connections = setup.proxy.accepted();
        let start = Instant::now();
        let mut tasks = JoinSet::new();
        for id in 0..EVENTS {
            let inbox = inbox.clone();
            tasks.spawn(async move { process(&inbox, &format!("evt_{id}")).await });
        }
        while let Some(answer) = tasks.join_next().await {
            assert_eq!(answer.unwrap(), (503, false));
        }
        assert!(start.elapsed() < LIMIT + SLACK, "{:?}", start.elapsed());
        let storm = setup.proxy.accepted() - connections;
        assert!(storm < EVENTS * 6, "{storm} connections for {EVENTS} events");

        setup.proxy.down(false);
        let start = Instant::now();
        for id in 0..EVENTS {
            assert_eq!(process(&inbox, &format!("evt_{id}")).await, (200, true));
        }
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        assert_eq!(inbox.stats().store_unavailable, EVENTS as u64);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn connections_that_have_died_in_the_pool_do_no_harm() {
    with_setup(async |setup: Setup| {
        for by_server in [false, true] {
            let mut tasks = JoinSet::new();
            for id in 0..8 {
                let store = setup.store.clone();
                tasks.spawn(async move { acquire(&store, &key(format!("{by_server} {id}"))).await });
            }
            let leases = tasks.join_all().await;
            if by_server {
                let sql = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1";
                sqlx::query(sql).bind(&setup.schema).execute(setup.direct.pool()).await.unwrap();
            } else {
                setup.proxy.cut();
            }
            for lease in &leases {
                assert_eq!(complete(&setup.store, lease).await, Held::Yes);
            }
        }
    })
    .await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn an_exhausted_pool_is_an_error_in_time_and_no_deadlock() {
    const TASKS: usize = 64;
    with_schema(async |schema: String| {
        let store = PostgresStore::new(pool_of(2, options(), &schema)).timeout(LIMIT);
        store.migrate().await.unwrap();
        let inbox = Inbox::new(store.clone()).wait(Duration::ZERO);
        let taken = [store.pool().begin().await.unwrap(), store.pool().begin().await.unwrap()];
        let start = Instant::now();
        let mut tasks = JoinSet::new();
        for id in 0..TASKS {
            let inbox = inbox.clone();
            tasks.spawn(async move { process(&inbox, &format!("evt_{id}")).await });
        }
        while let Some(answer) = tasks.join_next().await {
            assert_eq!(answer.unwrap(), (503, false));
        }
        assert!(start.elapsed() < LIMIT + SLACK, "{:?}", start.elapsed());
        let error = store.claim(&key("evt_1"), LEASE).await.unwrap_err();
        assert_eq!((error.kind(), error.is_retriable()), (StoreErrorKind::PoolExhausted, true));
        assert!(error.to_string().contains("all 2 of the pool"), "{error}");
        drop(taken);

        // 64 workers share two connections: each gets its turn.
        let inbox = Inbox::new(store.timeout(Duration::from_secs(20)));
        let mut tasks = JoinSet::new();
        for id in 0..TASKS {
            let inbox = inbox.clone();
            tasks.spawn(async move {
                for round in 0..10 {
                    assert_eq!(process(&inbox, &format!("evt_{id}_{round}")).await, (200, true));
                }
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
    })
    .await;
}
