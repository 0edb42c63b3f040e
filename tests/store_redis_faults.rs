//! `RedisStore` when the connection breaks or hangs and the server forgets: an error in bounded time, no handler
//! without a claim, recovery, and a warning beforehand. Each test starts a `redis-server` of its own.
#![cfg(all(feature = "redis", feature = "testing"))]

#[path = "support/stores.rs"]
mod support;

use std::time::Duration;

use hookseal::{
    IdempotencyStore, Inbox,
    idempotency::{Claim, Held, StoreErrorKind},
    store::{RedisStore, RedisWarning},
};
use redis::{
    Client,
    aio::{ConnectionManager, MultiplexedConnection},
    cluster::ClusterClient,
    cmd,
};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep, timeout},
};

use support::{
    process,
    proxy::{Proxy, Way},
    redis_server::RedisServer,
    store_cases::{LEASE, RETAIN, acquire, claim, complete, key},
};

/// How long an operation may take here.
const LIMIT: Duration = Duration::from_millis(800);
/// What a busy machine may add to it.
const SLACK: Duration = Duration::from_millis(400);

type Store = RedisStore<MultiplexedConnection>;

/// A server, a proxy in front of it, and a store over that.
async fn behind_a_proxy() -> (RedisServer, Proxy, Store) {
    let server = RedisServer::start(&["save ''"]).await;
    let proxy = Proxy::to(server.address()).await;
    let store = RedisStore::connect(client(&proxy)).await.unwrap().timeout(LIMIT);
    (server, proxy, store)
}

fn client(proxy: &Proxy) -> Client {
    Client::open(format!("redis://{}", proxy.address())).unwrap()
}

#[tokio::test]
#[ignore = "needs Redis"]
async fn while_the_server_is_gone_nothing_is_processed_and_afterwards_everything() {
    const EVENTS: usize = 200;
    let (_server, proxy, store) = behind_a_proxy().await;
    let inbox = Inbox::new(store).wait(Duration::ZERO);
    assert_eq!(process(&inbox, "before").await, (200, true));
    proxy.down(true);
    let connections = proxy.accepted();
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
    let more = proxy.accepted() - connections;
    assert!((1..=12).contains(&more), "{more} connections in {:?}", start.elapsed());

    proxy.down(false);
    let start = Instant::now();
    for id in 0..EVENTS {
        while process(&inbox, &format!("evt_{id}")).await != (200, true) {
            assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        }
    }
    assert_eq!(inbox.stats().processed, EVENTS as u64 + 1);
}

#[tokio::test]
#[ignore = "needs Redis"]
async fn a_claim_whose_answer_was_lost_is_recognised_by_its_token() {
    let (_server, proxy, store) = behind_a_proxy().await;
    for round in 0..5 {
        let key = key(format!("evt_{round}"));
        let _held = proxy.hold(Way::Answers);
        let start = Instant::now();
        let lease = acquire(&store, &key).await;
        assert!(LIMIT / 2 < start.elapsed() && start.elapsed() < LIMIT + SLACK, "{:?}", start.elapsed());
        assert_eq!(lease.attempt(), 1, "the first try was its own");
        assert_eq!(complete(&store, &lease).await, Held::Yes);
    }
}

#[tokio::test]
#[ignore = "needs Redis"]
async fn a_claim_that_arrives_late_changes_nothing() {
    let (server, proxy, store) = behind_a_proxy().await;
    for (round, is_done) in [true, false, true, false].into_iter().enumerate() {
        let key = key(format!("evt_{round}"));
        let held = proxy.hold(Way::Requests);
        let lease = acquire(&store, &key).await;
        if is_done {
            assert_eq!(complete(&store, &lease).await, Held::Yes);
        }
        let calls = scripts(&server).await;
        held.let_go();
        while scripts(&server).await == calls {
            sleep(Duration::from_millis(1)).await;
        }
        if is_done {
            assert_eq!(claim(&store, &key).await, Claim::Completed);
        } else {
            assert!(matches!(claim(&store, &key).await, Claim::InProgress { .. }));
            assert_eq!(complete(&store, &lease).await, Held::Yes);
        }
    }
}

/// How many scripts the server has run.
async fn scripts(server: &RedisServer) -> u64 {
    let stats: String = cmd("INFO").arg("commandstats").query_async(&mut server.connection().await).await.unwrap();
    let line = stats.lines().find_map(|line| line.strip_prefix("cmdstat_evalsha:calls=")).unwrap_or("0,");
    line.split(',').next().unwrap().parse().unwrap()
}

