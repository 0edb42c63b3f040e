//! In actix-web, `Verified<P>` as an extractor holds against raw HTTP, and `Outcome` and `VerifyError` are its answers.
#![cfg(all(feature = "testing", feature = "actix"))]

#[path = "support/client.rs"]
mod client;
#[path = "support/endpoint.rs"]
mod endpoint;
#[macro_use]
#[path = "support/exchanges.rs"]
mod exchanges;

use std::{
    net::TcpListener,
    sync::{Mutex, PoisonError},
    thread,
};

use actix_web::{
    App, FromRequest, HttpServer,
    rt::System,
    test::TestRequest,
    web::{self, Bytes, Data},
};
use hookseal::{
    Outcome, Scheme, Verified, Verifier,
    provider::{GitHub, Meta, Slack, Stripe},
    scheme::{Algorithm, Check, Field},
    testing::Signer,
    verifier::Custom,
};
use http::StatusCode;

use endpoint::{Server, Setup, WorkError, status, work};

async fn hook(setup: Data<Setup>, event: Verified<Stripe>) -> Bytes {
    setup.entered.count();
    event.bytes()
}

async fn nothing<P: 'static>(setup: Data<Setup>, _: Verified<P>) -> &'static str {
    setup.entered.count();
    ""
}

async fn process(setup: Data<Setup>, event: Verified<Stripe>) -> Outcome<(), WorkError> {
    setup.entered.count();
    let for_work = Setup::clone(&setup);
    setup.inbox.process(event, |event| work(event, for_work)).await
}

async fn answer(setup: Data<Setup>, event: Verified<Stripe>) -> Outcome<StatusCode, WorkError> {
    setup.entered.count();
    setup.inbox.process(event, status).await
}

/// What an application without hookseal sees of a body.
async fn plain(body: Bytes) -> Bytes {
    body
}

fn start() -> Server {
    let setup = Setup::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let for_app = setup.clone();
    thread::spawn(move || {
        let app = move || {
            let setup = for_app.clone();
            let hurried = web::resource("/hurried").app_data(setup.hurried.clone());
            let own_policy = web::resource("/own-policy").app_data(setup.own_policy.clone());
            App::new()
                .app_data(setup.stripe.clone())
                .app_data(setup.slack.clone())
                .app_data(setup.meta.clone())
                .app_data(Data::new(setup))
                .service(web::resource("/hook").to(hook))
                .service(hurried.to(hook))
                .service(own_policy.to(process))
                .service(web::resource("/slack").to(nothing::<Slack>))
                .service(web::resource("/meta").to(nothing::<Meta>))
                .service(web::resource("/process").to(process))
                .service(web::resource("/status").to(answer))
                .service(web::resource("/forgotten").to(nothing::<GitHub>))
                .service(web::resource("/plain").to(plain))
        };
        let server = HttpServer::new(app).workers(1).disable_signals().listen(listener).unwrap();
        System::new().block_on(server.run())
    });
    Server { address, setup, continues_by_itself: true }
}

test_every_exchange!(start);

#[test]
fn actix_itself_would_decompress_the_body() {
    let compressed = exchanges::gzip(b"{}");
    let answer =
        client::Request::post("/plain").header("Content-Encoding", "gzip").body(&compressed).to(start().address);
    assert_eq!((answer.status, &*answer.body), (200, &b"{}"[..]), "or the tests of compressed bodies prove nothing");
}

/// Applications are tested within tokio's runtime alone, too.
#[tokio::test]
async fn a_refusal_needs_no_runtime_of_actix() {
    let app = App::new().app_data(Setup::new().stripe).route("/", web::to(|_: Verified<Stripe>| async { "" }));
    let app = actix_web::test::init_service(app).await;
    for request in [TestRequest::get(), TestRequest::post(), TestRequest::post().set_payload("{}")] {
        let answer = actix_web::test::call_service(&app, request.to_request()).await;
        assert!(answer.status().is_client_error());
    }
}

/// The headers of actix-web are of another version of `http`: those that are read are copied, and no others.
#[tokio::test]
async fn every_header_that_a_scheme_names_is_read() {
    let scheme = Scheme::mac("acme", Algorithm::Sha256)
        .id(&[Field::header("x-id")])
        .kind(&[Field::header("x-kind")])
        .check(Check::same(Field::header("x-one"), Field::header("x-other")));
    let verifier = Verifier::from_scheme(scheme).secret("a secret").build().unwrap();
    let delivery = Signer::from_scheme(scheme).sign("a secret", "{}");
    let judge = async |other: &'static str| {
        let mut request = TestRequest::post().app_data(verifier.clone()).set_payload("{}");
        for (name, value) in delivery.headers() {
            request = request.append_header((name.as_str(), value.as_bytes()));
        }
        for header in [("x-id", "e-1"), ("x-kind", "paid"), ("x-one", "same"), ("x-other", other)] {
            request = request.insert_header(header);
        }
        let (request, mut payload) = request.to_http_parts();
        <Verified<Custom> as FromRequest>::from_request(&request, &mut payload).await
    };
    let event = judge("same").await.unwrap();
    assert_eq!((event.id(), event.kind()), (Some("e-1"), Some("paid")));
    assert!(judge("another").await.is_err());
}

/// What was logged, for the test of a forgotten verifier.
struct Log(Mutex<Vec<String>>);

static LOG: Log = Log(Mutex::new(Vec::new()));

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = format!("{} {}", record.level(), record.args());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    fn flush(&self) {}
}

#[test]
fn a_forgotten_verifier_is_a_logged_500() {
    log::set_logger(&LOG).unwrap();
    log::set_max_level(log::LevelFilter::Error);
    let server = start();
    let delivery = endpoint::sign::<GitHub>("{}");
    let answer = client::Request::post("/forgotten").signed(&delivery).body(b"{}").to(server.address);
    assert_eq!((answer.status, &*answer.body), (500, &b""[..]), "the sender learns nothing");
    assert_eq!(server.setup.entered.get(), 0);
    let lines = LOG.0.lock().unwrap_or_else(PoisonError::into_inner);
    let told = |line: &String| ["ERROR", "Verifier", "GitHub", "app_data"].iter().all(|word| line.contains(word));
    assert!(lines.iter().any(told), "{lines:?}");
}
