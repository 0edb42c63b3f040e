//! Two instances of a service share an inbox in Redis: each event is processed by one of them.
//!
//! ```sh
//! docker run --rm -p 6379:6379 redis redis-server --appendonly yes
//! HOOKSEAL_REDIS=redis://127.0.0.1:6379 cargo run --example redis --features redis,testing
//! ```
//!
//! Twenty events arrive three times each, at both instances; one of them fails at first. The program exits with an error
//! if the handler did not succeed exactly once per event.

use std::{
    env, process,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use hookseal::{
    Inbox, Outcome, Verifier,
    provider::Stripe,
    store::{AnyStore, RedisStore},
    testing::sign,
};
use tokio::task::JoinSet;

type Error = Box<dyn std::error::Error + Send + Sync>;

const SECRET: &str = "whsec_example";
const EVENTS: usize = 20;

#[derive(Default)]
struct Counts {
    attempts: AtomicUsize,
    successes: AtomicUsize,
}

/// An instance of the service, with a connection of its own.
async fn instance(address: &str, prefix: &str) -> Result<Inbox<AnyStore>, Error> {
    let store = RedisStore::connect(redis::Client::open(address)?).await?.prefix(prefix);
    for warning in store.check().await? {
        println!("warning: {warning}");
    }
    // Another store would do as well, if the configuration said so: the rest of the service does not see it.
    Ok(Inbox::new(AnyStore::new(store)).retain(Duration::from_secs(60)))
}

async fn deliver(inbox: &Inbox<AnyStore>, id: usize, counts: &Arc<Counts>) -> Result<Outcome<(), String>, Error> {
    let body = format!(r#"{{"id":"evt_{id}","type":"invoice.paid"}}"#);
    let event = Verifier::<Stripe>::new(SECRET)?.verify_request(sign::<Stripe>(SECRET, body).into_request())?;
    let counts = Arc::clone(counts);
    let handler = move |_| async move {
        if counts.attempts.fetch_add(1, Ordering::Relaxed) == 0 {
            return Err("the first attempt of all fails".to_owned());
        }
        counts.successes.fetch_add(1, Ordering::Relaxed);
        Ok(())
    };
    Ok(inbox.process(event, handler).await)
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let address = env::var("HOOKSEAL_REDIS").unwrap_or("redis://127.0.0.1:6379".into());
    let prefix = format!("hookseal_example_{}:", process::id());
    let instances = [instance(&address, &prefix).await?, instance(&address, &prefix).await?];
    let counts = Arc::new(Counts::default());

    let mut deliveries = JoinSet::new();
    for (copy, id) in (0..3).flat_map(|copy| (0..EVENTS).map(move |id| (copy, id))) {
        let (inbox, counts) = (instances[(copy + id) % 2].clone(), Arc::clone(&counts));
        deliveries.spawn(async move { deliver(&inbox, id, &counts).await });
    }
    let mut answers = std::collections::BTreeMap::<u16, usize>::new();
    while let Some(outcome) = deliveries.join_next().await {
        *answers.entry(outcome??.status().as_u16()).or_default() += 1;
    }
    println!("answers: {answers:?}");
    for inbox in &instances {
        println!("{:?}", inbox.stats());
    }
    // Providers send again what was not answered with 2xx.
    for id in 0..EVENTS {
        let outcome = deliver(&instances[0], id, &counts).await?;
        assert_eq!(outcome.status(), 200, "evt_{id}: {outcome:?}");
    }

    let successes = counts.successes.load(Ordering::Relaxed);
    println!("{successes} successes for {EVENTS} events");
    if successes == EVENTS { Ok(()) } else { Err("each event should be processed once".into()) }
}
