//! No public type shows in `Debug` or `Display` what only sender and receiver should know, and none is left out here.
#![cfg(all(
    feature = "testing",
    feature = "fetch",
    feature = "ecdsa",
    feature = "jwt",
    feature = "postgres",
    feature = "redis"
))]

use std::{
    any::type_name,
    collections::BTreeSet,
    error::Error,
    fmt::{Debug, Display},
    fs,
    panic::{UnwindSafe, catch_unwind},
    path::Path,
    time::Duration,
};

use hookseal::{
    Admission, IdempotencyStore, Inbox, MemoryStore, Outcome, PayloadError, Policy, Scheme, Secret, Tolerance,
    Verified, Verifier,
    idempotency::{Claim, Held, KeyBy, StoreError, StoreErrorKind},
    keys::{FetchedKey, HttpKeySource, KeyCache, KeyKind, KeyRef, KeySourceError, Lookup},
    payload::JsonText,
    policy::Case,
    provider::{self, StandardWebhooks},
    scheme::{Jws, JwsAlgorithm, SignatureAlgorithm, UrlPin},
    store::{AnyStore, PostgresStore, RedisStore, RedisWarning, TxClaim},
    testing::{
        Call, Fault, FaultyStore, KeyPair, Signer, TestClock,
        conformance::{AppClock, Conformance},
        sign,
    },
    time::SystemClock,
    verifier::{Custom, PeerAddr},
};

use redis::aio::{ConnectionManager, ConnectionManagerConfig};

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;
#[path = "../support/needles.rs"]
mod needles;

use genuine::{NOW, SECRET, builder, scheme};
use needles::{CREDENTIAL, MARK, Needles, PASSWORD, VERIFY_TOKEN};

/// What schemes are made of: constants or configuration, before there is a secret or a delivery.
const WORDS: &[&str] = &[
    "Algorithm",
    "Answer",
    "By",
    "Check",
    "Cipher",
    "Curve",
    "DigestRule",
    "EcdsaForm",
    "Encoding",
    "Encrypted",
    "Envelope",
    "Field",
    "Grammar",
    "Handshake",
    "HttpAlgorithm",
    "HttpSignature",
    "HttpStandard",
    "IdForm",
    "Items",
    "Jws",
    "JwsAlgorithm",
    "KeyFormat",
    "KeyPlace",
    "KeysAt",
    "Letters",
    "Listing",
    "Must",
    "Parameters",
    "Part",
    "Payload",
    "Presence",
    "Proof",
    "Repeated",
    "RsaPadding",
    "Separator",
    "Signature",
    "SignatureAlgorithm",
    "Slash",
    "Text",
    "TimeFormat",
    "Timestamp",
    "UrlPin",
    "When",
];

/// `pub`, so that macros or public traits can name them, in modules that are not; none of them leaves the library.
const INSIDE: &[&str] = &["Row", "Seen", "Statement", "Statements", "Texts"];

/// Never built: a name for schemes that are chosen at run time.
const NEVER: &[&str] = &["Custom"];

/// What the suite for stores says; it has keys of its own, and no secret.
const REPORTS: &[&str] = &["BrokenRules", "Rule", "Violation"];

/// Whatever a value shows, in every form that ends up in a log.
struct Viewer {
    needles: Needles,
    seen: BTreeSet<String>,
}

impl Viewer {
    fn view<T: Debug>(&mut self, value: &T) {
        let name = type_name::<T>().split('<').next().unwrap_or_default();
        let name = name.rsplit("::").next().unwrap_or_default();
        self.needles.look_in_debug(name, value);
        self.seen.insert(name.to_owned());
    }

    fn read<T: Debug + Display>(&mut self, value: &T) {
        self.view(value);
        self.needles.look_in(type_name::<T>(), &format!("{value} {value:#}"));
    }

    fn hear<T: Error>(&mut self, error: &T) {
        self.view(error);
        self.needles.look_in_error(type_name::<T>(), error);
    }
}

/// A verified delivery of this body.
fn event(body: &str) -> Verified<Custom> {
    let scheme = scheme("standard-webhooks");
    genuine::verifier(scheme).verify_request(genuine::sign(scheme, body.to_owned()).into_request()).expect("genuine")
}

