//! Keys that nobody pasted: fetched once for all who need them, and never a reason to call a delivery forged.
#![cfg(all(feature = "testing", feature = "ed25519", feature = "tokio"))]

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use hookseal::{
    Scheme, Secret, Verifier, VerifyError, VerifyErrorKind,
    keys::{FetchedKey, KeyCache, KeyRef, KeySourceError},
    provider::{self, Preset},
    scheme::{Field, KeyPlace, KeysAt, SignatureAlgorithm, UrlPin},
    testing::{KeyPair, Signer},
    verifier::{Builder, Custom},
};
use http::{Request, StatusCode};

#[path = "../support/genuine.rs"]
mod genuine;

const ACME: Scheme = Scheme::signed("acme", SignatureAlgorithm::Ed25519)
    .keys_at(KeysAt::set("https://keys.example.com/jwks"))
    .key_id("acme-key");

/// What is published, or why nothing is, and how often it was asked for.
#[derive(Clone)]
struct Published {
    document: Result<String, &'static str>,
    asked: Arc<AtomicUsize>,
}

impl Published {
    fn new(document: Result<String, &'static str>) -> Self {
        Self { document, asked: Arc::default() }
    }

    /// A verifier whose keys are these.
    fn verifier(&self) -> Builder<Custom> {
        let this = self.clone();
        Verifier::from_scheme(ACME).key_source(move |key: KeyRef| {
            let this = this.clone();
            async move {
                assert_eq!(key.url(), "https://keys.example.com/jwks");
                this.asked.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(20)).await;
                this.document.map(FetchedKey::new).map_err(KeySourceError::new)
            }
        })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn pair() -> KeyPair {
    KeyPair::fixed(SignatureAlgorithm::Ed25519)
}

/// A set of keys with one, under this name.
fn set(name: &str) -> String {
    let public = pair().public().to_owned();
    serde_json::json!({ "public_keys": [{ "key_identifier": name, "key": public }] }).to_string()
}

fn delivery(name: &str) -> Request<bytes::Bytes> {
    Signer::from_scheme(ACME).sign(Secret::new(pair().private()).id(name), "{}").into_request()
}

fn refused(error: &VerifyError) -> (VerifyErrorKind, StatusCode, usize) {
    (error.kind(), error.status(), error.response().body().len())
}

#[tokio::test]
async fn a_key_is_fetched_once_however_many_deliveries_need_it() {
    let published = Published::new(Ok(set("one")));
    let verifier = published.verifier().build().expect("a verifier without a secret");
    let verify = || {
        let verifier = verifier.clone();
        tokio::spawn(
            async move { verifier.verify_fetching(delivery("one")).await.map(|event| event.key_id().to_owned()) },
        )
    };
    for task in (0..32).map(|_| verify()).collect::<Vec<_>>() {
        assert_eq!(task.await.expect("no panic").expect("genuine"), "one");
    }
    assert_eq!((published.asked(), verifier.key_cache().len()), (1, 1));
    let forged = delivery("one").map(|_| "changed");
    assert_eq!(refused(&verifier.verify_fetching(forged).await.expect_err("forged")).0, VerifyErrorKind::Mismatch);
    assert_eq!(published.asked(), 1, "a forgery fetches nothing");
}

#[tokio::test]
async fn what_could_not_be_fetched_is_not_forged() {
    let unavailable = (VerifyErrorKind::CouldNotCheck, StatusCode::SERVICE_UNAVAILABLE, 0);
    let cases = [
        ("the source fails", Err("no network"), "one", "no network"),
        ("the document is none", Ok("<html>".to_owned()), "one", "keys.example.com"),
        ("the document has other keys", Ok(set("two")), "one", "the set has no key of this name"),
    ];
    for (case, document, name, said) in cases {
        let published = Published::new(document);
        let verifier = published.verifier().build().expect("a verifier");
        for attempt in 0..5 {
            let error = verifier.verify_fetching(delivery(name)).await.expect_err(case);
            assert_eq!(refused(&error), unavailable, "{case}");
            // What is not fetched again is not explained again.
            assert!(attempt > 0 || error.to_string().contains(said), "{case}: {error}");
        }
        assert_eq!(published.asked(), 1, "{case}: asked again and again");
    }
}

#[tokio::test]
async fn without_a_source_the_error_says_which_key_is_needed() {
    let cache = KeyCache::new();
    let verifier = Verifier::from_scheme(ACME).key_cache(cache.clone()).build().expect("a verifier");
    let error = verifier.verify_fetching(delivery("one")).await.expect_err("no key");
    let key = error.needed_key().expect("which one");
    assert_eq!((key.url(), key.id()), ("https://keys.example.com/jwks", Some("one")));
    assert!(error.to_string().contains(".key_source("), "{error}");
    cache.insert(key, &FetchedKey::new(set("one"))).expect("a key");
    assert!(verifier.verify_request(delivery("one")).is_ok(), "and now it is there");
    let other = Verifier::from_scheme(ACME).key_cache(cache).build().expect("a verifier");
    assert!(other.verify_request(delivery("one")).is_ok(), "for whoever shares the cache");
}

/// Where a key's name is a part of its URL, one that nobody named has a name that can be.
#[test]
fn a_signer_names_its_key_as_the_provider_would() {
    let each = provider::all().filter(|preset| matches!(preset.scheme.keys_place(), Some(KeyPlace::Each { .. })));
    let mut schemes = 0;
    for Preset { scheme, .. } in each {
        schemes += 1;
        let verifier = genuine::builder(*scheme).build().expect("a verifier");
        let request = genuine::sign(*scheme, genuine::BODY).into_request();
        let error = verifier.verify_request(request).expect_err("no key is known");
        assert!(error.needed_key().is_some_and(|key| key.id().is_some()), "{}: {error}", scheme.name());
    }
    assert!(schemes >= 2, "{schemes}");
}

#[tokio::test]
async fn pasted_keys_are_used_instead() {
    let published = Published::new(Err("nobody asks"));
    let verifier = published.verifier().secret(Secret::new(pair().public()).id("one")).build().expect("a verifier");
    assert!(verifier.verify_fetching(delivery("one")).await.is_ok());
    let unknown = verifier.verify_fetching(delivery("six")).await.expect_err("another name");
    assert_eq!(refused(&unknown).0, VerifyErrorKind::CouldNotCheck);
    assert_eq!(published.asked(), 0);
}

#[test]
fn pasted_keys_do_not_excuse_a_url_elsewhere() {
    const PIN: UrlPin = UrlPin::hosts(&["keys.example.com"]);
    const PINNED: Scheme =
        Scheme::signed("acme", SignatureAlgorithm::Ed25519).keys_at(KeysAt::named_set(Field::header("acme-keys"), PIN));

    let verifier = Verifier::from_scheme(PINNED).secret(pair().public()).build().expect("a verifier");
    let judge = |url: &str| {
        let delivery = Signer::from_scheme(PINNED).sign(pair().private(), "{}");
        let mut request = delivery.into_request();
        request.headers_mut().insert("acme-keys", url.parse().expect("a value"));
        verifier.verify_request(request)
    };
    assert!(judge("https://keys.example.com/jwks").is_ok());
    let error = judge("https://example.org/jwks").expect_err("another host");
    assert_eq!(error.kind(), VerifyErrorKind::Malformed);
    assert!(error.to_string().contains("header `acme-keys`"), "{error}");
}

#[test]
fn a_pin_that_pins_nothing_is_refused() {
    const HOST: UrlPin = UrlPin::hosts(&["keys.example.com"]);
    let cases = [
        (UrlPin::hosts(&[]), "needs a host"),
        (UrlPin::hosts(&["*.com"]), "a pinned host is a whole name"),
        (HOST.path("jwks"), "a pinned path begins with `/`"),
        (HOST.path_prefix("keys/"), "a pinned path begins with `/`"),
        (HOST.path_prefix("/keys"), "a pinned prefix of paths ends with `/`"),
    ];
    for (pin, why) in cases {
        let scheme = Scheme::signed("acme", SignatureAlgorithm::Ed25519);
        let scheme = scheme.keys_at(KeysAt::named_set(Field::header("acme-keys"), pin));
        let error = Verifier::from_scheme(scheme).secret(pair().public()).build().expect_err(why).to_string();
        assert!(error.contains(why), "{error}");
    }
}
