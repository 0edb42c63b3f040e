//! Two deliveries have the same idempotency key exactly if they are the same event, whoever changed what is not signed.
#![cfg(feature = "testing")]

use bytes::Bytes;
use hookseal::{
    IdempotencyKey, KeyBy, Scheme, VerifyErrorKind,
    provider::{self, Preset},
};
use http::{HeaderMap, HeaderName};
use sha2::{Digest, Sha256};

#[path = "../support/genuine.rs"]
mod genuine;

use genuine::{
    BODY, Genuine, ID, NOW, SECRET, builder, header, other_pasted, other_secret, pasted, scheme, secret, sign, unix,
    verifier,
};

fn key(scheme: Scheme, headers: &HeaderMap, body: impl Into<Bytes>) -> Option<IdempotencyKey> {
    genuine::judge(&verifier(scheme), genuine::URL, headers, body).ok().map(|event| event.idempotency_key())
}

/// The key of a delivery with this id and body, signed so many seconds after [`NOW`].
fn signed_key(scheme: Scheme, later: u64, id: &str, body: &'static str) -> IdempotencyKey {
    let delivery = genuine::signer(scheme).at(unix(NOW + later)).id(id).sign(secret(scheme), body);
    let event = verifier(scheme).verify_request(delivery.into_request());
    event.unwrap_or_else(|error| panic!("{}: {error:?}", scheme.name())).idempotency_key()
}

type Change = fn(&Genuine) -> HeaderMap;

/// What anyone can do to a delivery without making it a forgery.
const HARMLESS: &[(&str, Change)] = &[
    ("nothing", |genuine| genuine.headers.clone()),
    ("a header more", |genuine| genuine.with(&HeaderName::from_static("x-forwarded-for"), "203.0.113.7")),
    ("a content type", |genuine| genuine.with(&http::header::CONTENT_TYPE, "text/plain")),
    ("another content type", |genuine| genuine.with(&http::header::CONTENT_TYPE, "application/x-www-form-urlencoded")),
    ("another order", |genuine| {
        let mut headers: Vec<_> = genuine.headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        headers.reverse();
        headers.into_iter().collect()
    }),
    ("only what is needed", |genuine| {
        genuine.needed().map(|name| (name.clone(), genuine.headers[name].clone())).collect()
    }),
    ("another case of the signature", |genuine| {
        genuine.with_signature(format!("{}{}", genuine.frame, genuine.signature.to_ascii_uppercase()))
    }),
    ("a member more", |genuine| genuine.with_signature(format!("{},x=1", genuine.value()))),
    ("a member in front", |genuine| genuine.with_signature(format!("x=1,{}", genuine.value()))),
    ("a member more", |genuine| genuine.with_signature(format!("{};x=1", genuine.value()))),
    ("a version more", |genuine| genuine.with_signature(format!("v9,AAAA {}", genuine.value()))),
    ("the signature twice", |genuine| {
        genuine.with_signature(format!("{0},v1={1}", genuine.value(), genuine.signature))
    }),
    ("the signature twice", |genuine| {
        genuine.with_signature(format!("{0};h1={1}", genuine.value(), genuine.signature))
    }),
    ("the signature twice", |genuine| genuine.with_signature(format!("{0} {0}", genuine.value()))),
    ("white space", |genuine| genuine.with_signature(format!(" {} ", genuine.value()))),
    ("unsigned ids and types", |genuine| {
        let names = [
            "x-github-delivery",
            "x-github-event",
            "x-request-uuid",
            "x-event-key",
            "x-gitea-delivery",
            "x-gitea-event",
            "x-gitlab-event",
            "idempotency-key",
            "linear-delivery",
            "request-id",
            "sentry-hook-resource",
            "x-shopify-webhook-id",
            "x-shopify-topic",
            "shopify-webhook-id",
            "shopify-topic",
            "twitch-eventsub-subscription-type",
            "x-zendesk-webhook-invocation-id",
        ];
        let mut headers = genuine.headers.clone();
        headers.extend(names.map(|name| (HeaderName::from_static(name), header("another"))));
        headers
    }),
];

