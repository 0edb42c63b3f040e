//! A server in a process of its own, whose memory is then its own, too.

use axum::{Router, extract::FromRef, routing::post};
use hookseal::{Verified, Verifier, provider::StandardWebhooks};
use serde::{Deserialize, Serialize};
use std::time::Duration;

use crate::worker::say;

pub(crate) const SECRET: &str = "whsec_aG9va3NlYWwgaHR0cCBhYnVzZSBzZWNyZXQ=";
/// As large as a body may be: the default.
pub(crate) const LIMIT: usize = 1 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Framework {
    Axum,
    Actix,
}

#[derive(Clone)]
struct App(Verifier<StandardWebhooks>);

impl FromRef<App> for Verifier<StandardWebhooks> {
    fn from_ref(app: &App) -> Self {
        app.0.clone()
    }
}

/// Serves until it is killed.
pub(crate) async fn serve(framework: Framework) {
    // Those who wait for others in the middle of a body must not run out of time.
    let verifier = Verifier::builder().secret(SECRET).body_deadline(Duration::from_secs(120)).build().unwrap();
    match framework {
        Framework::Axum => {
            let hook = async |_: Verified<StandardWebhooks>| {};
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            say(&listener.local_addr().unwrap());
            let router = Router::new().route("/hook", post(hook)).with_state(App(verifier));
            axum::serve(listener, router).await.unwrap();
        }
        Framework::Actix => {
            use actix_web::{App, HttpServer, web::resource};

            async fn hook(_: Verified<StandardWebhooks>) -> &'static str {
                ""
            }

            let app = move || App::new().app_data(verifier.clone()).service(resource("/hook").to(hook));
            let server = HttpServer::new(app).workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
            say(&server.addrs()[0]);
            server.run().await.unwrap();
        }
    }
}
