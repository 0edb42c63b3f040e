//! A quarter of an hour of everything at once: applications that are killed, events that are sent twice, a transaction and
//! two kinds of lease. With servers of its own; `HOOKSEAL_SOAK_SECONDS` makes it shorter.
#![cfg(all(
    feature = "axum",
    feature = "fetch",
    feature = "postgres",
    feature = "redis",
    feature = "sqlite",
    feature = "testing"
))]

#[path = "soak/app.rs"]
mod app;
#[path = "soak/fleet.rs"]
mod fleet;
#[path = "soak/gauge.rs"]
mod gauge;
#[path = "soak/ledger.rs"]
mod ledger;
#[path = "soak/random.rs"]
mod random;
#[path = "soak/report.rs"]
mod report;
#[path = "soak/sender.rs"]
mod sender;
#[path = "support/stores.rs"]
mod support;
#[path = "support/worker.rs"]
mod worker;

use std::{env, fs, sync::Arc, time::Duration};

use sqlx::{PgPool, postgres::PgPoolOptions};
use time::OffsetDateTime;
use tokio::{
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval_at},
};

use app::Mode;
use fleet::{APPS, Fleet};
use gauge::{MEASURES, Sample};
use random::Random;
use report::Run;
use support::{postgres_server::PostgresServer, redis_server::RedisServer};

/// As long as the last result was measured.
const WHOLE: Duration = Duration::from_secs(15 * 60);
/// A kill every ten seconds; in a short run more often, so that there are some.
const KILL_EVERY: Duration = Duration::from_secs(10);
const FEWEST_KILLS: u32 = 10;
const FEWEST_SAMPLES: u32 = 20;
const RESULT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/soak/RESULT.md");

/// Not a test, but what the test starts in processes of their own.
#[test]
fn worker() {
    worker::work(app::serve);
}

async fn kill_now_and_then(fleet: &Fleet, time: Duration, every: Duration, mut random: Random) -> usize {
    let start = Instant::now();
    let mut ticks = interval_at(start + every, every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if start.elapsed() >= time {
            return fleet.killed().len();
        }
        fleet.kill_one(&mut random).await;
    }
}

async fn watch(fleet: &Fleet, pool: &PgPool, redis: &RedisServer, time: Duration) -> Vec<Sample> {
    let (start, every) = (Instant::now(), (time / FEWEST_SAMPLES).min(Duration::from_secs(5)));
    let mut ticks = interval_at(start + every, every);
    let mut connection = redis.connection().await;
    let mut samples = Vec::new();
    while start.elapsed() < time {
        ticks.tick().await;
        samples.push(gauge::sample(start, fleet.steady(), pool, &mut connection).await);
    }
    samples
}

async fn versions(pool: &PgPool, redis: &RedisServer) -> String {
    let postgres: String = sqlx::query_scalar("SHOW server_version").fetch_one(pool).await.unwrap();
    let info: String = redis::cmd("INFO").arg("server").query_async(&mut redis.connection().await).await.unwrap();
    let redis = info.lines().find_map(|line| line.strip_prefix("redis_version:")).unwrap_or_default();
    format!("PostgreSQL {postgres}; Redis {redis} with an append-only file, written every second")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes 15 minutes, or HOOKSEAL_SOAK_SECONDS; needs PostgreSQL and Redis"]
async fn a_quarter_of_an_hour_of_kills_and_duplicates_loses_nothing() {
    let seconds = env::var("HOOKSEAL_SOAK_SECONDS").ok().map(|seconds| seconds.parse().expect("seconds"));
    let time = seconds.map_or(WHOLE, Duration::from_secs);
    let kill_every = KILL_EVERY.min(time / FEWEST_KILLS);
    let began = OffsetDateTime::now_utc();
    let seed = u64::try_from(began.unix_timestamp()).unwrap();
    let mut random = Random::new(seed);
    println!("seed {seed}, {} s", time.as_secs());

    let postgres = PostgresServer::start().await;
    let redis = RedisServer::start(&["appendonly yes", "appendfsync everysec", "save ''"]).await;
    let pool = PgPoolOptions::new().max_connections(2).connect_with(app::options(postgres.address())).await.unwrap();
    ledger::prepare(&pool).await;
    let fleet = Arc::new(Fleet::start(postgres.address(), redis.address()).await);

    let mut senders = JoinSet::new();
    for mode in Mode::ALL {
        let (fleet, random) = (Arc::clone(&fleet), random.split());
        senders.spawn(async move { (mode, sender::send(fleet, mode, time, random).await) });
    }
    let (kills, samples) =
        tokio::join!(kill_now_and_then(&fleet, time, kill_every, random), watch(&fleet, &pool, &redis, time));
    let mut told = senders.join_all().await;
    told.sort_by_key(|(mode, _)| *mode);

    let mut modes = Vec::new();
    for (mode, seen) in told {
        let account = ledger::settle(&pool, mode, &seen, &fleet.killed()).await;
        modes.push((mode, seen, account));
    }
    let servers = versions(&pool, &redis).await;
    let run = Run { began, time, seed, kill_every, kills, servers, modes, samples };
    let page = run.page();
    println!("{page}");
    if seconds.is_none() {
        fs::write(RESULT, page).unwrap();
    }

    assert!(run.kills + 1 >= usize::try_from(time.as_secs() / kill_every.as_secs().max(1)).unwrap() / 2);
    for (mode, seen, account) in &run.modes {
        let unanswered = seen.answers.get(&0).copied().unwrap_or_default();
        assert!(unanswered > 0 && seen.sent_twice > 0, "{mode:?}: nothing was put to the test");
        account.check(*mode, seen);
    }
    for measure in MEASURES {
        measure.check(&measure.course(&run.samples));
    }
    assert_eq!(fleet.killed().len() + APPS, usize::try_from(fleet.started()).unwrap(), "none has ended by itself");
}