#[tokio::test]
#[ignore = "needs Redis"]
async fn a_connection_that_swallows_everything_is_replaced_and_the_event_is_not_lost() {
    let (_server, proxy, store) = behind_a_proxy().await;
    let inbox = Inbox::new(store.clone()).lease(Duration::from_secs(2)).wait(Duration::ZERO);
    assert_eq!(process(&inbox, "before").await, (200, true));
    proxy.swallow(Way::Answers);
    let start = Instant::now();
    assert_eq!(process(&inbox, "evt_1").await, (503, false));
    assert!(start.elapsed() < LIMIT + SLACK, "{:?}", start.elapsed());

    // Those connections stay as they are; the claim was applied, though nobody knows.
    let _held = proxy.hold(Way::Answers);
    let start = Instant::now();
    let recovered = async {
        while process(&inbox, "evt_1").await != (200, true) {
            sleep(Duration::from_millis(100)).await;
        }
    };
    timeout(Duration::from_secs(5), recovered).await.expect("the event is processed");
    assert!(start.elapsed() > SLACK, "only when its lease has ended");
}

#[tokio::test]
#[ignore = "needs Redis"]
async fn a_connection_manager_is_replaced_too_if_the_store_knows_how() {
    let (_server, proxy, _) = behind_a_proxy().await;
    let connect = {
        let client = client(&proxy);
        move || ConnectionManager::new(client.clone())
    };
    let by_itself = RedisStore::new(connect().await.unwrap()).timeout(LIMIT);
    let with_help = by_itself.clone().reconnect(connect);
    let leases = [acquire(&by_itself, &key("a")).await, acquire(&with_help, &key("b")).await];
    proxy.cut();
    // A manager sees for itself that its connection is cut, though not at once.
    for (store, lease) in [&by_itself, &with_help].into_iter().zip(&leases) {
        assert_eq!(complete(store, lease).await, Held::Yes);
    }
    let _held = proxy.hold(Way::Answers);
    let error = by_itself.claim(&key("c"), LEASE).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retriable()), (StoreErrorKind::Timeout, true), "{error}");
    let lease = acquire(&with_help, &key("d")).await;
    assert_eq!(complete(&with_help, &lease).await, Held::Yes);
}

#[tokio::test]
#[ignore = "needs Redis"]
async fn the_check_warns_of_a_server_that_forgets() {
    use RedisWarning::{Evicts, LazyAppendOnlyFile, NoAppendOnlyFile};
    let evicts = |policy: &str| Evicts { policy: policy.to_owned() };
    let cases: [(&[&str], Vec<RedisWarning>); 5] = [
        (&["appendonly no"], vec![NoAppendOnlyFile]),
        (&["appendonly yes"], vec![]),
        (&["appendonly yes", "appendfsync no"], vec![LazyAppendOnlyFile]),
        (&["appendonly yes", "maxmemory 64mb", "maxmemory-policy noeviction"], vec![]),
        (&["maxmemory 64mb", "maxmemory-policy allkeys-lru"], vec![NoAppendOnlyFile, evicts("allkeys-lru")]),
    ];
    for (settings, expected) in cases {
        let server = RedisServer::start(settings).await;
        let store = RedisStore::connect(server.client()).await.unwrap();
        assert_eq!(store.check().await.unwrap(), expected, "{settings:?}");

        // A managed service refuses `CONFIG`.
        let mut connection = server.connection().await;
        let mut user = cmd("ACL");
        user.arg(&["SETUSER", "app", "on", "nopass", "~*", "+@all", "-config"]);
        let () = user.query_async(&mut connection).await.unwrap();
        let () = cmd("AUTH").arg(&["app", "x"]).query_async(&mut connection).await.unwrap();
        let known: Vec<_> = expected.into_iter().filter(|warning| *warning != LazyAppendOnlyFile).collect();
        assert_eq!(RedisStore::new(connection).check().await.unwrap(), known, "{settings:?}, without CONFIG");
    }
}

