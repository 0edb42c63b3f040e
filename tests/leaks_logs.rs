//! What is logged on the way of whole requests, at the finest level and by everything that is used on it, holds neither
//! secret nor body.
#![cfg(all(
    feature = "testing",
    feature = "axum",
    feature = "actix",
    feature = "ecdsa",
    feature = "fetch",
    feature = "postgres",
    feature = "sqlite",
    feature = "tracing"
))]

use std::{
    fmt::{Debug, Write as _},
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use axum::{body::Body, extract::FromRequest as _};
use hookseal::{
    Inbox, Secret, Verified, Verifier,
    keys::KeySource as _,
    provider::{Slack, StandardWebhooks},
    store::{PostgresStore, SqliteStore},
    testing::{Call, Delivery, Fault, FaultyStore, TestClock, sign},
};
use http::Request;
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

#[path = "support/genuine.rs"]
mod genuine;
#[path = "support/key_server.rs"]
mod key_server;
#[path = "support/mac.rs"]
mod mac;
#[path = "support/needles.rs"]
mod needles;

use genuine::{NOW, SECRET, scheme};
use key_server::{HOST, PEM, Server, answer, key};
use needles::{CREDENTIAL, MARK, Needles, PASSWORD, VERIFY_TOKEN};

/// All that anybody logs, of any level, in `tracing` or in `log`.
static LOGGED: Mutex<String> = Mutex::new(String::new());

fn logged() -> MutexGuard<'static, String> {
    LOGGED.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

struct Listener;

impl Visit for Listener {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(logged(), " {field}={value:?}");
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Listener);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Listener);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let _ = write!(logged(), "\n{}", event.metadata().target());
        event.record(&mut Listener);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Listener {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let _ = write!(logged(), "\n{} {}", record.target(), record.args());
    }

    fn flush(&self) {}
}

fn body() -> String {
    format!(r#"{{"id":"evt_1","type":"test.event","note":"{MARK}"}}"#)
}

fn delivery() -> Delivery {
    genuine::sign(scheme("standard-webhooks"), body())
}

fn verifier() -> Verifier<StandardWebhooks> {
    let builder = Verifier::builder().secret(Secret::new(SECRET).id("current")).clock(TestClock::at_unix(NOW));
    builder.build().expect("a secret")
}

#[tokio::test]
async fn nothing_on_the_way_of_a_request_logs_it() {
    tracing::subscriber::set_global_default(Listener).expect("the only one");
    log::set_logger(&Listener).expect("the only one");
    log::set_max_level(log::LevelFilter::Trace);
    let signature = delivery().headers()["webhook-signature"].to_str().expect("ASCII")[3..].to_owned();

    refusals().await;
    handshakes();
    stores().await;
    fetches().await;

    let logged = std::mem::take(&mut *logged());
    // It has listened: to the library, and to what it uses.
    for said in [
        "a delivery was refused",
        "could not be checked",
        "endpoint check",
        "a handler failed",
        "trying again",
        "sqlx",
        // What is behind an error of a store: sqlx's own words.
        "on a closed pool",
    ] {
        assert!(logged.contains(said), "nobody said {said:?}: {logged}");
    }
    Needles::new(SECRET, &signature).look_in("the log", &logged);
}

/// By both adapters, too.
async fn refusals() {
    let (headers, body) = delivery().into_headers_and_body();
    let verifier = verifier();
    for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
        for value in [None, Some(""), Some("v1,AAAA"), Some("-1"), Some("9999999999")] {
            let mut headers = headers.clone();
            headers.remove(name);
            headers.extend(value.map(|value| (http::HeaderName::from_static(name), genuine::header(value))));
            let mut request = Request::new(Body::from(body.clone()));
            *request.method_mut() = http::Method::POST;
            *request.headers_mut() = headers.clone();
            let refused = Verified::<StandardWebhooks>::from_request(request, &verifier).await;
            assert!(refused.is_err(), "{name}: {value:?}");

            let mut request = actix_web::test::TestRequest::post().app_data(verifier.clone()).set_payload(body.clone());
            for (name, value) in &headers {
                request = request.append_header((name.as_str(), value.as_bytes()));
            }
            let (request, mut payload) = request.to_http_parts();
            let extracting =
                <Verified<StandardWebhooks> as actix_web::FromRequest>::from_request(&request, &mut payload);
            assert!(extracting.await.is_err(), "{name}: {value:?}");
        }
    }
    verifier.suspend("the vault does not answer");
    assert!(verifier.verify(&headers, body).is_err());
}

