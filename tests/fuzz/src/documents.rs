//! Documents of published keys, the URLs that they are at, and the cache that remembers them.
//!
//! An input: a line with a URL; a line with a key's name; a line with the hosts that are pinned; lines with what is done to
//! the cache, up to an empty line; a document.

use std::time::Duration;

use hookseal::{
    keys::{FetchedKey, KeyCache, KeyKind, KeyRef, Lookup},
    scheme::{IdForm, UrlPin},
    testing::TestClock,
};

use super::{genuine::NOW, input::Input};

/// How many documents the cache may hold here.
const CAPACITY: usize = 4;
const PINS: [UrlPin; 4] = [
    UrlPin::hosts(&["keys.example.com"]),
    UrlPin::hosts(&["*.example.com", "keys.example.org"]),
    UrlPin::hosts(&["sns.*.amazonaws.com"]).path_suffix(".pem"),
    UrlPin::hosts(&["keys.example.com"]).path_prefix("/keys/"),
];
const KINDS: [KeyKind; 3] = [KeyKind::Set, KeyKind::Key, KeyKind::Certificate];

pub(crate) fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let (url, id, pinned) = (input.text(), input.text(), input.text());
    let steps = input.lines();
    let document = input.rest();
    judge_url(&url);
    let configured = format!(r#"{{"hosts":[{}]}}"#, serde_json::Value::from(pinned));
    if let Ok(pin) = serde_json::from_str::<UrlPin>(&configured) {
        let _ = pin.admits(&url);
    }
    for form in [IdForm::Uuid, IdForm::Token, IdForm::Path] {
        assert!(!form.admits(&id) || is_harmless(&id), "{form:?} admits {id:?}");
    }
    judge_document(document, &id);
    keep(&steps, document, &id);
}

/// A name that becomes a part of a URL cannot leave its place there.
fn is_harmless(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_/".contains(&byte);
    !id.is_empty() && id.bytes().all(plain) && !id.contains("//")
}

/// What a pin admits is at one of its hosts, whoever reads the URL.
fn judge_url(url: &str) {
    let suffixes: [&[(&str, &str)]; 4] = [
        &[("", "keys.example.com")],
        &[("", ".example.com"), ("", "keys.example.org")],
        &[("sns.", ".amazonaws.com")],
        &[("", "keys.example.com")],
    ];
    for (pin, hosts) in PINS.iter().zip(suffixes) {
        let Ok(admitted) = pin.admits(url) else { continue };
        let (host, path) =
            admitted.strip_prefix("https://").and_then(|rest| rest.split_once('/')).expect("https, a host, a path");
        let pinned = hosts.iter().any(|(start, end)| host.starts_with(start) && host.ends_with(end));
        assert!(pinned, "{url:?}: {host}");
        assert!(
            host.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte)),
            "{host}"
        );
        assert_eq!(host.split('.').count(), if hosts[0].0.is_empty() { 3 } else { 4 }, "one label for a `*`: {host}");
        assert!(path.bytes().all(|byte| byte.is_ascii_graphic() && !b"@?#\\<>\"".contains(&byte)), "{path}");
        assert!(!path.split('/').any(|part| part == ".." || part == "."), "{path}");
        assert_eq!(pin.admits(&admitted).as_ref(), Ok(&admitted), "what is admitted stays as it is");
        let key = KeyRef::pinned(pin, url, KeyKind::Set).expect("admitted");
        assert_eq!(key.url(), admitted);
        let said = key.with_id(url).to_string();
        assert!(said.is_ascii() && !said.contains(['\n', '\u{1b}']), "{said:?}");
    }
}

/// However a document is read, it is read alike each time, and holds no more keys than it may.
fn judge_document(document: &[u8], id: &str) {
    for kind in KINDS {
        let key = KeyRef::pinned(&PINS[0], "https://keys.example.com/", kind).expect("pinned");
        let count = |key: &KeyRef| {
            let cache = KeyCache::new();
            let inserted = cache.insert(key, &FetchedKey::new(document.to_vec()));
            let known = match cache.lookup(key) {
                Lookup::Known(keys) => Some(keys.count()),
                _ => None,
            };
            if let Err(error) = &inserted {
                let told = error.to_string();
                assert!(told.len() < 1024 && !told.contains('\n'), "{told}");
            }
            // A set that lacks the name that is asked for is known, but not this key.
            assert!(inserted.is_ok() || known.is_none(), "{key}: what was not taken is not known");
            assert!(inserted.is_err() || known.is_some() || key.id().is_some(), "{key}: what was taken is known");
            known
        };
        let all = count(&key);
        let named = count(&key.clone().with_id(id));
        assert!(all.is_none_or(|all| all <= 64), "{all:?} keys");
        assert!(named.is_none() || named <= all, "{named:?} of {all:?} keys have the name");
        assert_eq!(count(&key), all, "the same again");
    }
}

/// Whatever happens to a cache, it holds no more documents than it may, and asks for none that it has.
fn keep(steps: &[&[u8]], document: &[u8], id: &str) {
    let clock = TestClock::at_unix(NOW);
    let cache = KeyCache::with_capacity(CAPACITY).with_clock(clock.clone());
    for step in steps.iter().take(64) {
        let mut step = Input::new(step);
        let (what, host) = (step.byte(), step.byte() % 8);
        let kind = KINDS[usize::from(step.byte()) % KINDS.len()];
        let url = format!("https://k{host}.example.com/jwks");
        let key = KeyRef::pinned(&PINS[1], &url, kind).expect("pinned");
        let key = if what & 0x10 == 0 { key } else { key.with_id(id) };
        match what % 5 {
            0 => {
                let age = Duration::from_secs(u64::try_from(step.number()).unwrap_or_default() * 60);
                let fetched = FetchedKey::new(document.to_vec()).max_age(age);
                let _ = cache.insert(&key, &fetched);
            }
            1 => cache.fail(&key),
            2 => clock.advance(Duration::from_secs(u64::try_from(step.number()).unwrap_or_default())),
            3 => {
                let known = matches!(cache.lookup(&key), Lookup::Known(_));
                assert!(!known || matches!(cache.lookup(&key), Lookup::Known(_)), "{key}: looking changes nothing");
            }
            _ => {
                let fetched = FetchedKey::new(step.rest().to_vec());
                let _ = cache.insert(&key, &fetched);
            }
        }
        assert!(cache.len() <= CAPACITY, "{} documents", cache.len());
    }
}
