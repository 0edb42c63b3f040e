//! A claim and a completion in each store, beside the bare statements that do the least that could pass for it, over
//! the same pool or connection and in turns.
//!
//! `cargo bench --bench stores --features postgres,sqlite,redis`, with servers where `HOOKSEAL_POSTGRES` and
//! `HOOKSEAL_REDIS` say.

use std::{
    env,
    time::{Duration, Instant},
};

use hookseal::{
    IdempotencyKey, IdempotencyStore,
    idempotency::{Claim, Held},
    store::{PostgresStore, RedisStore, SqliteStore},
};
use redis::{Client, aio::MultiplexedConnection, cmd};
use sqlx::{
    PgPool, SqlitePool,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions},
};

type Error = Box<dyn std::error::Error + Send + Sync>;

const LEASE: Duration = Duration::from_secs(60);
const RETAIN: Duration = Duration::from_secs(600);
/// Turns, and pairs of a claim and a completion in each.
const TURNS: u32 = 20;
const PAIRS: u32 = 100;

/// What is compared with a store: two statements, the first of which lets one claim of a key through.
trait Bare {
    async fn claim(&mut self, key: &IdempotencyKey) -> Result<(), Error>;
    async fn complete(&mut self, key: &IdempotencyKey) -> Result<(), Error>;
}

struct BarePostgres(PgPool);

impl Bare for BarePostgres {
    async fn claim(&mut self, key: &IdempotencyKey) -> Result<(), Error> {
        let sql = "INSERT INTO bare VALUES ($1, now() + interval '60 s') ON CONFLICT DO NOTHING";
        sqlx::query(sql).bind(key.as_bytes().as_slice()).execute(&self.0).await?;
        Ok(())
    }

    async fn complete(&mut self, key: &IdempotencyKey) -> Result<(), Error> {
        let sql = "UPDATE bare SET until = now() + interval '600 s' WHERE key = $1";
        sqlx::query(sql).bind(key.as_bytes().as_slice()).execute(&self.0).await?;
        Ok(())
    }
}

struct BareSqlite(SqlitePool);

impl Bare for BareSqlite {
    async fn claim(&mut self, key: &IdempotencyKey) -> Result<(), Error> {
        let sql = "INSERT INTO bare VALUES (?1, unixepoch() + 60) ON CONFLICT DO NOTHING";
        sqlx::query(sql).bind(key.as_bytes().as_slice()).execute(&self.0).await?;
        Ok(())
    }

    async fn complete(&mut self, key: &IdempotencyKey) -> Result<(), Error> {
        let sql = "UPDATE bare SET until = unixepoch() + 600 WHERE key = ?1";
        sqlx::query(sql).bind(key.as_bytes().as_slice()).execute(&self.0).await?;
        Ok(())
    }
}

struct BareRedis(MultiplexedConnection);

impl Bare for BareRedis {
    async fn claim(&mut self, key: &IdempotencyKey) -> Result<(), Error> {
        let mut set = cmd("SET");
        set.arg(format!("bare:{key}")).arg("held").arg("NX").arg("PX").arg(60_000);
        Ok(set.query_async(&mut self.0).await?)
    }

    async fn complete(&mut self, key: &IdempotencyKey) -> Result<(), Error> {
        let mut set = cmd("SET");
        set.arg(format!("bare:{key}")).arg("done").arg("XX").arg("PX").arg(600_000);
        Ok(set.query_async(&mut self.0).await?)
    }
}

/// Keys that nobody has had before.
struct Keys(u64);

impl Keys {
    fn next(&mut self) -> IdempotencyKey {
        self.0 += 1;
        IdempotencyKey::new("", "bench", "id", &self.0.to_be_bytes())
    }
}

/// The middle one of the turns, which says most on a machine that is busy.
fn median(mut turns: Vec<f64>) -> f64 {
    turns.sort_by(f64::total_cmp);
    turns.get(turns.len() / 2).copied().unwrap_or_default()
}