fn handshakes() {
    let slack = Verifier::<Slack>::builder().secret(SECRET).clock(TestClock::at_unix(NOW));
    let slack = slack.build().expect("a secret");
    let check = format!(r#"{{"type":"url_verification","challenge":"{MARK}"}}"#);
    let check = genuine::signer(scheme("slack")).sign(SECRET, check);
    assert!(slack.verify_request(check.into_request()).is_err_and(|error| error.status() == 200));
    let meta = genuine::builder(scheme("meta")).secret(SECRET).verify_token(VERIFY_TOKEN).build().expect("a secret");
    for token in ["a+verify+token", "another"] {
        let url = format!("https://example.com/?hub.mode=subscribe&hub.verify_token={token}&hub.challenge=1");
        assert!(meta.verify_request(genuine::get(&url, &http::HeaderMap::new())).is_err());
    }
}

async fn stores() {
    let next = std::cell::Cell::new(0);
    let event = || {
        next.set(next.get() + 1);
        let signer = genuine::signer(scheme("standard-webhooks")).id(format!("msg_{}", next.get()));
        verifier().verify_request(signer.sign(SECRET, body()).into_request()).expect("genuine")
    };
    let pool =
        sqlx::sqlite::SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.expect("SQLite");
    let sqlite = SqliteStore::new(pool);
    sqlite.migrate().await.expect("a table");
    let faulty = Inbox::new(FaultyStore::new(sqlite));
    let closed = sqlx::sqlite::SqlitePoolOptions::new().connect_lazy("sqlite::memory:").expect("SQLite");
    closed.close().await;
    let status =
        Inbox::new(SqliteStore::new(closed)).process(event(), |_| async { Ok::<_, String>(()) }).await.status();
    assert_eq!(status, 503);
    for call in [Call::Claim, Call::Complete, Call::Release] {
        faulty.store().fail(call, Fault::Unreachable, 1);
        for succeeds in [false, true] {
            // What a handler says of its failure is logged; so what the library says for it must not hold the body.
            let handler = move |event: Verified<StandardWebhooks>| async move {
                if succeeds { Ok(()) } else { event.json_at::<u8>("/note").map(drop) }
            };
            let status = faulty.process(event(), handler).await.status().as_u16();
            assert!([200, 422, 503].contains(&status), "{call:?}: {status}");
        }
    }
    let panics = || -> Result<(), String> { panic!("{MARK}") };
    assert_eq!(faulty.process(event(), move |_| async move { panics() }).await.status(), 500);

    let url = format!("postgres://app:{PASSWORD}@127.0.0.1:1/app");
    let options = sqlx::postgres::PgPoolOptions::new().acquire_timeout(Duration::from_millis(100));
    let postgres = PostgresStore::new(options.connect_lazy(&url).expect("a URL")).timeout(Duration::from_millis(200));
    let outcome = Inbox::new(postgres).process(event(), |_| async { Ok::<_, String>(()) }).await;
    assert_eq!(outcome.status(), 503);
}

async fn fetches() {
    let server = Server::new(answer("", PEM)).await;
    let source = server.client().header_for(HOST, "authorization", CREDENTIAL).build().expect("a source");
    source.fetch(&key(HOST)).await.expect("a key");
    assert!(server.requests()[0].contains(CREDENTIAL), "the server was told");
    let broken = Server::new("nonsense").await;
    let source = broken.client().header_for(HOST, "authorization", CREDENTIAL).build().expect("a source");
    assert!(source.fetch(&key(HOST)).await.is_err());
    // The kit signs as senders do.
    drop(sign::<StandardWebhooks>(SECRET, body()));
}
