//! The captured deliveries of `tests/vectors` over real HTTP: axum and actix-web answer what the library says, and that
//! is what the lines say.
#![cfg(all(
    feature = "testing",
    feature = "axum",
    feature = "actix",
    feature = "sha1",
    feature = "md5",
    feature = "keccak",
    feature = "nfkd",
    feature = "ed25519"
))]

#[path = "../../examples/support/capture.rs"]
#[allow(dead_code)] // reports are for `replay`
mod capture;
#[path = "../support/client.rs"]
#[allow(dead_code)] // of what it can send, captured deliveries need little
mod client;
#[path = "../support/lines.rs"]
mod lines;

use std::{
    convert::Infallible,
    net::{SocketAddr, TcpListener},
    thread,
};

use axum::{
    Router,
    extract::{FromRef, State},
};
use bytes::Bytes;
use hookseal::{Inbox, MemoryStore, Outcome, Verified, Verifier, verifier::Custom};
use http::{Method, Response, StatusCode};
use serde_json::Value;

use capture::{Capture, Verdict, describe};
use client::Request;
use lines::{answers_as, lines};

/// A line, and what receives it.
struct Line {
    case: String,
    wanted: Value,
    request: http::Request<Vec<u8>>,
    /// What the library answers without a framework.
    answer: Response<Bytes>,
    endpoint: Endpoint,
}

/// What a route needs.
#[derive(Clone)]
struct Endpoint {
    verifier: Verifier<Custom>,
    inbox: Inbox<MemoryStore>,
}

impl Endpoint {
    async fn process(self, event: Verified<Custom>) -> Outcome<(), Infallible> {
        self.inbox.process(event, |_| async { Ok(()) }).await
    }
}

impl FromRef<Endpoint> for Verifier<Custom> {
    fn from_ref(endpoint: &Endpoint) -> Self {
        endpoint.verifier.clone()
    }
}

fn all() -> Vec<Line> {
    let read = |(place, line): (String, String)| {
        let capture = Capture::read(&line).expect(&place);
        let case = format!("{place}: {} {}", capture.provider, capture.name);
        let request = capture.request().expect(&case);
        let verifier = capture.verifier(request.headers()).expect("a preset").expect(&case);
        let answer = match capture.verify().expect(&case) {
            Verdict::Accept(event) => event.acknowledgement(),
            Verdict::Reject(error) | Verdict::Handshake(error) => error.response(),
            Verdict::Misconfigured(_) | Verdict::Unsupported(_) => panic!("{case}: no verifier"),
        };
        let endpoint = Endpoint { verifier, inbox: Inbox::new(MemoryStore::with_capacity(1)) };
        Line { wanted: serde_json::from_str(&line).expect("JSON"), case, request, answer, endpoint }
    };
    lines().into_iter().map(read).collect()
}

impl Line {
    /// The request, byte for byte, to this path.
    fn to(&self, prefix: &str, number: usize) -> Request {
        let target = self.request.uri().path_and_query().map_or("/", |target| target.as_str());
        // Where axum nests, the place itself has no slash at its end, and is seen as one.
        let is_root = self.request.uri().path() == "/" && !prefix.is_empty();
        let target = target.strip_prefix('/').filter(|_| is_root).unwrap_or(target);
        let named = Request::new(self.request.method().as_str(), &format!("{prefix}{target}"));
        // The client says whom it calls, and how much it sends.
        let own = [http::header::HOST, http::header::CONTENT_LENGTH];
        let headers = self.request.headers().iter().filter(|(name, _)| !own.contains(name));
        let request = headers.fold(named, |request, (name, value)| request.header(name.as_str(), value));
        let request = request.header(NUMBER, number.to_string());
        let has_body = *self.request.method() == Method::POST || !self.request.body().is_empty();
        if has_body { request.body(self.request.body()) } else { request }
    }