#[test]
fn whatever_still_verifies_is_the_same_event() {
    let mut verified = vec![0; HARMLESS.len()];
    for Preset { scheme, .. } in genuine::presets() {
        let genuine = Genuine::of(*scheme);
        let key = |headers: &HeaderMap| {
            genuine.judge(&verifier(*scheme), headers, genuine.body.clone()).ok().map(|event| event.idempotency_key())
        };
        let expected = key(&genuine.headers);
        for ((what, change), count) in HARMLESS.iter().zip(&mut verified) {
            if let Some(found) = key(&change(&genuine)) {
                assert_eq!(Some(found), expected, "{}: {what}", scheme.name());
                *count += 1;
            }
        }
        let elsewhere = genuine::request("https://example.com/other?id=2", &genuine.headers, genuine.body.clone());
        match verifier(*scheme).verify_request(elsewhere) {
            Ok(event) => assert_eq!(Some(event.idempotency_key()), expected, "{}: at another path", scheme.name()),
            Err(error) => assert!(genuine.covers_request(), "{}: at another path: {error:?}", scheme.name()),
        }
    }
    assert!(verified.iter().all(|count| *count > 0), "each change verifies somewhere: {verified:?}");
}

#[test]
fn a_retry_is_the_same_event() {
    let elsewhere: Vec<_> = genuine::other_presets().map(|preset| preset.scheme).collect();
    for Preset { scheme, .. } in provider::all() {
        let first = signed_key(*scheme, 0, ID, BODY);
        // A time in a body that is not signed is that of the event, which a retry repeats.
        let has_new_time = scheme.covers_body() || scheme.freshness().is_none();
        // A token in the body has an end, which the next one for the same event has later: it needs an id.
        if genuine::says(scheme, "jws") && (genuine::is_inside(scheme) || genuine::says(scheme, "each-json")) {
            continue;
        }
        for later in [1, 59].into_iter().filter(|_| has_new_time || scheme.id_is_signed()) {
            assert_eq!(signed_key(*scheme, later, ID, BODY), first, "{}: {later} s later", scheme.name());
        }
        // Signed with the next secret, it is the same event too, unless the secret is in the body.
        if elsewhere.contains(scheme) {
            continue;
        }
        let delivery = genuine::signer(*scheme).sign(other_secret(*scheme), BODY);
        let rotated = builder(*scheme).secret(other_pasted(*scheme)).secret(pasted(*scheme)).build();
        let event = rotated.expect("two secrets").verify_request(delivery.into_request()).expect("the first secret");
        assert_eq!((event.idempotency_key(), event.key_id()), (first, "1"), "{}", scheme.name());
    }
}

