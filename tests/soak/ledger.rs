//! The ledger: a table to which every effect is appended, and what it must say in the end.

use std::collections::{BTreeMap, BTreeSet};

use hookseal::store::PostgresStore;
use sqlx::PgPool;

use crate::{app::Mode, sender::Seen};

/// Makes the tables. Nothing in that of the effects keeps an event from being written twice.
pub(crate) async fn prepare(pool: &PgPool) {
    PostgresStore::new(pool.clone()).migrate().await.unwrap();
    let effects = "CREATE TABLE effects (mode text NOT NULL, event text NOT NULL, incarnation int NOT NULL)";
    sqlx::query(effects).execute(pool).await.unwrap();
}

/// What became of the events of a mode.
pub(crate) struct Account {
    pub(crate) effects: usize,
    pub(crate) lost: usize,
    /// Effects beyond the first one of each event.
    pub(crate) repeated: usize,
}

/// Reads the ledger, and holds it against what was sent.
pub(crate) async fn settle(pool: &PgPool, mode: Mode, seen: &Seen, killed: &[i32]) -> Account {
    let rows = sqlx::query_as("SELECT event, incarnation FROM effects WHERE mode = $1").bind(mode.path());
    let rows: Vec<(String, i32)> = rows.fetch_all(pool).await.unwrap();
    let effects = rows.len();
    let mut by_event = BTreeMap::<String, Vec<i32>>::new();
    for (event, incarnation) in rows {
        by_event.entry(event).or_default().push(incarnation);
    }
    let sent: BTreeSet<_> = seen.events.iter().collect();
    let unsent = by_event.keys().find(|event| !sent.contains(event));
    assert_eq!(unsent, None, "{mode:?}: nobody has sent it");
    for (event, by) in &by_event {
        // At least once means: once more for each process that has died with the event in its hands.
        let distinct: BTreeSet<_> = by.iter().collect();
        let survivors = by.iter().filter(|incarnation| !killed.contains(incarnation)).count();
        assert!(
            distinct.len() == by.len() && survivors <= 1,
            "{mode:?}: {event} took effect in {by:?}: {killed:?} died"
        );
    }
    Account { effects, lost: sent.len() - by_event.len(), repeated: effects - by_event.len() }
}

impl Account {
    /// What is promised.
    pub(crate) fn check(&self, mode: Mode, seen: &Seen) {
        assert_eq!(self.lost, 0, "{mode:?}: answered with 2xx, and lost");
        let unanswered = seen.answers.get(&0).copied().unwrap_or_default();
        match mode {
            Mode::Transaction => assert_eq!(self.effects, seen.events.len(), "{mode:?}: exactly once"),
            // A process that has answered has completed the event before.
            _ => assert!(self.repeated <= unanswered, "{mode:?}: {} repeated, {unanswered} unanswered", self.repeated),
        }
    }
}
