//! The application under test: three endpoints over real HTTP, each with another way to let an event happen once.

use std::{net::SocketAddr, time::Duration};

use axum::{
    Router,
    extract::{FromRef, State},
    routing::post,
};
use hookseal::{
    IdempotencyStore, Inbox, Outcome, Verified, Verifier,
    provider::Stripe,
    store::{PostgresStore, RedisStore, TxClaim},
};
use http::StatusCode;
use redis::aio::MultiplexedConnection;
use serde::{Deserialize, Serialize};
use sqlx::{
    PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::{net::TcpListener, time::sleep};

use crate::worker::say;

pub(crate) const SECRET: &str = "whsec_soak";
/// How long an event is blocked when the process that works on it is killed.
pub(crate) const LEASE: Duration = Duration::from_secs(5);
/// Connections of each application to PostgreSQL.
const CONNECTIONS: u32 = 6;

/// What holds claim, effect and completion together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Mode {
    Transaction,
    LeaseInPostgres,
    LeaseInRedis,
}

impl Mode {
    pub(crate) const ALL: [Self; 3] = [Self::Transaction, Self::LeaseInPostgres, Self::LeaseInRedis];

    /// Its endpoint, and its name in the ledger.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Transaction => "/transaction",
            Self::LeaseInPostgres => "/lease-postgres",
            Self::LeaseInRedis => "/lease-redis",
        }
    }
}

/// What an event says: the work on it takes so many milliseconds before its effect, and so many after it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) before: u64,
    pub(crate) after: u64,
}

/// What an application is started with.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Task {
    /// Which of all the processes that are started in the course of a run it is.
    pub(crate) incarnation: i32,
    pub(crate) postgres: SocketAddr,
    pub(crate) redis: SocketAddr,
}

#[derive(Clone)]
struct App {
    stripe: Verifier<Stripe>,
    in_postgres: Inbox<PostgresStore>,
    in_redis: Inbox<RedisStore<MultiplexedConnection>>,
    pool: PgPool,
    incarnation: i32,
}

impl FromRef<App> for Verifier<Stripe> {
    fn from_ref(app: &App) -> Self {
        app.stripe.clone()
    }
}

pub(crate) fn options(postgres: SocketAddr) -> PgConnectOptions {
    PgConnectOptions::new()
        .host(&postgres.ip().to_string())
        .port(postgres.port())
        .username("postgres")
        .database("postgres")
}

/// In a process of its own: serves until it is killed.
pub(crate) async fn serve(Task { incarnation, postgres, redis }: Task) {
    // All of them from the start on: a connection that is opened late would look like one that leaks.
    let pool = PgPoolOptions::new().min_connections(CONNECTIONS).max_connections(CONNECTIONS);
    let pool = pool.test_before_acquire(false).connect_with(options(postgres)).await.unwrap();
    let client = redis::Client::open(format!("redis://{redis}")).unwrap();
    let app = App {
        stripe: Verifier::new(SECRET).unwrap(),
        in_postgres: Inbox::new(PostgresStore::new(pool.clone())).lease(LEASE),
        in_redis: Inbox::new(RedisStore::connect(client).await.unwrap()).lease(LEASE),
        pool,
        incarnation,
    };
    let router = Router::new()
        .route(Mode::Transaction.path(), post(transaction))
        .route(Mode::LeaseInPostgres.path(), post(lease_in_postgres))
        .route(Mode::LeaseInRedis.path(), post(lease_in_redis))
        .with_state(app);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    say(&listener.local_addr().unwrap());
    axum::serve(listener, router).await.unwrap();
}

type Error = Box<dyn std::error::Error + Send + Sync>;

impl App {
    /// The work on an event: it is written into the ledger.
    async fn work(&self, mode: Mode, event: &Verified<Stripe>, connection: &mut PgConnection) -> Result<(), Error> {
        let Event { id, before, after } = event.json()?;
        sleep(Duration::from_millis(before)).await;
        let effect = sqlx::query("INSERT INTO effects (mode, event, incarnation) VALUES ($1, $2, $3)");
        effect.bind(mode.path()).bind(id).bind(self.incarnation).execute(connection).await?;
        sleep(Duration::from_millis(after)).await;
        Ok(())
    }

    async fn in_transaction(&self, event: &Verified<Stripe>) -> Result<StatusCode, Error> {
        let mut tx = self.pool.begin().await?;
        Ok(match self.in_postgres.claim_in(&mut tx, event).await? {
            TxClaim::Acquired { .. } => {
                self.work(Mode::Transaction, event, &mut tx).await?;
                tx.commit().await?;
                StatusCode::OK
            }
            TxClaim::Completed => StatusCode::OK,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        })
    }

    async fn under_a_lease<S: IdempotencyStore>(
        self,
        inbox: &Inbox<S>,
        mode: Mode,
        event: Verified<Stripe>,
    ) -> Outcome<(), Error> {
        let work = move |event| async move {
            let mut connection = self.pool.acquire().await?;
            self.work(mode, &event, &mut connection).await
        };
        inbox.process(event, work).await
    }
}

async fn transaction(State(app): State<App>, event: Verified<Stripe>) -> StatusCode {
    app.in_transaction(&event).await.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

async fn lease_in_postgres(State(app): State<App>, event: Verified<Stripe>) -> Outcome<(), Error> {
    let inbox = app.in_postgres.clone();
    app.under_a_lease(&inbox, Mode::LeaseInPostgres, event).await
}

async fn lease_in_redis(State(app): State<App>, event: Verified<Stripe>) -> Outcome<(), Error> {
    let inbox = app.in_redis.clone();
    app.under_a_lease(&inbox, Mode::LeaseInRedis, event).await
}