#[tokio::test]
async fn no_public_type_shows_it_and_none_is_left_out() {
    let body = format!(r#"{{"id":"evt_1","type":"test.event","note":"{MARK}"}}"#);
    let delivery = genuine::sign(scheme("standard-webhooks"), body.clone());
    let signature =
        delivery.headers()["webhook-signature"].to_str().expect("ASCII").trim_start_matches("v1,").to_owned();
    let mut viewer = Viewer { needles: Needles::new(SECRET, &signature), seen: BTreeSet::new() };
    verifiers(&mut viewer);
    payloads(&mut viewer, &body);
    keys(&mut viewer);
    inboxes(&mut viewer, &body).await;
    stores(&mut viewer).await;
    test_kit(&mut viewer);

    let known = [WORDS, INSIDE, NEVER, REPORTS].concat().into_iter().map(str::to_owned).chain(viewer.seen).collect();
    let written = written();
    assert!(written.len() > 100, "the source has been found: {written:?}");
    let missing: Vec<_> = written.difference(&known).collect();
    assert!(missing.is_empty(), "public types that nobody has looked at: {missing:?}");
    let gone: Vec<_> = known.difference(&written).filter(|name| WORDS.contains(&name.as_str())).collect();
    assert!(gone.is_empty(), "words that are no longer in the source: {gone:?}");
}

/// The public types of the source, without providers: those are never built.
fn written() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let is_provider = path.parent().is_some_and(|folder| folder.ends_with("src/provider"));
            for line in fs::read_to_string(&path).expect("a source file").lines() {
                let mut words = line.split_whitespace();
                let is_type =
                    words.next() == Some("pub") && words.next().is_some_and(|word| word == "struct" || word == "enum");
                let Some(rest) = words.next().filter(|_| is_type) else { continue };
                let name: String =
                    rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
                if is_provider {
                    assert!(line.ends_with("{}"), "{}: a provider is never built: {line}", path.display());
                } else {
                    names.insert(name);
                }
            }
        }
    }
    names
}

fn verifiers(viewer: &mut Viewer) {
    let scheme = scheme("standard-webhooks");
    let secret = || Secret::new(SECRET).id("current");
    viewer.view(&secret());
    viewer.view(&builder(scheme).secret(secret()));
    viewer.view(&builder(scheme).secret(secret()).verify_token(VERIFY_TOKEN).dangerous());
    let verifier = builder(scheme).secret(secret()).build().expect("a secret");
    viewer.view(&verifier);
    viewer.view(verifier.scheme());
    viewer.view(provider::all().next().expect("a provider"));

    let refused = verifier.verify(&http::HeaderMap::new(), MARK).expect_err("no headers");
    viewer.hear(&refused);
    viewer.read(&refused.kind().as_str());
    viewer.view(&refused.kind());
    viewer.hear(&builder(scheme).secret(format!("{SECRET}\n{SECRET}")).build().expect_err("two in one"));
    viewer.view(&Policy::default());
    viewer.view(&Case::Unparseable);
    viewer.view(&KeyBy::DeliveryId);
    viewer.view(&Tolerance::DEFAULT);
    viewer.view(&SystemClock);
    viewer.view(&PeerAddr([127, 0, 0, 1].into()));
}

