//! Servers with axum, on one thread.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use axum_standardwebhooks::{SharedWebhook, StandardWebhook};
use bytes::Bytes;
use hookseal::{Verified, provider::StandardWebhooks};
use svix::webhooks::Webhook;
use tokio::{net::TcpListener, runtime::Builder};
use webhook_verify::{Provider, Secret, VerifyOptions};

use super::{checks::Floor, variant::Variant};
use crate::{delivery::SECRET, peers::verifier};

/// Serves until the process ends. `ready` is told where.
pub fn serve(variant: Variant, ready: impl FnOnce(SocketAddr)) {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        ready(listener.local_addr().expect("an address"));
        axum::serve(listener, router(variant)).await.expect("no end");
    });
}

fn router(variant: Variant) -> Router {
    match variant {
        Variant::Nothing => Router::new().route("/hook", post(nothing)),
        Variant::Floor => Router::new().route("/hook", post(floor)).with_state(Arc::new(Floor::new())),
        Variant::Hookseal => {
            Router::new().route("/hook", post(hookseal)).with_state(verifier::<StandardWebhooks>(&[SECRET]))
        }
        Variant::WebhookVerify => {
            Router::new().route("/hook", post(webhook_verify)).with_state(Arc::new(Secret::new(SECRET)))
        }
        Variant::AxumStandardwebhooks => {
            let hook = SharedWebhook::new(standardwebhooks::Webhook::new(SECRET).expect("a secret"));
            Router::new().route("/hook", post(axum_standardwebhooks)).with_state(hook)
        }
        Variant::Svix => {
            Router::new().route("/hook", post(svix)).with_state(Arc::new(Webhook::new(SECRET).expect("a secret")))
        }
    }
}

async fn nothing(body: Bytes) -> StatusCode {
    accept(&body)
}

async fn floor(State(floor): State<Arc<Floor>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name: &'static str| headers.get(name).map(http::HeaderValue::as_bytes);
    floor.verify(header, &body).map_or(StatusCode::UNAUTHORIZED, |()| accept(&body))
}

async fn hookseal(event: Verified<StandardWebhooks>) -> StatusCode {
    accept(event.body())
}

async fn webhook_verify(State(secret): State<Arc<Secret>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let options = VerifyOptions::default();
    let verified = webhook_verify::verify(Provider::StandardWebhooks, &headers, &body, &secret, options);
    verified.map_or(StatusCode::UNAUTHORIZED, |()| accept(&body))
}

async fn axum_standardwebhooks(StandardWebhook(body): StandardWebhook<Bytes>) -> StatusCode {
    accept(&body)
}

async fn svix(State(hook): State<Arc<Webhook>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    hook.verify(&body, &headers).map_or(StatusCode::UNAUTHORIZED, |()| accept(&body))
}

/// The whole of the body is there.
fn accept(body: &[u8]) -> StatusCode {
    if body.last() == Some(&b'}') { StatusCode::OK } else { StatusCode::BAD_REQUEST }
}
