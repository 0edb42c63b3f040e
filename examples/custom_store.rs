//! A store of your own: the four methods over a table, as one would write them for any database.
//!
//! `cargo run --example custom_store --features testing,tokio`
//!
//! The map stands for a table and its mutex for the database's row lock; each method is what would be one statement
//! there. What matters is the shape: `claim` decides in one step, and every other write asks for the token first. The suite
//! that comes with hookseal says whether it is right.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use hookseal::{
    IdempotencyKey, IdempotencyStore, Inbox, Verifier,
    idempotency::{Claim, Held, Lease, StoreError},
    provider::Stripe,
    testing,
};

/// Remembers keys in a table.
#[derive(Default)]
pub(crate) struct TableStore {
    rows: Mutex<HashMap<IdempotencyKey, Row>>,
}

struct Row {
    token: u128,
    until: Instant,
    done: bool,
}

impl TableStore {
    fn rows(&self) -> MutexGuard<'_, HashMap<IdempotencyKey, Row>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `UPDATE … WHERE key = $1 AND token = $2 AND …`: whether it found the row.
    fn update(&self, lease: &Lease, and: impl Fn(&Row) -> bool, change: impl FnOnce(&mut Row)) -> Held {
        match self.rows().get_mut(lease.key()).filter(|row| row.token == lease.token() && and(row)) {
            Some(row) => {
                change(row);
                Held::Yes
            }
            None => Held::Lost,
        }
    }
}

impl IdempotencyStore for TableStore {
    // INSERT … ON CONFLICT (key) DO UPDATE … WHERE until <= now() RETURNING …
    async fn claim(&self, key: &IdempotencyKey, lease: Duration) -> Result<Claim, StoreError> {
        let (now, mut rows) = (Instant::now(), self.rows());
        match rows.get(key).filter(|row| now < row.until) {
            Some(Row { done: true, .. }) => return Ok(Claim::Completed),
            Some(row) => return Ok(Claim::InProgress { retry_after: row.until - now }),
            None => {}
        }
        let token = rows.get(key).map_or(1, |row| row.token + 1);
        rows.insert(*key, Row { token, until: now + lease, done: false });
        Ok(Claim::Acquired(Lease::new(*key, token)))
    }

    async fn renew(&self, lease: &Lease, by: Duration) -> Result<Held, StoreError> {
        let now = Instant::now();
        Ok(self.update(lease, |row| !row.done && now < row.until, |row| row.until = now + by))
    }

    async fn complete(&self, lease: &Lease, retain: Duration) -> Result<Held, StoreError> {
        // Once more is harmless: the answer to the first may have been lost.
        Ok(self.update(lease, |_| true, |row| (row.done, row.until) = (true, Instant::now() + retain)))
    }

    async fn release(&self, lease: &Lease) -> Result<Held, StoreError> {
        // The row stays, so that no token comes twice; its time is over, and its token is nobody's.
        Ok(self.update(lease, |row| !row.done, |row| (row.token, row.until) = (row.token + 1, Instant::now())))
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What belongs into a test of yours. It names the rules that a store breaks.
    testing::store_conformance(|| async { TableStore::default() }).await?;
    println!("the store keeps every rule");

    let stripe = Verifier::<Stripe>::new("whsec_example")?;
    let inbox = Inbox::new(TableStore::default());

    for attempt in 1..=3 {
        let delivery = testing::sign::<Stripe>("whsec_example", r#"{"id":"evt_1","type":"invoice.paid"}"#);
        let event = stripe.verify_request(delivery.into_request())?;
        let outcome = inbox
            .process(event, move |event| async move {
                println!("attempt {attempt}: the handler runs for {:?}", event.id());
                if attempt == 1 { Err("the database is away") } else { Ok(()) }
            })
            .await;
        println!("attempt {attempt}: {}", outcome.status());
    }
    Ok(())
}
