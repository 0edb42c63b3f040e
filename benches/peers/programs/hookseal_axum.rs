//! Serves an endpoint that verifies Standard Webhooks.

use axum::{Router, routing::post};
use hookseal::{Verified, Verifier, provider::StandardWebhooks};

async fn hook(event: Verified<StandardWebhooks>) {
    println!("{}", event.body().len());
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let secret = std::env::args().nth(1).ok_or("no secret")?;
    let router = Router::new().route("/", post(hook)).with_state(Verifier::<StandardWebhooks>::new(secret)?);
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
        Ok(axum::serve(listener, router).await?)
    })
}
