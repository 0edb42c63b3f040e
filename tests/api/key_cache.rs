//! What the cache of keys promises: how long a document holds, and how often its provider is asked, whoever asks for what.
#![cfg(all(feature = "ecdsa", feature = "jwt", feature = "testing"))]

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use hookseal::{
    keys::{FetchedKey, KeyCache, KeyError, KeyKind, KeyRef, KeySourceError, Lookup},
    scheme::UrlPin,
    testing::TestClock,
};
use proptest::{prop_assert, prop_assert_eq, prop_oneof, proptest, strategy::Strategy};

const PIN: UrlPin = UrlPin::hosts(&["*.example.com", "keys.example.org"]);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// The key of RFC 7517, appendix A.1, once under each name.
fn set(names: &[&str]) -> FetchedKey {
    let key = |name: &&str| {
        format!(
            r#"{{"kty":"EC","crv":"P-256","kid":"{name}","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}}"#
        )
    };
    FetchedKey::new(format!(r#"{{"keys":[{}]}}"#, names.iter().map(key).collect::<Vec<_>>().join(",")))
}

fn at(url: &str) -> KeyRef {
    KeyRef::pinned(&PIN, url, KeyKind::Set).unwrap()
}

fn jwks(id: &str) -> KeyRef {
    at("https://a.example.com/jwks").with_id(id)
}

fn cache() -> (KeyCache, TestClock) {
    let clock = TestClock::at_unix(1_800_000_000);
    (KeyCache::new().with_clock(clock.clone()), clock)
}

fn state(cache: &KeyCache, key: &KeyRef) -> &'static str {
    match cache.lookup(key) {
        Lookup::Known(_) => "known",
        Lookup::Needed => "needed",
        Lookup::Unavailable(_) => "unavailable",
        _ => "?",
    }
}

#[test]
fn documents_end() {
    let days = |days: u64| HOUR * u32::try_from(24 * days).unwrap();
    let table = [
        (None, days(1)),
        (Some(HOUR), HOUR),
        (Some(MINUTE), MINUTE),
        (Some(Duration::ZERO), MINUTE),
        (Some(days(7)), days(7)),
        (Some(days(365)), days(7)),
        (Some(Duration::MAX), days(7)),
    ];
    for (max_age, life) in table {
        let (cache, clock) = cache();
        let document = max_age.into_iter().fold(set(&["k"]), FetchedKey::max_age);
        cache.insert(&jwks("k"), &document).unwrap();
        clock.advance(life.saturating_sub(Duration::from_nanos(1)));
        assert_eq!(state(&cache, &jwks("k")), "known", "{max_age:?}");
        clock.advance(Duration::from_nanos(1));
        assert_eq!(state(&cache, &jwks("k")), "needed", "{max_age:?}");
        // A provider that is down does not make a withdrawn key valid again.
        cache.fail(&jwks("k"));
        assert_eq!(state(&cache, &jwks("k")), "unavailable", "{max_age:?}");
    }
}

#[test]
fn failures_rest() {
    let (cache, clock) = cache();
    cache.fail(&jwks("k"));
    clock.advance(Duration::from_nanos(29_999_999_999));
    assert_eq!(state(&cache, &jwks("k")), "unavailable");
    assert_eq!(state(&cache, &jwks("other")), "unavailable");
    assert_eq!(state(&cache, &at("https://b.example.com/jwks")), "needed", "a failure is of one document");
    clock.advance(Duration::from_nanos(1));
    assert_eq!(state(&cache, &jwks("k")), "needed");

    // What cannot be read has failed, too, and what is known stays so.
    cache.insert(&jwks("k"), &set(&["k"])).unwrap();
    assert!(matches!(cache.insert(&jwks("k"), &FetchedKey::new("<html>")), Err(KeyError::Unreadable { .. })));
    assert_eq!(state(&cache, &jwks("k")), "known");
    assert!(cache.insert(&at("https://b.example.com/jwks"), &FetchedKey::new("<html>")).is_err());
    assert_eq!(state(&cache, &at("https://b.example.com/jwks")), "unavailable");
}

#[test]
fn names_are_looked_for_in_sets() {
    let (cache, _) = cache();
    cache.insert(&jwks("a"), &set(&["a", "b", "b"])).unwrap();
    let count = |key: &KeyRef| match cache.lookup(key) {
        Lookup::Known(keys) => keys.count(),
        _ => 0,
    };
    assert_eq!(count(&jwks("a")), 1);
    assert_eq!(count(&jwks("b")), 2);
    assert_eq!(count(&jwks("c")), 0);
    assert_eq!(count(&at("https://a.example.com/jwks")), 3, "a delivery that names none may mean each");

    // Keys without names may all be meant.
    let unnamed = String::from_utf8(Vec::from(RFC_7517_UNNAMED)).unwrap();
    let key = at("https://b.example.com/jwks").with_id("a");
    cache.insert(&key, &FetchedKey::new(unnamed)).unwrap();
    assert_eq!(count(&key), 1);

    // Where the name is a part of the URL, the document need not repeat it.
    let single = KeyRef::pinned(&PIN, "https://a.example.com/jwks", KeyKind::Key).unwrap().with_id("c");
    assert_eq!(state(&cache, &single), "needed", "what a document is taken for makes it another one");
    cache.insert(&single, &set(&["a"])).unwrap();
    assert_eq!(count(&single), 1);
}

const RFC_7517_UNNAMED: &[u8] = br#"{"keys":[{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}"#;

#[test]
fn made_up_names_cost_one_fetch_in_five_minutes() {
    let (cache, clock) = cache();
    cache.insert(&jwks("k"), &set(&["k"])).unwrap();
    let mut fetches = 0;
    for number in 0..10_000 {
        clock.advance(Duration::from_millis(100));
        assert_eq!(state(&cache, &jwks("k")), "known");
        if state(&cache, &jwks(&format!("made-up-{number}"))) == "needed" {
            cache.insert(&jwks("k"), &set(&["k"])).unwrap();
            fetches += 1;
        }
    }
    // In 1000 seconds: at 300, 600 and 900.
    assert_eq!(fetches, 3);
    assert_eq!(cache.len(), 1);
}

#[test]
fn made_up_urls_cost_one_fetch_a_second() {
    let (cache, clock) = cache();
    let honest = at("https://eu.example.com/key");
    cache.insert(&honest, &set(&["k"])).unwrap();
    let other = at("https://keys.example.org/key");
    let mut fetches = 0;
    for number in 0..100_000 {
        clock.advance(Duration::from_millis(6));
        let key = at(&format!("https://made-up-{number}.example.com/key"));
        if state(&cache, &key) == "needed" {
            cache.fail(&key);
            fetches += 1;
        }
        assert_eq!(state(&cache, &honest), "known");
    }
    assert_eq!(fetches, 600, "60 in each of ten minutes");
    assert_eq!(state(&cache, &other), "needed", "other hosts are not concerned");
    assert_eq!(cache.len(), 1);
    clock.advance(MINUTE);
    assert_eq!(state(&cache, &at("https://us.example.com/key")), "needed");
}

#[test]
fn the_least_recently_used_goes_first() {
    let clock = TestClock::at_unix(0);
    let cache = KeyCache::with_capacity(2).with_clock(clock.clone());
    let [a, b, c] = ["a", "b", "c"].map(|name| at(&format!("https://{name}.example.com/")));
    cache.insert(&a, &set(&["k"])).unwrap();
    cache.insert(&b, &set(&["k"]).max_age(HOUR)).unwrap();
    assert_eq!(state(&cache, &a), "known");
    cache.insert(&c, &set(&["k"])).unwrap();
    assert_eq!([&a, &b, &c].map(|key| state(&cache, key)), ["known", "needed", "known"]);
    // The one that has ended goes before any that holds, however recently it was used.
    cache.insert(&b, &set(&["k"]).max_age(HOUR)).unwrap();
    assert_eq!([&a, &b, &c].map(|key| state(&cache, key)), ["needed", "known", "known"]);
    assert_eq!(state(&cache, &b), "known");
    clock.advance(HOUR);
    cache.insert(&a, &set(&["k"])).unwrap();
    assert_eq!([&a, &b, &c].map(|key| state(&cache, key)), ["known", "needed", "known"]);
    assert_eq!(cache.len(), 2);

    let smallest = KeyCache::with_capacity(0);
    smallest.insert(&a, &set(&["k"])).unwrap();
    assert_eq!(state(&smallest, &a), "known", "a cache holds at least one");
}

/// What is done to the cache, and to the model.
#[derive(Clone, Debug)]
enum Step {
    Advance(u32),
    /// Document, name.
    Look(usize, usize),
    /// Document, how many names it has, seconds.
    Insert(usize, usize, Option<u64>),
    Fail(usize),
}

/// A document in the model: its names, and the seconds at which it was fetched, ends, and was used.
struct Held {
    names: HashSet<usize>,
    fetched: u64,
    until: u64,
    used: u64,
}

proptest! {
    #[test]
    fn the_cache_does_what_a_simple_model_does(steps in proptest::collection::vec(step(), 0..120)) {
        const NAMES: [&str; 3] = ["0", "1", "2"];
        const CAPACITY: usize = 3;
        let clock = TestClock::at_unix(0);
        let cache = KeyCache::with_capacity(CAPACITY).with_clock(clock.clone());
        let key = |document: usize| at(&format!("https://h{document}.example.com/"));

        let (mut now, mut uses) = (0_u64, 0_u64);
        let mut held: HashMap<usize, Held> = HashMap::new();
        let mut resting: HashMap<usize, u64> = HashMap::new();
        let mut minute = (0_u64, 0_u32);
        for step in steps {
            uses += 1;
            match step {
                Step::Advance(seconds) => {
                    now += u64::from(seconds);
                    clock.advance(Duration::from_secs(seconds.into()));
                }
                Step::Look(document, name) => {
                    let found = held.get_mut(&document).filter(|held| now < held.until);
                    let asked_lately = found.as_ref().is_some_and(|held| now < held.fetched + 300);
                    let known = found.filter(|held| held.names.contains(&name)).map(|held| held.used = uses).is_some();
                    let rests = resting.get(&document).is_some_and(|until| now < *until);
                    let flooded = minute.1 >= 60 && now < minute.0 + 60;
                    let expected = match () {
                        () if known => "known",
                        () if asked_lately || rests || flooded => "unavailable",
                        () => "needed",
                    };
                    let name = NAMES[name];
                    prop_assert_eq!(state(&cache, &key(document).with_id(name)), expected, "{} of {} at {}", name, document, now);
                }
                Step::Insert(document, names, max_age) => {
                    let fetched = max_age.map(Duration::from_secs).into_iter().fold(set(&NAMES[..names]), FetchedKey::max_age);
                    cache.insert(&key(document), &fetched).unwrap();
                    resting.remove(&document);
                    if !held.contains_key(&document) && held.len() >= CAPACITY {
                        held.retain(|_, held| now < held.until);
                        if held.len() >= CAPACITY {
                            let oldest = *held.iter().min_by_key(|(_, held)| held.used).unwrap().0;
                            held.remove(&oldest);
                        }
                    }
                    let until = now + max_age.unwrap_or(86_400).clamp(60, 604_800);
                    held.insert(document, Held { names: (0..names).collect(), fetched: now, until, used: uses });
                }
                Step::Fail(document) => {
                    cache.fail(&key(document));
                    resting.insert(document, now + 30);
                    minute = if now < minute.0 + 60 { (minute.0, minute.1 + 1) } else { (now, 1) };
                }
            }
            prop_assert!(cache.len() <= CAPACITY);
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    let document = || 0..5_usize;
    prop_oneof![
        prop_oneof![0..40_u32, 40..400_u32, 3_000..100_000_u32].prop_map(Step::Advance),
        (document(), 0..3_usize).prop_map(|(document, name)| Step::Look(document, name)),
        (document(), 0..3_usize).prop_map(|(document, name)| Step::Look(document, name)),
        (document(), 1..=3_usize, proptest::option::of(0..1_000_000_u64))
            .prop_map(|(document, names, age)| Step::Insert(document, names, age)),
        document().prop_map(Step::Fail),
    ]
}

/// A source that counts how often it is asked, and answers when it is let.
fn gated(
    answer: Result<FetchedKey, &'static str>,
) -> (impl hookseal::keys::KeySource, Arc<AtomicUsize>, Arc<tokio::sync::Semaphore>) {
    let (count, gate) = (Arc::new(AtomicUsize::new(0)), Arc::new(tokio::sync::Semaphore::new(0)));
    let (counted, gated) = (count.clone(), gate.clone());
    let source = move |_: KeyRef| {
        counted.fetch_add(1, Ordering::SeqCst);
        let (gate, answer) = (gated.clone(), answer.clone());
        async move {
            gate.acquire().await.unwrap().forget();
            answer.map_err(KeySourceError::new)
        }
    };
    (source, count, gate)
}

#[tokio::test]
async fn deliveries_that_need_the_same_key_wait_for_one_fetch() {
    let (cache, _) = cache();
    let (source, count, gate) = gated(Ok(set(&["k"])));
    let source = Arc::new(source);
    let waiting: Vec<_> = (0..100)
        .map(|_| {
            let (cache, source) = (cache.clone(), source.clone());
            tokio::spawn(async move { cache.resolve(&jwks("k"), &*source).await.is_ok() })
        })
        .collect();
    tokio::task::yield_now().await;
    assert_eq!(count.load(Ordering::SeqCst), 1);
    gate.add_permits(100);
    for delivery in waiting {
        assert!(delivery.await.unwrap());
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert!(cache.resolve(&jwks("k"), &*source).await.is_ok());
    assert!(matches!(cache.resolve(&jwks("unknown"), &*source).await, Err(KeyError::Unavailable { .. })));
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn whoever_gives_up_hands_over() {
    let (cache, _) = cache();
    let (source, count, gate) = gated(Ok(set(&["k"])));
    let source = Arc::new(source);
    let deliveries: Vec<_> = (0..5)
        .map(|_| {
            let (cache, source) = (cache.clone(), source.clone());
            tokio::spawn(async move { cache.resolve(&jwks("k"), &*source).await.is_ok() })
        })
        .collect();
    tokio::task::yield_now().await;
    for (gone, delivery) in deliveries.iter().take(4).enumerate() {
        assert_eq!(count.load(Ordering::SeqCst), gone + 1, "one at a time");
        delivery.abort();
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    }
    gate.add_permits(1);
    let mut done = 0;
    for delivery in deliveries {
        done += usize::from(delivery.await.unwrap_or_default());
    }
    assert_eq!((done, state(&cache, &jwks("k"))), (1, "known"));
}

#[tokio::test]
async fn a_failure_is_the_answer_for_all_who_wait() {
    let (cache, _) = cache();
    let (source, count, gate) = gated(Err("no route"));
    let source = Arc::new(source);
    let waiting: Vec<_> = (0..20)
        .map(|_| {
            let (cache, source) = (cache.clone(), source.clone());
            tokio::spawn(async move { cache.resolve(&jwks("k"), &*source).await.map(drop).unwrap_err().to_string() })
        })
        .collect();
    tokio::task::yield_now().await;
    gate.add_permits(20);
    let mut said = HashSet::new();
    for delivery in waiting {
        said.insert(delivery.await.unwrap());
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert!(said.iter().any(|why| why.contains("no route")), "{said:?}");
    assert!(said.iter().all(|why| why.contains("https://a.example.com/jwks")), "{said:?}");
}

#[tokio::test]
async fn slow_hosts_hold_few_fetches() {
    let (cache, _) = cache();
    let (source, count, gate) = gated(Err("no route"));
    let source = Arc::new(source);
    let deliveries: Vec<_> = (0..200)
        .map(|number| {
            let (cache, source) = (cache.clone(), source.clone());
            let key = at(&format!("https://made-up-{number}.example.com/key"));
            tokio::spawn(async move { cache.resolve(&key, &*source).await.is_ok() })
        })
        .collect();
    tokio::task::yield_now().await;
    assert_eq!(count.load(Ordering::SeqCst), 16);
    gate.add_permits(200);
    for delivery in deliveries {
        assert!(!delivery.await.unwrap());
    }
    let (elsewhere, _, gate) = gated(Ok(set(&["k"])));
    gate.add_permits(1);
    assert!(cache.resolve(&at("https://keys.example.org/key"), &elsewhere).await.is_ok());
}