/// Microseconds per pair.
fn since(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() / f64::from(PAIRS) * 1e6
}

async fn compare(name: &str, store: &impl IdempotencyStore, mut bare: impl Bare) -> Result<(), Error> {
    let started = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    let mut keys = Keys(u64::try_from(started.as_nanos())?);
    let (mut pairs, mut ratios, mut duplicates) = (Vec::new(), Vec::new(), Vec::new());
    // The first turn only warms up.
    for turn in 0..=TURNS {
        let start = Instant::now();
        for _ in 0..PAIRS {
            let key = keys.next();
            bare.claim(&key).await?;
            bare.complete(&key).await?;
        }
        let theirs = since(start);

        let start = Instant::now();
        let mut last = keys.next();
        for _ in 0..PAIRS {
            last = keys.next();
            let Claim::Acquired(lease) = store.claim(&last, LEASE).await? else { return Err("not acquired".into()) };
            assert_eq!(store.complete(&lease, RETAIN).await?, Held::Yes);
        }
        let ours = since(start);

        let start = Instant::now();
        for _ in 0..PAIRS {
            assert_eq!(store.claim(&last, LEASE).await?, Claim::Completed);
        }
        if turn > 0 {
            pairs.push(ours);
            ratios.push(ours / theirs);
            duplicates.push(since(start));
        }
    }
    let (pair, ratio, duplicate) = (median(pairs), median(ratios), median(duplicates));
    println!(
        "{name:10} {pair:5.0} µs for claim and completion, {ratio:.2} times the bare pair; {duplicate:4.0} µs for a duplicate"
    );
    Ok(())
}

async fn postgres() -> Result<(), Error> {
    let address = env::var("HOOKSEAL_POSTGRES").unwrap_or("postgres://postgres@127.0.0.1:5432/test".into());
    let pool = PgPoolOptions::new().max_connections(1).test_before_acquire(false).connect(&address).await?;
    sqlx::raw_sql(
        "DROP SCHEMA IF EXISTS hookseal_bench CASCADE; CREATE SCHEMA hookseal_bench; SET search_path TO hookseal_bench;
         CREATE TABLE bare (key bytea PRIMARY KEY, until timestamptz NOT NULL)",
    )
    .execute(&pool)
    .await?;
    let store = PostgresStore::new(pool.clone());
    store.migrate().await?;
    compare("PostgreSQL", &store, BarePostgres(pool.clone())).await?;
    sqlx::raw_sql("DROP SCHEMA hookseal_bench CASCADE").execute(&pool).await?;
    Ok(())
}

async fn sqlite() -> Result<(), Error> {
    let folder = env::temp_dir().join(format!("hookseal_bench_{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    let options = SqliteConnectOptions::new()
        .filename(folder.join("bench.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal);
    let pool = SqlitePoolOptions::new().max_connections(1).test_before_acquire(false).connect_with(options).await?;
    sqlx::query("CREATE TABLE bare (key BLOB PRIMARY KEY, until INTEGER) WITHOUT ROWID").execute(&pool).await?;
    let store = SqliteStore::new(pool.clone());
    store.migrate().await?;
    let compared = compare("SQLite", &store, BareSqlite(pool.clone())).await;
    pool.close().await;
    std::fs::remove_dir_all(folder)?;
    compared
}

async fn redis() -> Result<(), Error> {
    let client = Client::open(env::var("HOOKSEAL_REDIS").unwrap_or("redis://127.0.0.1:6379".into()))?;
    let connection = client.get_multiplexed_async_connection().await?;
    let store = RedisStore::new(connection.clone()).prefix("hookseal_bench:");
    compare("Redis", &store, BareRedis(connection)).await
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    // `cargo test` runs benchmarks, too: it has no servers, and no time.
    if env::args().any(|argument| argument == "--bench") {
        redis().await?;
        sqlite().await?;
        postgres().await?;
    }
    Ok(())
}
