//! Servers of both frameworks, with the same application: an inbox behind a verifier, and a counter at each stage.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use hookseal::{
    Inbox, MemoryStore, Outcome, Verified, Verifier, VerifyErrorKind,
    provider::StandardWebhooks,
    testing::{Call, Fault, FaultyStore, TestClock},
};
use tokio::{runtime::Runtime, sync::Semaphore};

use crate::stages::{Seen, Stages};

pub(crate) const SECRET: &str = "whsec_aG9va3NlYWwgaHR0cCBhYnVzZSBzZWNyZXQ=";
pub(crate) const NOW: u64 = 1_800_000_000;
/// As large as a body may be.
pub(crate) const LIMIT: usize = 64 << 10;
/// As long as a body may take at `/hurried`; elsewhere it has the ten seconds that are the default.
pub(crate) const DEADLINE: Duration = Duration::from_millis(300);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framework {
    Axum,
    Actix,
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) framework: Framework,
    pub(crate) app: App,
}

#[derive(Clone)]
pub(crate) struct App {
    pub(crate) stages: Stages,
    /// Handlers of events of the type `slow` wait here until they may end.
    pub(crate) gate: Arc<Semaphore>,
    verifier: Verifier<StandardWebhooks>,
    hurried: Verifier<StandardWebhooks>,
    inbox: Inbox<FaultyStore<MemoryStore>>,
    /// Those that have been told of.
    claims: Arc<AtomicUsize>,
}

impl App {
    fn new() -> Self {
        let stages = Stages::default();
        let verifier = || {
            // A key that ends one day: it takes a look at the clock to know that it has not.
            let end = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + 86_400);
            let clock = stages.clock(TestClock::at_unix(NOW));
            Verifier::builder().secret_until(SECRET, end).clock(clock).body_limit(LIMIT)
        };
        Self {
            verifier: verifier().build().unwrap(),
            hurried: verifier().body_deadline(DEADLINE).build().unwrap(),
            inbox: Inbox::new(FaultyStore::new(MemoryStore::new())).wait(Duration::ZERO),
            gate: Arc::new(Semaphore::new(0)),
            claims: Arc::default(),
            stages,
        }
    }

    async fn process(self, event: Verified<StandardWebhooks>) -> Outcome<(), String> {
        let Self { stages, gate, inbox, .. } = self;
        let handler = |event: Verified<StandardWebhooks>| async move {
            stages.handled();
            match event.kind() {
                Some("fail") => return Err("the database is away".to_owned()),
                Some("panic") => panic!("on purpose"),
                Some("slow") => gate.acquire().await.unwrap().forget(),
                _ => {}
            }
            stages.finished();
            Ok(())
        };
        inbox.process(event, handler).await
    }

    /// What was counted since the last time.
    pub(crate) fn take(&self) -> Seen {
        let claims = self.inbox.store().calls(Call::Claim);
        let before = self.claims.swap(claims, Ordering::SeqCst);
        Seen { claims: claims - before, ..self.stages.take() }
    }

    /// The store cannot be asked the next time.
    pub(crate) fn lose_store(&self) {
        self.inbox.store().fail(Call::Claim, Fault::Unreachable, 1);
    }
}

impl axum::extract::FromRef<App> for Verifier<StandardWebhooks> {
    fn from_ref(app: &App) -> Self {
        app.verifier.clone()
    }
}

pub(crate) fn start_axum() -> Server {
    use axum::{
        Router,
        body::Body,
        extract::{Request, State},
        middleware::{Next, from_fn_with_state},
        response::Response,
        routing::any,
    };

    async fn hook(State(app): State<App>, event: Verified<StandardWebhooks>) -> Outcome<(), String> {
        app.process(event).await
    }

    async fn count(State(stages): State<Stages>, request: Request, next: Next) -> Response {
        stages.request();
        let request = request.map(|body| Body::from_stream(stages.count(body.into_data_stream())));
        let response = next.run(request).await;
        if let Some(kind) = response.extensions().get::<VerifyErrorKind>() {
            stages.refused(*kind);
        }
        response
    }

    let app = App::new();
    let hurried = App { verifier: app.hurried.clone(), ..app.clone() };
    let router = Router::new()
        .route("/hook", any(hook))
        .with_state(app.clone())
        .merge(Router::new().route("/hurried", any(hook)).with_state(hurried))
        .layer(from_fn_with_state(app.stages.clone(), count));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        Runtime::new().unwrap().block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, router).await
        })
    });
    Server { address, framework: Framework::Axum, app }
}

pub(crate) fn start_actix() -> Server {
    use std::pin::Pin;

    use actix_web::{
        Error, HttpMessage, HttpServer,
        body::MessageBody,
        dev::{Payload, ServiceRequest, ServiceResponse},
        error::PayloadError,
        middleware::{Next, from_fn},
        rt::System,
        web::{Data, resource},
    };
    use futures_core::Stream;

    async fn hook(app: Data<App>, event: Verified<StandardWebhooks>) -> Outcome<(), String> {
        App::clone(&app).process(event).await
    }

    async fn count<B: MessageBody>(
        app: Data<App>,
        mut request: ServiceRequest,
        next: Next<B>,
    ) -> Result<ServiceResponse<B>, Error> {
        app.stages.request();
        let counted = app.stages.count(request.take_payload());
        let payload: Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>> = Box::pin(counted);
        request.set_payload(Payload::from(payload));
        let response = next.call(request).await?;
        if let Some(kind) = response.response().extensions().get::<VerifyErrorKind>() {
            app.stages.refused(*kind);
        }
        Ok(response)
    }

    let app = App::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let for_workers = app.clone();
    thread::spawn(move || {
        let app = move || {
            let app = for_workers.clone();
            let hurried = resource("/hurried").app_data(app.hurried.clone());
            actix_web::App::new()
                .app_data(app.verifier.clone())
                .app_data(Data::new(app))
                .service(resource("/hook").to(hook))
                .service(hurried.to(hook))
                .wrap(from_fn(count))
        };
        let server = HttpServer::new(app).workers(1).disable_signals().listen(listener).unwrap();
        System::new().block_on(server.run())
    });
    Server { address, framework: Framework::Actix, app }
}
