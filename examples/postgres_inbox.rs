//! Claim and effect in one transaction of PostgreSQL: a payment is booked once, however often it is delivered.
//!
//! ```sh
//! docker run --rm -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust -e POSTGRES_DB=test postgres
//! HOOKSEAL_POSTGRES=postgres://postgres@127.0.0.1:5432/test cargo run --example postgres_inbox --features postgres,testing
//! ```
//!
//! Ten copies of one delivery arrive at once, then the process that books another one dies before it has committed. In
//! the end each payment is in the table once; the program exits with an error if not.

use std::{env, time::Duration};

use bytes::Bytes;
use hookseal::{
    Inbox, Verified, Verifier,
    provider::Stripe,
    store::{PostgresStore, TxClaim},
    testing::sign,
};
use http::StatusCode;
use sqlx::{PgPool, postgres::PgPoolOptions};
use tokio::task::JoinSet;

type Error = Box<dyn std::error::Error + Send + Sync>;

const SECRET: &str = "whsec_example";

#[derive(Clone)]
struct App {
    stripe: Verifier<Stripe>,
    inbox: Inbox<PostgresStore>,
    pool: PgPool,
}

impl App {
    /// What a web framework's handler would do with a request.
    async fn hook(&self, request: http::Request<Bytes>) -> Result<StatusCode, Error> {
        let event = self.stripe.verify_request(request)?;
        let mut tx = self.pool.begin().await?;
        Ok(match self.inbox.claim_in(&mut tx, &event).await? {
            TxClaim::Acquired { .. } => {
                book(&mut tx, &event).await?;
                // Claim and payment, or neither.
                tx.commit().await?;
                StatusCode::OK
            }
            TxClaim::Completed => StatusCode::OK,
            // Another copy is being processed: the provider comes again.
            _ => StatusCode::SERVICE_UNAVAILABLE,
        })
    }
}

async fn book(tx: &mut sqlx::PgConnection, event: &Verified<Stripe>) -> Result<(), Error> {
    let amount: i64 = event.json_at("/data/object/amount_paid")?;
    let insert = "INSERT INTO hookseal_example.payments (event, amount) VALUES ($1, $2)";
    sqlx::query(insert).bind(event.id()).bind(amount).execute(tx).await?;
    Ok(())
}

fn delivery(id: &str) -> http::Request<Bytes> {
    let body = format!(r#"{{"id":"{id}","type":"invoice.paid","data":{{"object":{{"amount_paid":4200}}}}}}"#);
    sign::<Stripe>(SECRET, body).into_request()
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let address = env::var("HOOKSEAL_POSTGRES").unwrap_or("postgres://postgres@127.0.0.1:5432/test".into());
    // A dead connection is found by the store itself; see the docs of `PostgresStore`.
    let pool = PgPoolOptions::new().max_connections(5).test_before_acquire(false).connect(&address).await?;
    let tables = "DROP SCHEMA IF EXISTS hookseal_example CASCADE; CREATE SCHEMA hookseal_example;
                  CREATE TABLE hookseal_example.payments (event text, amount bigint)";
    sqlx::raw_sql(tables).execute(&pool).await?;

    let store = PostgresStore::with_table(pool.clone(), "hookseal_example.keys")?;
    store.migrate().await?;
    let app = App { stripe: Verifier::new(SECRET)?, inbox: Inbox::new(store.clone()), pool: pool.clone() };

    let mut copies = JoinSet::new();
    for _ in 0..10 {
        let app = app.clone();
        copies.spawn(async move { app.hook(delivery("evt_1")).await });
    }
    while let Some(status) = copies.join_next().await {
        println!("evt_1: {}", status??);
    }
    println!("evt_1, a day later: {}", app.hook(delivery("evt_1")).await?);

    // The work is done, but the process dies before it can commit: what remains is nothing at all.
    let event = app.stripe.verify_request(delivery("evt_2"))?;
    let mut tx = pool.begin().await?;
    let claimed = app.inbox.claim_in(&mut tx, &event).await?;
    book(&mut tx, &event).await?;
    drop(tx);
    println!("evt_2: {claimed:?}, booked, and lost with its transaction");
    // Until the server has rolled that back, the key is held, and the answer is 503; a provider sends it once more.
    let mut status = app.hook(delivery("evt_2")).await?;
    for _ in 0..100 {
        if status == StatusCode::OK {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        status = app.hook(delivery("evt_2")).await?;
    }
    println!("evt_2, sent again: {status}");

    let booked = "SELECT event, count(*) FROM hookseal_example.payments GROUP BY event ORDER BY event";
    let booked: Vec<(String, i64)> = sqlx::query_as(booked).fetch_all(&pool).await?;
    println!("booked: {booked:?}");
    sqlx::raw_sql("DROP SCHEMA hookseal_example CASCADE").execute(&pool).await?;
    let once = [("evt_1".to_owned(), 1), ("evt_2".to_owned(), 1)];
    if booked == once { Ok(()) } else { Err(format!("each payment should be booked once: {booked:?}").into()) }
}
