//! In axum, `Verified<P>` as an extractor holds against raw HTTP, and `Outcome` and `VerifyError` are its answers.
#![cfg(all(feature = "testing", feature = "axum"))]

#[path = "support/client.rs"]
mod client;
#[path = "support/endpoint.rs"]
mod endpoint;
#[macro_use]
#[path = "support/exchanges.rs"]
mod exchanges;

use std::{net::TcpListener, thread};

use axum::{
    Router,
    body::Bytes,
    extract::{FromRef, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::any,
};
use hookseal::{
    Inbox, MemoryStore, Outcome, Scheme, Verified, Verifier, VerifyError,
    inbox::Reply,
    provider::{Meta, Slack, Stripe},
    scheme::Algorithm,
    testing::Signer,
};
use tokio::runtime::Runtime;

use endpoint::{Server, Setup, WorkError, status, work};

#[derive(Clone)]
struct App(Setup);

impl FromRef<App> for Verifier<Stripe> {
    fn from_ref(app: &App) -> Self {
        app.0.stripe.clone()
    }
}

impl FromRef<App> for Verifier<Slack> {
    fn from_ref(app: &App) -> Self {
        app.0.slack.clone()
    }
}

impl FromRef<App> for Verifier<Meta> {
    fn from_ref(app: &App) -> Self {
        app.0.meta.clone()
    }
}

async fn hook(State(App(setup)): State<App>, event: Verified<Stripe>) -> Bytes {
    setup.entered.count();
    event.bytes()
}

async fn nothing<P>(State(App(setup)): State<App>, _: Verified<P>) {
    setup.entered.count();
}

async fn process(State(App(setup)): State<App>, event: Verified<Stripe>) -> Outcome<(), WorkError> {
    setup.entered.count();
    let inbox: Inbox<MemoryStore> = setup.inbox.clone();
    inbox.process(event, |event| work(event, setup)).await
}

async fn answer(State(App(setup)): State<App>, event: Verified<Stripe>) -> Outcome<StatusCode, WorkError> {
    setup.entered.count();
    setup.inbox.process(event, status).await
}

/// The extractor is there for those who want to see the error, too.
async fn explained(event: Result<Verified<Stripe>, VerifyError>) -> Result<(), VerifyError> {
    let error = event.map(drop).unwrap_err();
    assert_eq!(error.kind().as_str(), "missing_header");
    Err(error)
}

fn start() -> Server {
    let setup = Setup::new();
    let hurried = Setup { stripe: setup.hurried.clone(), ..setup.clone() };
    let own_policy = Setup { stripe: setup.own_policy.clone(), ..setup.clone() };
    let app = Router::new()
        .route("/hook", any(hook))
        .route("/slack", any(nothing::<Slack>))
        .route("/meta", any(nothing::<Meta>))
        .route("/process", any(process))
        .route("/status", any(answer))
        .route("/explained", any(explained))
        .with_state(App(setup.clone()))
        .merge(Router::new().route("/hurried", any(hook)).with_state(App(hurried)))
        .merge(Router::new().route("/own-policy", any(process)).with_state(App(own_policy)));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        Runtime::new().unwrap().block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, app).await
        })
    });
    Server { address, setup, continues_by_itself: false }
}

test_every_exchange!(start);

/// It is a success without a status of its own.
struct Thanks;

impl Reply for Thanks {
    fn status(&self) -> Option<StatusCode> {
        None
    }
}

impl IntoResponse for Thanks {
    fn into_response(self) -> Response {
        "thanks".into_response()
    }
}

/// What a provider wants to read is sent instead.
#[tokio::test]
async fn what_a_handler_returns_is_the_answer() {
    let acme = Scheme::mac("acme", Algorithm::Sha256);
    for (scheme, expected) in [(acme, "thanks"), (acme.answer("received"), "received")] {
        let delivery = Signer::from_scheme(scheme).sign("a secret", "{}");
        let verifier = Verifier::from_scheme(scheme).secret("a secret").build().unwrap();
        let event = verifier.verify(delivery.headers(), "{}").unwrap();
        let inbox = Inbox::new(MemoryStore::new());
        let outcome = inbox.process(event, |_| async { Ok::<_, WorkError>(Thanks) }).await;
        let body = axum::body::to_bytes(outcome.into_response().into_body(), 100).await.unwrap();
        assert_eq!(&*body, expected.as_bytes());
    }
}

#[test]
fn a_handler_may_look_at_the_error_and_return_it() {
    let server = start();
    let answer = client::Request::post("/explained").body(b"{}").to(server.address);
    assert_eq!((answer.status, answer.body.len()), (401, 0));
}