fn payloads(viewer: &mut Viewer, body: &str) {
    let whole = event(body);
    viewer.view(&whole);
    viewer.view(&whole.unprotected());
    viewer.read(&whole.idempotency_key());
    viewer.view(&whole.parse::<u8>());
    let error = whole.json_at::<u8>("/note").expect_err("a text is no number");
    viewer.read(&error);
    viewer.view(&error.kind());
    viewer.read(&whole.form::<u8>().expect_err("no form"));
    // A type of the application's shows what the application lets it show.
    viewer.view(&JsonText(1));

    let several = event(&format!("[{body},{body}]"));
    let mut batch = several.batch("").expect("an array");
    viewer.view(&batch);
    viewer.view(&batch.next().expect("an item"));
    viewer.view(&batch);
    let cloud = format!(r#"{{"specversion":"1.0","id":"1","source":"/","type":"t","note":"{MARK}","data":"{MARK}"}}"#);
    let several = event(&format!("[{cloud},{cloud}]"));
    let mut events = several.cloud_events().expect("an array");
    viewer.view(&events);
    let one = events.next().expect("an event").expect("a CloudEvent");
    viewer.view(&one);
    viewer.view(&one.mode());
    viewer.view(&events);

    let tokens = Scheme::jws("acme", Jws::claims(&[JwsAlgorithm::Hs256]));
    let token = Signer::from_scheme(tokens).at(genuine::unix(NOW)).sign(SECRET, body.to_owned());
    let token = token.headers().values().find_map(|value| value.to_str().ok()?.rsplit(' ').next().map(str::to_owned));
    let verifier = builder(tokens).secret(SECRET).build().expect("a secret");
    viewer.view(&verifier.open_token(&token.expect("a token")).expect("genuine"));
}

fn keys(viewer: &mut Viewer) {
    let pin = UrlPin::hosts(&["keys.example.com"]);
    let key = KeyRef::pinned(&pin, "https://keys.example.com/x", KeyKind::Key).expect("pinned").with_id("a");
    viewer.read(&key);
    viewer.view(&key.kind());
    let pair = KeyPair::generate(SignatureAlgorithm::ECDSA_P256);
    viewer.view(&pair);
    let shown = format!("{pair:?} {pair:#?}");
    let private: Vec<_> = pair.private().lines().filter(|line| !line.starts_with("-----")).collect();
    assert!(!private.is_empty() && private.iter().all(|line| !shown.contains(line)), "{shown}");

    let fetched = FetchedKey::new(pair.public().to_owned()).max_age(Duration::from_secs(60));
    viewer.view(&fetched);
    let cache = KeyCache::new();
    let wrong = cache.insert(&key, &FetchedKey::new(MARK)).expect_err("no key");
    viewer.hear(&wrong);
    viewer.hear(&KeySourceError::new("no answer"));
    cache.insert(&key, &fetched).expect("a key");
    viewer.view(&cache);
    let found = cache.lookup(&key);
    viewer.view(&found);
    if let Lookup::Known(known) = found {
        viewer.view(&known);
    }

    let with_header = || HttpKeySource::builder().header_for("keys.example.com", "authorization", CREDENTIAL);
    viewer.view(&with_header());
    viewer.view(&with_header().build().expect("a source"));
    let broken = HttpKeySource::builder().header_for("keys.example.com", "authorization", format!("{CREDENTIAL}\n"));
    viewer.hear(&broken.build().expect_err("a line break"));
    let with_source =
        builder(scheme("standard-webhooks")).secret(SECRET).key_source(with_header().build().expect("a source"));
    viewer.view(&with_source);
}

async fn inboxes(viewer: &mut Viewer, body: &str) {
    let inbox = Inbox::new(MemoryStore::new());
    viewer.view(&inbox);
    let whole = event(body);
    viewer.view(&inbox.admit(&whole).await.expect("a store"));
    if let Admission::New(permit) = Inbox::new(MemoryStore::new()).admit(&whole).await.expect("a store") {
        viewer.view(&permit);
    }
    let outcome: Outcome<(), PayloadError> = Inbox::new(MemoryStore::new())
        .process(whole, |event| async move { event.json_at::<u8>("/note").map(drop) })
        .await;
    viewer.view(&outcome);
    viewer.view(outcome.disposition());
    viewer.view(&inbox.stats());
}

async fn stores(viewer: &mut Viewer) {
    let key = event("{}").idempotency_key();
    let memory = MemoryStore::new();
    let claim = memory.claim(&key, Duration::from_secs(60)).await.expect("memory");
    viewer.view(&memory);
    viewer.view(&claim);
    if let Claim::Acquired(lease) = &claim {
        viewer.view(lease);
    }
    viewer.view(&Held::Lost);
    viewer.view(&TxClaim::Completed);

    let options = sqlx::postgres::PgPoolOptions::new().acquire_timeout(Duration::from_millis(100));
    let pool = options.connect_lazy(&format!("postgres://app:{PASSWORD}@127.0.0.1:1/app")).expect("a URL");
    let postgres = PostgresStore::new(pool).timeout(Duration::from_millis(200));
    viewer.view(&postgres);
    viewer.view(&AnyStore::new(postgres.clone()));
    viewer.view(&Inbox::new(postgres.clone()));
    viewer.hear(&postgres.claim(&key, Duration::from_secs(1)).await.expect_err("nobody is there"));

    let client = || redis::Client::open(format!("redis://app:{PASSWORD}@127.0.0.1:1")).expect("a URL");
    let manager =
        ConnectionManager::new_lazy_with_config(client(), ConnectionManagerConfig::default()).expect("a manager");
    viewer.view(&RedisStore::new(manager));
    viewer.hear(&RedisStore::connect(client()).await.expect_err("nobody is there"));
    viewer.read(&RedisWarning::NoAppendOnlyFile);
    viewer.hear(&StoreError::new("it does not answer"));
    viewer.view(&StoreErrorKind::Timeout);
}

fn test_kit(viewer: &mut Viewer) {
    let scheme = scheme("standard-webhooks");
    viewer.view(&Signer::from_scheme(scheme).id("msg_1"));
    viewer.view(&genuine::sign(scheme, MARK));
    viewer.view(&TestClock::at_unix(NOW));
    viewer.view(&FaultyStore::new(MemoryStore::new()));
    viewer.view(&Call::Claim);
    viewer.view(&Fault::Unreachable);
    viewer.view(&AppClock::new());
    viewer.view(&Conformance::new());
}

/// The kit's panics end in the logs of somebody's tests.
#[test]
fn no_panic_shows_a_secret() {
    type Deed = Box<dyn Fn() + UnwindSafe>;

    let needles = Needles::new(SECRET, "no signature at all");
    let broken = format!("{SECRET}\n{SECRET}");
    let pasted = broken.clone();
    let deeds: [(&str, Deed); 3] = [
        ("signing with what is no secret", Box::new(move || drop(sign::<StandardWebhooks>(broken.as_str(), MARK)))),
        (
            "a key pair of what is none",
            Box::new(|| drop(KeyPair::from_pem(&format!("-----BEGIN PRIVATE KEY-----\n{SECRET}")))),
        ),
        (
            "a verifier of what is no secret",
            Box::new(move || drop(Verifier::<StandardWebhooks>::new(&*pasted).unwrap())),
        ),
    ];
    for (what, deed) in deeds {
        let panic = catch_unwind(deed).expect_err(what);
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).expect("a text");
        needles.look_in(what, &text);
    }
}