    fn is_answered(&self, answer: &client::Answer) {
        let case = &self.case;
        let mut response = Response::new(Bytes::from(answer.body.clone()));
        *response.status_mut() = StatusCode::from_u16(answer.status).expect(case);
        for name in self.answer.headers().keys() {
            let value = answer.header(name.as_str()).unwrap_or_else(|| panic!("{case}: no {name}: {answer:?}"));
            response.headers_mut().insert(name, http::HeaderValue::from_bytes(value.as_bytes()).expect(case));
        }
        assert_eq!(describe(&response), describe(&self.answer), "{case}");
        answers_as(case, &describe(&response), &self.wanted["handshake_response"]);
        if let Some(text) = self.wanted["answer"].as_str() {
            assert_eq!(answer.body, text.as_bytes(), "{case}");
            assert_eq!(answer.header("Content-Type"), Some("text/plain"), "{case}");
        }
    }
}

/// The header that says which route is meant, where the path is signed and cannot.
const NUMBER: &str = "x-number-of-the-line";

fn start_axum(lines: &[Line]) -> SocketAddr {
    async fn hook(State(endpoint): State<Endpoint>, event: Verified<Custom>) -> Outcome<(), Infallible> {
        endpoint.process(event).await
    }

    // What is nested sees its own part of the path only, and the scheme that signs it the one that was signed.
    let app = lines.iter().enumerate().fold(Router::new(), |app, (number, line)| {
        app.nest(&format!("/{number}"), Router::new().fallback(hook).with_state(line.endpoint.clone()))
    });
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            axum::serve(listener, app).await
        })
    });
    address
}

fn start_actix(lines: &[Line]) -> SocketAddr {
    use actix_web::{App, HttpServer, guard, rt::System, web};

    async fn hook(endpoint: web::Data<Endpoint>, event: Verified<Custom>) -> Outcome<(), Infallible> {
        Endpoint::clone(&endpoint).process(event).await
    }

    let endpoints: Vec<_> = lines.iter().map(|line| line.endpoint.clone()).collect();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        let app = move || {
            endpoints.iter().enumerate().fold(App::new(), |app, (number, endpoint)| {
                let number = number.to_string();
                let is_meant = guard::fn_guard(move |context| {
                    context.head().headers().get(NUMBER).is_some_and(|found| found.as_bytes() == number.as_bytes())
                });
                let data = web::Data::new(endpoint.clone());
                let scope = web::scope("").guard(is_meant).app_data(endpoint.verifier.clone()).app_data(data);
                app.service(scope.default_service(web::to(hook)))
            })
        };
        let server = HttpServer::new(app).workers(1).disable_signals().listen(listener).expect("a listener");
        System::new().block_on(server.run())
    });
    address
}

/// Among them are deliveries whose path or whose headers, whichever the sender lists, are signed.
#[test]
fn axum_answers_every_line_as_the_library_does() {
    let lines = all();
    let server = start_axum(&lines);
    for (number, line) in lines.iter().enumerate() {
        line.is_answered(&line.to(&format!("/{number}"), number).ask(server));
    }
}

#[test]
fn actix_answers_every_line_as_the_library_does() {
    let lines = all();
    let server = start_actix(&lines);
    for (number, line) in lines.iter().enumerate() {
        line.is_answered(&line.to("", number).ask(server));
    }
}

#[test]
fn there_are_lines_of_every_kind() {
    let lines = all();
    let count = |is_it: &dyn Fn(&Line) -> bool| lines.iter().filter(|line| is_it(line)).count();
    assert!(count(&|line| line.wanted["handshake_response"].is_object()) >= 30, "endpoint checks");
    assert!(count(&|line| line.wanted["answer"].is_string()) >= 2, "events with an answer of their own");
    for provider in ["contentful", "hook0"] {
        assert!(count(&|line| line.wanted["provider"] == provider) >= 8, "{provider}: the sender lists headers");
    }
}