#[test]
fn an_id_counts_if_it_is_signed() {
    // The id in the body is another one, too.
    let other_body = r#"{"id":"evt_2","event_id":"e2","event":{"id":"x2"},"update_id":2,"type":"test.event"}"#;
    for Preset { scheme, .. } in provider::all() {
        let name = scheme.name();
        let first = signed_key(*scheme, 0, "one", BODY);
        let in_header =
            genuine::sign(*scheme, BODY).headers().values().any(|value| value == ID) && scheme.id_is_signed();
        assert_eq!(signed_key(*scheme, 0, "two", BODY) == first, !in_header, "{name}: another id, the same body");
        // Where values of items are signed, the rest of the body is not the event.
        let written = serde_json::to_string(scheme).expect("a scheme");
        let by_values = written.contains(r#""presence":"required""#);
        let is_same = in_header || genuine::says(scheme, "each-item") || by_values;
        assert_eq!(signed_key(*scheme, 0, "one", other_body) == first, is_same, "{name}: the same id, another body");
    }
    for (name, id) in [("github", "x-github-delivery"), ("shopify", "x-shopify-webhook-id")] {
        let genuine = Genuine::of(scheme(name));
        let relabelled = genuine.with(&HeaderName::from_static(id), "another");
        let mut nameless = genuine.headers.clone();
        nameless.remove(id);
        let keys =
            [&genuine.headers, &relabelled, &nameless].map(|headers| key(scheme(name), headers, genuine.body.clone()));
        assert!(
            keys.iter().all(|key| key.is_some() && *key == keys[0]),
            "{name}: a captured delivery stays a duplicate"
        );
    }
}

#[test]
fn providers_and_namespaces_have_keys_of_their_own() {
    let mut keys = Vec::new();
    for Preset { scheme, .. } in provider::all() {
        let request = sign(*scheme, BODY).into_request();
        for namespace in ["", "tenant a", "tenant b", "tenant", scheme.name()] {
            let verifier = builder(*scheme).secret(pasted(*scheme)).namespace(namespace).build().expect("a secret");
            let event = verifier.verify_request(request.clone()).expect("a genuine delivery");
            keys.push((event.idempotency_key(), format!("{} in {namespace:?}", scheme.name())));
        }
    }
    all_differ(&mut keys);
}

fn all_differ(keys: &mut [(IdempotencyKey, String)]) {
    keys.sort();
    for pair in keys.windows(2) {
        assert_ne!(pair[0].0, pair[1].0, "{} and {}", pair[0].1, pair[1].1);
    }
}

#[test]
fn no_two_tuples_have_the_same_key() {
    let length = |len: u64| len.to_be_bytes();
    let forged = [b"b".as_slice(), &length(2), b"id", &length(1), b"x"].concat();
    let tuples: Vec<[&[u8]; 4]> = vec![
        [b"", b"", b"", b""],
        [b"a", b"", b"", b""],
        [b"", b"a", b"", b""],
        [b"", b"", b"a", b""],
        [b"", b"", b"", b"a"],
        [b"ab", b"c", b"id", b"x"],
        [b"a", b"bc", b"id", b"x"],
        [b"abc", b"", b"id", b"x"],
        [b"", b"abc", b"id", b"x"],
        [b"ab", b"cid", b"", b"x"],
        [b"ab", b"c", b"idx", b""],
        [b"ab", b"c", b"", b"idx"],
        [b"a|b", b"c", b"id", b"x"],
        [b"a", b"b|c", b"id", b"x"],
        [b"a:", b"b", b"id", b"x"],
        [b"a", b":b", b"id", b"x"],
        [b"a\0", b"b", b"id", b"x"],
        [b"a", b"\0b", b"id", b"x"],
        [b"a", b"b", b"id", b"x\0"],
        [b"a", b"b", b"id", b"x"],
        [b"a", b"b", b"body", b"x"],
        [b"a", b"b", b"id", b"X"],
        [b"a", b"b", b"id", &[0xff; 600]],
        [b"a", b"b", b"id", &[0xff; 601]],
        // Bytes that look like the lengths and parts that follow.
        [b"a", b"", b"", &forged],
    ];
    let text = |bytes| std::str::from_utf8(bytes).expect("UTF-8");
    let mut keys: Vec<_> = tuples
        .iter()
        .map(|tuple @ [namespace, provider, kind, id]| {
            (IdempotencyKey::new(text(namespace), text(provider), text(kind), id), format!("{tuple:?}"))
        })
        .collect();
    all_differ(&mut keys);
}

/// Stores keep keys for days, across releases.
#[test]
fn the_key_is_the_sha_256_of_lengths_and_parts() {
    fn hash(parts: [&[u8]; 4]) -> [u8; 32] {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(u64::try_from(part.len()).expect("a short part").to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
    let (headers, body) = sign(scheme("stripe"), BODY).into_headers_and_body();
    let stripe = builder(scheme("stripe")).secret(SECRET).namespace("shop").build().expect("a secret");
    let by_id = stripe.verify(&headers, body).expect("genuine").idempotency_key();
    assert_eq!(by_id.as_bytes(), &hash([b"shop", b"stripe", b"id", b"evt_1"]));
    assert_eq!(by_id, IdempotencyKey::new("shop", "stripe", "id", b"evt_1"));

    let by_body = signed_key(scheme("github"), 0, ID, BODY);
    let digest: [u8; 32] = Sha256::digest(BODY).into();
    assert_eq!(by_body.as_bytes(), &hash([b"", b"github", b"body", &digest]));

    let hex: String = by_id.to_string();
    assert_eq!((hex.len(), format!("{by_id:?}")), (64, format!("IdempotencyKey({hex})")));
    assert_eq!(serde_json::to_value(by_id).expect("a text"), hex);
    assert_eq!(IdempotencyKey::from_bytes(*by_id.as_bytes()), by_id);
}

/// A body that has the id `i` wherever the scheme looks for one.
fn body_with_id(scheme: &Scheme) -> String {
    let written = serde_json::to_value(scheme).expect("a scheme");
    let mut body = serde_json::json!({});
    for place in written["id"].as_array().expect("places") {
        if let Some(field) = place["form"].as_str() {
            return format!("{field}=i");
        }
        // What is in a token that is the content is in the body, before it is signed.
        let claim = place["claim"].as_str().filter(|_| genuine::is_inside(scheme));
        let Some(pointer) = place["json"].as_str().or(claim) else { continue };
        let mut at = &mut body;
        for member in pointer.split('/').skip(1) {
            at = &mut at[member];
        }
        *at = "i".into();
    }
    body.to_string()
}

#[test]
fn the_unsigned_id_is_the_key_where_that_was_chosen() {
    for Preset { scheme, .. } in provider::all() {
        let name = scheme.name();
        let built = builder(*scheme).secret(pasted(*scheme)).key_by(KeyBy::DeliveryId).build();
        let Ok(verifier) = built else {
            assert!(!scheme.has_id(), "{name}: {built:?}");
            continue;
        };
        // The claims of a token beside the body are not for a test to choose.
        if genuine::says(scheme, "claim") && scheme.id_is_signed() && !genuine::is_inside(scheme) {
            continue;
        }
        let key = |request| verifier.verify_request(request).map(|event| event.idempotency_key());
        let sign = |id: &str, body: &str| {
            genuine::signer(*scheme).id(id).sign(secret(*scheme), body.to_owned()).into_request()
        };
        let in_xml = genuine::says(scheme, "/xml/MsgId");
        let body = if in_xml { "<xml><MsgId>i</MsgId></xml>".to_owned() } else { body_with_id(scheme) };
        assert_eq!(key(sign("i", &body)).expect(name), IdempotencyKey::new("", name, "id", b"i"), "{name}");

        // Without one, there is no key, and nothing is made up.
        let mut request = sign("i", r#"{"type":"test.event"}"#);
        let in_header = request.headers().iter().find(|(_, value)| *value == "i").map(|(name, _)| name.clone());
        if let Some(id) = in_header {
            request.headers_mut().remove(id);
        }
        let Err(error) = key(request) else {
            // A value of the message that the signer made up because there is no signature without it.
            assert!(scheme.id_is_signed() && !scheme.covers_body(), "{name}");
            continue;
        };
        let kinds = [VerifyErrorKind::Malformed, VerifyErrorKind::MissingHeader];
        assert!(kinds.contains(&error.kind()), "{name}: {error:?}");
        assert_eq!((error.status().as_u16(), error.response().body().len()), (401, 0), "{name}");
    }
    let github = builder(scheme("github")).secret(SECRET).key_by(KeyBy::DeliveryId).build().expect("a secret");
    let genuine = Genuine::of(scheme("github"));
    let id = HeaderName::from_static("x-github-delivery");
    let of = |id_value: &str| github.verify(&genuine.with(&id, id_value), BODY).map(|event| event.idempotency_key());
    assert_eq!(of("a").expect("an id"), of("a").expect("an id"));
    assert_ne!(of("a").expect("an id"), of("b").expect("an id"));
    let mut twice = genuine.with(&id, "a");
    twice.append(&id, header("b"));
    for (case, headers, why) in [
        ("an empty id", genuine.with(&id, ""), "authentic, but without an id in header `x-github-delivery`"),
        ("two ids", twice, "header `x-github-delivery` must be there once, but is repeated"),
    ] {
        let error = github.verify(&headers, BODY).expect_err(case);
        assert_eq!(error.kind(), VerifyErrorKind::Malformed, "{case}");
        assert!(error.to_string().contains(why), "{case}: {error}");
    }
}
