//! The provider: it sends events at a steady pace, some of them twice, and each until the answer is 2xx.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use hookseal::{provider::Stripe, testing::sign};
use tokio::{
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval, sleep},
};

use crate::{
    app::{Event, Mode, SECRET},
    fleet::Fleet,
    random::Random,
};

/// Events of each mode in a second.
pub(crate) const RATE: u32 = 20;
/// One event in so many is sent twice: 5 %.
const DUPLICATED: usize = 20;
/// How long after the first copy the second is sent, at most, in milliseconds.
const LATER: usize = 3000;
/// As long as some providers wait for an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two attempts at an event, at most, in milliseconds; a provider would wait for minutes.
const PAUSE: usize = 500;
/// How long the work before an effect, and after it, takes at most, in milliseconds.
const WORK: usize = 100;

/// What the provider has seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// The ids that it has made up.
    pub(crate) events: Vec<String>,
    pub(crate) sent_twice: usize,
    /// How often it was answered with each status. 0: not at all.
    pub(crate) answers: BTreeMap<u16, usize>,
    /// The longest time from the first attempt to the answer 200.
    pub(crate) slowest: Duration,
}

/// Sends events of a mode for so long, and does not end before each delivery has been answered with 2xx.
pub(crate) async fn send(fleet: Arc<Fleet>, mode: Mode, time: Duration, mut random: Random) -> Seen {
    // A connection that is kept needs no descriptor for each delivery, and is lost when its application is killed.
    let client = reqwest::Client::builder().timeout(PATIENCE).pool_max_idle_per_host(2).build().unwrap();
    let seen = Arc::new(Mutex::new(Seen::default()));
    let mut ticks = interval(Duration::from_secs(1) / RATE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (start, mut deliveries) = (Instant::now(), JoinSet::new());
    while start.elapsed() < time {
        ticks.tick().await;
        // Two endpoints share a store, to which an event is the same wherever it arrives.
        let id = format!("evt{}-{}", mode.path().replace('/', "-"), seen.lock().unwrap().events.len());
        seen.lock().unwrap().events.push(id.clone());
        let event = Event { id, before: random.milliseconds(WORK), after: random.milliseconds(WORK) };
        let mut copies = vec![Duration::ZERO];
        if random.one_in(DUPLICATED) {
            seen.lock().unwrap().sent_twice += 1;
            copies.push(Duration::from_millis(random.milliseconds(LATER)));
        }
        for later in copies {
            let delivery = Delivery { mode, event: event.clone(), client: client.clone(), random: random.split() };
            let (fleet, seen) = (Arc::clone(&fleet), Arc::clone(&seen));
            deliveries.spawn(async move {
                sleep(later).await;
                delivery.make(&fleet, &seen).await;
            });
        }
        while let Some(delivered) = deliveries.try_join_next() {
            delivered.unwrap();
        }
    }
    while let Some(delivered) = deliveries.join_next().await {
        delivered.unwrap();
    }
    seen.lock().unwrap().clone()
}

struct Delivery {
    mode: Mode,
    event: Event,
    client: reqwest::Client,
    random: Random,
}

impl Delivery {
    /// Attempts it until the answer is 2xx.
    async fn make(mut self, fleet: &Fleet, seen: &Mutex<Seen>) {
        let start = Instant::now();
        loop {
            let status = self.attempt(fleet).await.unwrap_or(0);
            *seen.lock().unwrap().answers.entry(status).or_default() += 1;
            if (200..300).contains(&status) {
                let slowest = &mut seen.lock().unwrap().slowest;
                *slowest = (*slowest).max(start.elapsed());
                return;
            }
            sleep(Duration::from_millis(self.random.milliseconds(PAUSE))).await;
        }
    }

    async fn attempt(&mut self, fleet: &Fleet) -> Option<u16> {
        let url = format!("http://{}{}", fleet.address(&mut self.random), self.mode.path());
        let (headers, body) = sign::<Stripe>(SECRET, serde_json::to_vec(&self.event).unwrap()).into_headers_and_body();
        let answer = self.client.post(url).headers(headers).body(body).send().await.ok()?;
        Some(answer.status().as_u16())
    }
}
