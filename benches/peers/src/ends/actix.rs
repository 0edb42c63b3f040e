//! Servers with actix-web, with one worker.

use std::net::SocketAddr;

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    web::{Bytes, Data, ServiceConfig, post},
};
use hookseal::{Verified, provider::StandardWebhooks};
use http::HeaderMap;
use svix::webhooks::Webhook;
use webhook_verify::{
    Provider, Secret,
    actix::{VerifiedBody, WebhookConfig},
};

use super::{checks::Floor, variant::Variant};
use crate::{delivery::SECRET, peers::verifier};

/// Serves until the process ends. `ready` is told where.
pub fn serve(variant: Variant, ready: impl FnOnce(SocketAddr)) {
    actix_web::rt::System::new().block_on(async {
        let server = HttpServer::new(move || App::new().configure(|app| configure(app, variant)));
        let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0)).expect("a port");
        ready(*server.addrs().first().expect("an address"));
        server.run().await.expect("no end");
    });
}

fn configure(app: &mut ServiceConfig, variant: Variant) {
    match variant {
        Variant::Nothing => app.route("/hook", post().to(nothing)),
        Variant::Floor => app.app_data(Data::new(Floor::new())).route("/hook", post().to(floor)),
        Variant::Hookseal => app.app_data(verifier::<StandardWebhooks>(&[SECRET])).route("/hook", post().to(hookseal)),
        Variant::WebhookVerify => {
            let config = WebhookConfig::new(Provider::StandardWebhooks, Secret::new(SECRET));
            app.app_data(config).route("/hook", post().to(webhook_verify))
        }
        Variant::Svix => {
            app.app_data(Data::new(Webhook::new(SECRET).expect("a secret"))).route("/hook", post().to(svix))
        }
        Variant::AxumStandardwebhooks => unreachable!("it is for axum"),
    };
}

async fn nothing(body: Bytes) -> HttpResponse {
    accept(&body)
}

async fn floor(floor: Data<Floor>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let header = |name: &'static str| request.headers().get(name).map(actix_web::http::header::HeaderValue::as_bytes);
    floor.verify(header, &body).map_or_else(refuse, |()| accept(&body))
}

async fn hookseal(event: Verified<StandardWebhooks>) -> HttpResponse {
    accept(event.body())
}

async fn webhook_verify(body: VerifiedBody) -> HttpResponse {
    accept(&body)
}

/// svix takes the headers of `http` 1.0, of which actix-web still has 0.2.
async fn svix(hook: Data<Webhook>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let mut headers = HeaderMap::with_capacity(3);
    for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
        let value = request.headers().get(name).and_then(|value| value.as_bytes().try_into().ok());
        headers.extend(value.map(|value| (http::HeaderName::from_static(name), value)));
    }
    hook.verify(&body, &headers).map_or_else(|_| refuse(), |()| accept(&body))
}

fn refuse() -> HttpResponse {
    HttpResponse::Unauthorized().finish()
}

/// The whole of the body is there.
fn accept(body: &[u8]) -> HttpResponse {
    if body.last() == Some(&b'}') { HttpResponse::Ok().finish() } else { HttpResponse::BadRequest().finish() }
}
