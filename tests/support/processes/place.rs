//! Where a store is that several processes share, and the effects beside it.

use std::{env, fs, path::PathBuf, str::FromStr, time::Duration};

use hookseal::store::{AnyStore, PostgresStore, RedisStore, SqliteStore};
use redis::{AsyncCommands, Client, aio::MultiplexedConnection};
use serde::{Deserialize, Serialize};
use sqlx::{
    PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions},
};

use tokio::sync::Mutex;

use crate::support::{self, store_cases::and_then, unique};

/// No operation should need so long.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where a store is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Place {
    Postgres { address: String, schema: String },
    Redis { address: String, prefix: String },
    Sqlite { file: PathBuf },
}

/// A place with connections to it.
#[derive(Clone)]
pub(crate) enum Opened {
    Postgres(PgPool),
    Redis(MultiplexedConnection, RedisStore<MultiplexedConnection>, String),
    Sqlite(SqlitePool),
}

impl Place {
    pub(crate) async fn open(&self, connections: u32) -> Opened {
        match self {
            Self::Postgres { address, schema } => {
                let options = PgConnectOptions::from_str(address).unwrap().options([("search_path", schema)]);
                // By default sqlx asks after a connection's health before each use, which doubles the round trips.
                let pool = PgPoolOptions::new().max_connections(connections).test_before_acquire(false);
                Opened::Postgres(pool.acquire_timeout(PATIENCE).connect_lazy_with(options))
            }
            Self::Redis { address, prefix } => {
                let client = Client::open(address.as_str()).unwrap();
                let store = RedisStore::connect(client.clone()).await.unwrap().prefix(prefix);
                let connection = client.get_multiplexed_async_connection().await.unwrap();
                Opened::Redis(connection, store, format!("{prefix}effects:"))
            }
            Self::Sqlite { file } => {
                let options = SqliteConnectOptions::new().filename(file).create_if_missing(true);
                let options = options.journal_mode(SqliteJournalMode::Wal).busy_timeout(PATIENCE);
                let pool = SqlitePoolOptions::new().max_connections(connections).connect_with(options);
                Opened::Sqlite(pool.await.unwrap())
            }
        }
    }
}

impl Opened {
    /// Makes the tables.
    pub(crate) async fn prepare(&self) {
        const EFFECTS: &str = "CREATE TABLE effects (event text NOT NULL)";
        match self {
            Self::Postgres(pool) => {
                PostgresStore::new(pool.clone()).migrate().await.unwrap();
                sqlx::query(EFFECTS).execute(pool).await.unwrap();
            }
            Self::Redis(..) => {}
            Self::Sqlite(pool) => {
                SqliteStore::new(pool.clone()).migrate().await.unwrap();
                sqlx::query(EFFECTS).execute(pool).await.unwrap();
            }
        }
    }

    pub(crate) fn store(&self) -> AnyStore {
        self.store_within(PATIENCE)
    }

    /// A store whose operations take no longer than this.
    pub(crate) fn store_within(&self, limit: Duration) -> AnyStore {
        match self {
            Self::Postgres(pool) => AnyStore::new(PostgresStore::new(pool.clone()).timeout(limit)),
            Self::Redis(_, store, _) => AnyStore::new(store.clone().timeout(limit)),
            Self::Sqlite(pool) => AnyStore::new(SqliteStore::new(pool.clone()).timeout(limit)),
        }
    }

    /// What the work on an event does: it leaves a trace.
    pub(crate) async fn effect(&self, event: &str) {
        const EFFECT: &str = "INSERT INTO effects VALUES ($1)";
        match self {
            Self::Postgres(pool) => drop(sqlx::query(EFFECT).bind(event).execute(pool).await.unwrap()),
            Self::Sqlite(pool) => drop(sqlx::query(EFFECT).bind(event).execute(pool).await.unwrap()),
            Self::Redis(connection, _, effects) => {
                let () = connection.clone().incr(format!("{effects}{event}"), 1).await.unwrap();
            }
        }
    }

    /// How many traces there are.
    pub(crate) async fn effects(&self, event: &str) -> i64 {
        const EFFECTS: &str = "SELECT count(*) FROM effects WHERE event = $1";
        match self {
            Self::Postgres(pool) => sqlx::query_scalar(EFFECTS).bind(event).fetch_one(pool).await.unwrap(),
            Self::Sqlite(pool) => sqlx::query_scalar(EFFECTS).bind(event).fetch_one(pool).await.unwrap(),
            Self::Redis(connection, _, effects) => {
                let count: Option<i64> = connection.clone().get(format!("{effects}{event}")).await.unwrap();
                count.unwrap_or(0)
            }
        }
    }
}

/// Runs a test at an empty place in PostgreSQL.
pub(crate) async fn on_postgres<F: Future<Output = ()> + Send + 'static>(test: fn(Place, Opened) -> F) {
    let address = support::postgres::location();
    support::postgres::with_schema(move |schema| at(Place::Postgres { address, schema }, test)).await;
}

/// Runs a test at an empty place in Redis.
pub(crate) async fn on_redis<F: Future<Output = ()> + Send + 'static>(test: fn(Place, Opened) -> F) {
    let address = support::redis::location();
    support::redis::with_prefix(move |prefix| at(Place::Redis { address, prefix }, test)).await;
}

/// Runs a test in an empty file.
pub(crate) async fn on_sqlite<F: Future<Output = ()> + Send + 'static>(test: fn(Place, Opened) -> F) {
    let folder = env::temp_dir().join(unique("hookseal"));
    fs::create_dir(&folder).unwrap();
    let place = Place::Sqlite { file: folder.join("keys.db") };
    and_then(at(place, test), async move { fs::remove_dir_all(folder).unwrap() }).await;
}

async fn at<F: Future<Output = ()>>(place: Place, test: fn(Place, Opened) -> F) {
    // Thirty processes that race would make others late, whose time is measured.
    static ALONE: Mutex<()> = Mutex::const_new(());
    let _alone = ALONE.lock().await;
    let opened = place.open(8).await;
    opened.prepare().await;
    test(place, opened).await;
}