#[tokio::test]
#[ignore = "needs Redis"]
async fn keys_spread_over_a_cluster() {
    let nodes =
        [RedisServer::start(&["cluster-enabled yes"]).await, RedisServer::start(&["cluster-enabled yes"]).await];
    let mut connections = [nodes[0].connection().await, nodes[1].connection().await];
    for (connection, (first, last)) in connections.iter_mut().zip([(0, 8191), (8192, 16_383)]) {
        let () = cmd("CLUSTER").arg("ADDSLOTSRANGE").arg(first).arg(last).query_async(connection).await.unwrap();
    }
    let other = nodes[1].address();
    let mut meet = cmd("CLUSTER");
    meet.arg("MEET").arg(other.ip().to_string()).arg(other.port());
    let () = meet.query_async(&mut connections[0]).await.unwrap();
    for connection in &mut connections {
        let ready = async {
            while !info(connection).await.contains("cluster_state:ok") {
                sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(Duration::from_secs(20), ready).await.expect("the nodes have met");
    }

    let client = ClusterClient::new([format!("redis://{}", nodes[0].address())]).unwrap();
    let store = RedisStore::new(client.get_async_connection().await.unwrap());
    for id in 0..40 {
        let key = key(id.to_string());
        let lease = acquire(&store, &key).await;
        assert_eq!(store.renew(&lease, LEASE).await.unwrap(), Held::Yes);
        assert_eq!(complete(&store, &lease).await, Held::Yes);
        assert_eq!(claim(&store, &key).await, Claim::Completed);
    }
    for connection in &mut connections {
        let keys: usize = cmd("DBSIZE").query_async(connection).await.unwrap();
        assert!((5..=35).contains(&keys), "{keys} of 40 keys");
    }
    assert_eq!(store.check().await.unwrap(), [RedisWarning::NoAppendOnlyFile], "for all its nodes");
}

async fn info(node: &mut MultiplexedConnection) -> String {
    cmd("CLUSTER").arg("INFO").query_async(node).await.unwrap()
}

#[tokio::test]
#[ignore = "needs Redis"]
async fn a_killed_server_remembers_what_its_append_only_file_holds_and_nothing_else() {
    const EVENTS: usize = 500;
    for (settings, remembers) in [
        (&["appendonly yes", "appendfsync always"], true),
        // The second that may be lost is in the memory of the machine: losing the process alone does not lose it.
        (&["appendonly yes", "appendfsync everysec"], true),
        (&["appendonly no", "save ''"], false),
    ] {
        let mut server = RedisServer::start(settings).await;
        let inbox = Inbox::new(RedisStore::connect(server.client()).await.unwrap());
        let held = acquire(inbox.store(), &key("held")).await;
        for id in 0..EVENTS {
            assert_eq!(process(&inbox, &format!("evt_{id}")).await, (200, true));
        }
        server.kill_and_restart().await;
        let mut again = 0;
        for id in 0..EVENTS {
            let (status, ran) = process(&inbox, &format!("evt_{id}")).await;
            assert_eq!(status, 200);
            again += usize::from(ran);
        }
        assert_eq!(again, if remembers { 0 } else { EVENTS }, "{settings:?}");
        let expected = if remembers { Held::Yes } else { Held::Lost };
        assert_eq!(complete(inbox.store(), &held).await, expected, "{settings:?}");
        assert_eq!(inbox.store().check().await.unwrap().is_empty(), remembers, "it was warned of");
    }
}

/// Whoever chooses Redis must have been told.
#[test]
fn the_documentation_says_what_a_redis_without_an_append_only_file_forgets() {
    let reference = include_str!("../src/store/redis.rs");
    assert!(reference.contains("| `appendonly no`, the default | **everything** on a restart or crash"));
    let readme = include_str!("../README.md").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(readme.contains("**Redis without `appendonly yes` forgets everything when it restarts**"));
    let warning = RedisWarning::NoAppendOnlyFile.to_string();
    assert!(warning.contains("forgets"), "{warning}");
}

#[tokio::test]
#[ignore = "needs Redis"]
async fn a_full_server_refuses_and_forgets_nothing() {
    let server = RedisServer::start(&["save ''", "maxmemory 3mb", "maxmemory-policy noeviction"]).await;
    let store = RedisStore::connect(server.client()).await.unwrap();
    let inbox = Inbox::new(store.clone());
    let mut completed = Vec::new();
    let error = loop {
        let key = key(completed.len().to_string());
        let lease = match store.claim(&key, LEASE).await {
            Ok(Claim::Acquired(lease)) => lease,
            other => break other.unwrap_err(),
        };
        match store.complete(&lease, RETAIN).await {
            Ok(held) => assert_eq!(held, Held::Yes),
            Err(error) => break error,
        }
        completed.push(key);
    };
    assert_eq!((error.kind(), error.is_retriable()), (StoreErrorKind::Full, true), "{error}");
    assert!(error.to_string().contains("maxmemory"), "{error}");
    assert_eq!(process(&inbox, "one too many").await, (503, false));
    assert!(completed.len() > 1000);
    for key in &completed {
        assert_eq!(claim(&store, key).await, Claim::Completed);
    }
}
