//! What both servers are made of: verifiers, an inbox, handlers that count.

use std::{
    error::Error,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use hookseal::{
    Inbox, MemoryStore, PayloadError, Policy, Provider, Verified, Verifier,
    policy::Case,
    provider::{Meta, Slack, Stripe},
    testing::{Delivery, Signer, TestClock},
};
use tokio::sync::Semaphore;

pub(crate) const SECRET: &str = "whsec_test";
pub(crate) const TOKEN: &str = "the verify token";
pub(crate) const LIMIT: usize = 4096;
pub(crate) const DEADLINE: Duration = Duration::from_millis(300);
pub(crate) const NOW: u64 = 1_800_000_000;

/// A running server.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) setup: Setup,
    /// Whether the framework answers `Expect: 100-continue` by itself, before any code of an application runs.
    pub(crate) continues_by_itself: bool,
}

/// What the handlers need. The routes, each for all methods:
///
/// - `/hook`: answers with the body that was verified; `/hurried` does the same, with a short deadline.
/// - `/slack`, `/meta`: answer with nothing.
/// - `/process`, `/status`: hand [`work`] to the inbox and answer with its outcome, of `()` or a status;
///   `/own-policy` does what `/process` does, with statuses of its own.
#[derive(Clone)]
pub(crate) struct Setup {
    pub(crate) stripe: Verifier<Stripe>,
    pub(crate) hurried: Verifier<Stripe>,
    pub(crate) own_policy: Verifier<Stripe>,
    pub(crate) slack: Verifier<Slack>,
    pub(crate) meta: Verifier<Meta>,
    pub(crate) inbox: Inbox<MemoryStore>,
    /// Handlers entered.
    pub(crate) entered: Counter,
    /// Work begun and finished.
    pub(crate) begun: Counter,
    pub(crate) finished: Counter,
    /// Slow work waits here until it may end.
    pub(crate) gate: Arc<Semaphore>,
}

impl Setup {
    pub(crate) fn new() -> Self {
        let clock = TestClock::at_unix(NOW);
        let stripe = || Verifier::<Stripe>::builder().secret(SECRET).clock(clock.clone()).body_limit(LIMIT);
        let meta = Verifier::<Meta>::builder().secret(SECRET).verify_token(TOKEN);
        let statuses =
            [(Case::Processed, 202), (Case::Duplicate, 208), (Case::HandlerFailed, 502), (Case::Unauthentic, 400)];
        let policy = statuses.into_iter().fold(Policy::DEFAULT, |policy, (case, status)| {
            policy.with(case, http::StatusCode::from_u16(status).unwrap())
        });
        Self {
            stripe: stripe().build().unwrap(),
            hurried: stripe().body_deadline(DEADLINE).build().unwrap(),
            own_policy: stripe().policy(policy).build().unwrap(),
            slack: Verifier::<Slack>::builder().secret(SECRET).clock(clock.clone()).build().unwrap(),
            meta: meta.build().unwrap(),
            inbox: Inbox::new(MemoryStore::new()).wait(Duration::ZERO),
            entered: Counter::default(),
            begun: Counter::default(),
            finished: Counter::default(),
            gate: Arc::new(Semaphore::new(0)),
        }
    }
}

#[derive(Clone, Default)]
pub(crate) struct Counter(Arc<AtomicUsize>);

impl Counter {
    pub(crate) fn count(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn get(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

pub(crate) type WorkError = Box<dyn Error + Send + Sync>;

/// Does what the event's type says.
pub(crate) async fn work(event: Verified<Stripe>, setup: Setup) -> Result<(), WorkError> {
    setup.begun.count();
    match event.kind() {
        Some("fail") => return Err("the database is away".into()),
        Some("panic") => panic!("on purpose"),
        Some("unparseable") => {
            let number: Result<u32, PayloadError> = event.json();
            number?;
        }
        Some("slow") => setup.gate.acquire().await?.forget(),
        _ => {}
    }
    setup.finished.count();
    Ok(())
}

/// The status that the event's type says.
pub(crate) async fn status(event: Verified<Stripe>) -> Result<http::StatusCode, WorkError> {
    Ok(event.kind().unwrap_or_default().parse()?)
}

pub(crate) fn sign<P: Provider>(body: impl Into<bytes::Bytes>) -> Delivery {
    Signer::new::<P>().at(TestClock::at_unix(NOW).now()).sign(SECRET, body)
}

/// A delivery of an event of this type.
pub(crate) fn event(id: &str, kind: &str) -> Delivery {
    sign::<Stripe>(format!(r#"{{"id":"{id}","type":"{kind}"}}"#))
}
