//! Receives webhooks with actix-web: verify, once, parse. Then sends itself what the street would send, and shows what
//! came of it.
//!
//! `cargo run --example receive_actix --features actix` prints the table; with `-- --serve` it stays up and prints
//! requests to send with curl.

use std::{error::Error, process::ExitCode};

use actix_web::{
    App, HttpServer,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::{Next, from_fn},
    web,
};
use hookseal::{
    Inbox, MemoryStore, Outcome, Parsed, PayloadError, Verified, Verifier, VerifyErrorKind,
    provider::{GitHub, Stripe},
    verifier::Custom,
};
use http::StatusCode;
use serde::Deserialize;

#[path = "support/trial.rs"]
mod trial;

use trial::{Ledger, LedgerError, Trial};

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
    inbox: web::Data<Inbox<MemoryStore>>,
    ledger: web::Data<Ledger>,
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
    inbox: web::Data<Inbox<MemoryStore>>,
    ledger: web::Data<Ledger>,
    event: Verified<GitHub>,
) -> Outcome<(), PayloadError> {
    let handler = |event: Verified<GitHub>| async move {
        let repository: String = event.json_at("/repository/full_name")?;
        ledger.enter(repository).await;
        Ok(())
    };
    inbox.process(event, handler).await
}

/// For all that is chosen when the program runs.
async fn any_hook(
    inbox: web::Data<Inbox<MemoryStore>>,
    ledger: web::Data<Ledger>,
    event: Verified<Custom>,
) -> Outcome<StatusCode, LedgerError> {
    inbox.process(event, |event| async move { ledger.enter_moodily(&event).await }).await
}

/// Sees the answers to refusals too, and notes why.
async fn note_refusals(
    ledger: web::Data<Ledger>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> actix_web::Result<ServiceResponse<impl MessageBody>> {
    let answer = next.call(request).await?;
    if let Some(kind) = answer.response().extensions().get::<VerifyErrorKind>() {
        ledger.refused(*kind, &kind.as_str());
    }
    Ok(answer)
}

/// What the workers share. The extractor `Verified<Stripe>` finds its verifier in `app_data`.
#[derive(Clone)]
struct Shared {
    inbox: web::Data<Inbox<MemoryStore>>,
    ledger: web::Data<Ledger>,
    stripe: Verifier<Stripe>,
    github: Verifier<GitHub>,
    others: Vec<(String, Verifier<Custom>)>,
}

impl Shared {
    fn routes(self, app: &mut web::ServiceConfig) {
        app.app_data(self.inbox)
            .app_data(self.ledger)
            .app_data(self.stripe)
            .app_data(self.github)
            .route("/stripe", web::post().to(stripe_hook))
            .route("/github", web::post().to(github_hook));
        for (path, verifier) in self.others {
            // For any method: Meta checks the endpoint by GET, and what is not allowed is the verifier's to say.
            let resource = web::resource(path).app_data(verifier).wrap(from_fn(note_refusals));
            app.service(resource.to(any_hook));
        }
    }
}

#[actix_web::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let trial = Trial::new();
    let shared = Shared {
        inbox: web::Data::new(trial.inbox()),
        ledger: web::Data::new(trial.ledger()),
        stripe: Verifier::new(trial::STRIPE.secret)?,
        github: Verifier::new(trial::GITHUB.secret)?,
        others: trial.verifiers()?,
    };
    let app = move || App::new().configure(|app| shared.clone().routes(app));
    let server = HttpServer::new(app).workers(2).bind(("127.0.0.1", 0))?;
    let address = server.addrs()[0];
    let server = server.run();
    if trial.serve {
        Trial::invite(address);
        server.await?;
        return Ok(ExitCode::SUCCESS);
    }
    actix_web::rt::spawn(server);
    Ok(trial.run("actix-web", address).await)
}
