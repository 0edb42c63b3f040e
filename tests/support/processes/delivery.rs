//! One delivery of an event, and the points at which its receiver may die.

use std::{
    future::pending,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use hookseal::{
    Inbox,
    store::{PostgresStore, SqliteStore, TxClaim},
};
use serde::{Deserialize, Serialize};

use super::{place::Opened, worker::say};
use crate::support::stripe_event;

pub(crate) const LEASE: Duration = Duration::from_millis(600);

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Delivery {
    pub(crate) event: String,
    pub(crate) mode: Mode,
    /// Where the receiver stays, in a worker that is going to be killed.
    pub(crate) stay: Option<Point>,
}

/// What holds claim, effect and completion together.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) enum Mode {
    Lease,
    Transaction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Point {
    BeforeClaim,
    AfterClaim,
    AfterEffect,
    /// The event is completed, and nobody has heard of it.
    BeforeAnswer,
}

/// The same for both databases, whose connections have no type in common.
macro_rules! in_transaction {
    ($delivery:ident, $Store:ident, $pool:ident, $begun:ident) => {{
        let inbox = Inbox::new($Store::new($pool.clone()));
        let mut tx = $pool.begin().await.unwrap();
        match inbox.claim_in(&mut tx, &stripe_event(&$delivery.event)).await.unwrap() {
            TxClaim::Acquired { .. } => {
                $begun.get_or_init(Instant::now);
                $delivery.reach(Point::AfterClaim).await;
                let effect = sqlx::query("INSERT INTO effects VALUES ($1)").bind(&$delivery.event);
                effect.execute(&mut *tx).await.unwrap();
                $delivery.reach(Point::AfterEffect).await;
                tx.commit().await.unwrap();
                200
            }
            TxClaim::Completed => 200,
            _ => 503,
        }
    }};
}

impl Delivery {
    /// Receives the event: the status of the answer, and when the work on it began.
    pub(crate) async fn receive(&self, place: &Opened) -> (u16, Option<Instant>) {
        let begun = Arc::new(OnceLock::new());
        self.reach(Point::BeforeClaim).await;
        let status = match (self.mode, place) {
            (Mode::Lease, _) => self.under_a_lease(place, Arc::clone(&begun)).await,
            (Mode::Transaction, Opened::Postgres(pool)) => in_transaction!(self, PostgresStore, pool, begun),
            (Mode::Transaction, Opened::Sqlite(pool)) => in_transaction!(self, SqliteStore, pool, begun),
            (Mode::Transaction, Opened::Redis(..)) => panic!("Redis has no transactions of this kind"),
        };
        self.reach(Point::BeforeAnswer).await;
        (status, begun.get().copied())
    }

    async fn under_a_lease(&self, place: &Opened, begun: Arc<OnceLock<Instant>>) -> u16 {
        let inbox = Inbox::new(place.store()).lease(LEASE).wait(Duration::ZERO);
        let (delivery, place) = (self.clone(), place.clone());
        let handler = async move {
            begun.get_or_init(Instant::now);
            delivery.reach(Point::AfterClaim).await;
            place.effect(&delivery.event).await;
            delivery.reach(Point::AfterEffect).await;
            Ok::<_, String>(())
        };
        inbox.process(stripe_event(&self.event), |_| handler).await.status().as_u16()
    }

    /// Says that the receiver has come to this point, and stays there if it is to.
    async fn reach(&self, point: Point) {
        if self.stay == Some(point) {
            say(&point);
            pending::<()>().await;
        }
    }
}
