//! Receives webhooks with axum: verify, once, parse. Then sends itself what the street would send, and shows what came
//! of it.
//!
//! `cargo run --example receive --features axum` prints the table; with `-- --serve` it stays up and prints requests to
//! send with curl.

use std::{error::Error, process::ExitCode};

use axum::{
    Router,
    extract::{FromRef, State},
    routing::{any, post},
};
use hookseal::{
    Inbox, MemoryStore, Outcome, Parsed, PayloadError, Verified, Verifier, VerifyError,
    provider::{GitHub, Stripe},
    verifier::Custom,
};
use http::StatusCode;
use serde::Deserialize;

#[path = "support/trial.rs"]
mod trial;

use trial::{Ledger, LedgerError, Trial};

/// What handlers share. The extractor `Verified<Stripe>` finds its verifier here.
#[derive(Clone, FromRef)]
struct App {
    inbox: Inbox<MemoryStore>,
    ledger: Ledger,
    stripe: Verifier<Stripe>,
    github: Verifier<GitHub>,
}

/// The events of Stripe that this program knows.
#[derive(Deserialize)]
#[serde(tag = "type")]
enum StripeEvent {
    #[serde(rename = "invoice.paid")]
    InvoicePaid { data: Data<Invoice> },
}

#[derive(Deserialize)]
struct Data<T> {
    object: T,
}

#[derive(Deserialize)]
struct Invoice {
    amount_paid: u64,
}

/// The short form: who is refused never gets here, and has been answered.
async fn stripe_hook(
    State(inbox): State<Inbox<MemoryStore>>,
    State(ledger): State<Ledger>,
    event: Verified<Stripe>,
) -> Outcome<(), PayloadError> {
    let handler = |event: Verified<Stripe>| async move {
        match event.parse() {
            Parsed::Known(StripeEvent::InvoicePaid { data }) => ledger.enter(data.object.amount_paid).await,
            // Known, but of another form than we know: let Stripe show it as failed, and send it again.
            Parsed::Unknown { kind, error, .. } if kind.as_deref() == Some("invoice.paid") => {
                ledger.note(&error);
                return Err(error);
            }
            // New. It must neither be lost nor fail.
            Parsed::Unknown { kind, .. } => ledger.unknown(kind),
        }
        Ok(())
    };
    inbox.process(event, handler).await
}

async fn github_hook(
    State(inbox): State<Inbox<MemoryStore>>,
    State(ledger): State<Ledger>,
    event: Verified<GitHub>,
) -> Outcome<(), PayloadError> {
    let handler = |event: Verified<GitHub>| async move {
        let repository: String = event.json_at("/repository/full_name")?;
        ledger.enter(repository).await;
        Ok(())
    };
    inbox.process(event, handler).await
}

/// What a provider has that is chosen when the program runs.
#[derive(Clone, FromRef)]
struct Endpoint {
    inbox: Inbox<MemoryStore>,
    ledger: Ledger,
    verifier: Verifier<Custom>,
}

/// The long form: it sees the refusal too, notes why, and answers with it.
async fn any_hook(
    State(inbox): State<Inbox<MemoryStore>>,
    State(ledger): State<Ledger>,
    event: Result<Verified<Custom>, VerifyError>,
) -> Result<Outcome<StatusCode, LedgerError>, VerifyError> {
    let event = event.inspect_err(|refusal| ledger.refused(refusal.kind(), refusal))?;
    Ok(inbox.process(event, |event| async move { ledger.enter_moodily(&event).await }).await)
}

fn router(app: App, others: Vec<(String, Verifier<Custom>)>) -> Router {
    let App { inbox, ledger, .. } = app.clone();
    let typed = Router::new().route("/stripe", post(stripe_hook)).route("/github", post(github_hook)).with_state(app);
    others.into_iter().fold(typed, |router, (path, verifier)| {
        let endpoint = Endpoint { inbox: inbox.clone(), ledger: ledger.clone(), verifier };
        // Not only `post`: Meta checks the endpoint by GET, and what is not allowed is the verifier's to say.
        router.route(&path, any(any_hook).with_state(endpoint))
    })
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let trial = Trial::new();
    let app = App {
        inbox: trial.inbox(),
        ledger: trial.ledger(),
        stripe: Verifier::new(trial::STRIPE.secret)?,
        github: Verifier::new(trial::GITHUB.secret)?,
    };
    let router = router(app, trial.verifiers()?);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let server = tokio::spawn(axum::serve(listener, router).into_future());
    if trial.serve {
        Trial::invite(address);
        tokio::signal::ctrl_c().await?;
        server.abort();
        return Ok(ExitCode::SUCCESS);
    }
    Ok(trial.run("axum", address).await)
}
