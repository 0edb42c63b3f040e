//! Real processes that share a store: they race for keys, are killed at the worst moments, and are stopped until their
//! leases are over. Servers: `HOOKSEAL_POSTGRES` and `HOOKSEAL_REDIS`, or the usual ports of this machine.
#![cfg(all(feature = "postgres", feature = "redis", feature = "sqlite", feature = "testing"))]

#[path = "support/processes.rs"]
mod processes;
#[path = "support/stores.rs"]
mod support;

/// Not a test, but what the tests here start in processes of their own.
#[test]
fn worker() {
    processes::task::work();
}

mod sqlite {
    use crate::{processes::place::on_sqlite, support::store_cases::cases};

    cases! {
        on_sqlite, crate::processes::cases, (),
        one_of_all_duplicates_wins
        no_event_is_lost_when_a_worker_is_killed
        in_a_transaction_it_takes_effect_exactly_once
        late_writes_are_refused
    }
}

mod postgres {
    use crate::{processes::place::on_postgres, support::store_cases::cases};

    cases! {
        on_postgres, crate::processes::cases, (#[ignore = "needs PostgreSQL"]),
        one_of_all_duplicates_wins
        no_event_is_lost_when_a_worker_is_killed
        in_a_transaction_it_takes_effect_exactly_once
        late_writes_are_refused
    }
}

mod redis {
    use crate::{processes::place::on_redis, support::store_cases::cases};

    cases! {
        on_redis, crate::processes::cases, (#[ignore = "needs Redis"]),
        one_of_all_duplicates_wins
        no_event_is_lost_when_a_worker_is_killed
        late_writes_are_refused
    }
}
