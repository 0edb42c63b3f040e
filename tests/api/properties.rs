//! What holds for any input: no signature fits another split of the same bytes, no flipped bit passes, nothing panics.
#![cfg(feature = "testing")]

use std::sync::LazyLock;

use hookseal::{
    Scheme, Verifier, VerifyErrorKind,
    provider::{self, Preset},
    testing::TestClock,
    verifier::Custom,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use proptest::{prelude::*, sample::select};

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;

use genuine::{Genuine, NOW, NOW_RFC3339, SECRET, builder, scheme, sign, verifier};

/// How a scheme joins id, time and body, and how a delivery of such pieces looks.
struct Layout {
    scheme: &'static str,
    has_id: bool,
    /// What stands before the id, between id and time, and between time and body.
    fixed: [&'static str; 3],
    /// `None` if no header can have the pieces.
    headers: fn(&str, &str, &[u8]) -> Option<HeaderMap>,
}

const DOTTED: Layout = Layout {
    scheme: "standard-webhooks",
    has_id: true,
    fixed: ["", ".", "."],
    headers: |id, time, tag| {
        let signature = format!("v1,{}", mac::base64(tag));
        try_headers([("webhook-id", id), ("webhook-timestamp", time), ("webhook-signature", &signature)])
    },
};

const TWITCH: Layout = Layout {
    scheme: "twitch",
    has_id: true,
    fixed: ["", "", ""],
    headers: |id, time, tag| {
        let signature = format!("sha256={}", mac::hex(tag));
        try_headers([
            ("twitch-eventsub-message-id", id),
            ("twitch-eventsub-message-timestamp", time),
            ("twitch-eventsub-message-signature", &signature),
        ])
    },
};

const STRIPE: Layout = Layout {
    scheme: "stripe",
    has_id: false,
    fixed: ["", "", "."],
    headers: |_, time, tag| try_headers([("stripe-signature", &format!("t={time},v1={}", mac::hex(tag)))]),
};

const SLACK: Layout = Layout {
    scheme: "slack",
    has_id: false,
    fixed: ["v0:", "", ":"],
    headers: |_, time, tag| {
        let signature = format!("v0={}", mac::hex(tag));
        try_headers([("x-slack-request-timestamp", time), ("x-slack-signature", &signature)])
    },
};

const ZENDESK: Layout = Layout {
    scheme: "zendesk",
    has_id: false,
    fixed: ["", "", ""],
    headers: |_, time, tag| {
        try_headers([
            ("x-zendesk-webhook-signature-timestamp", time),
            ("x-zendesk-webhook-signature", &mac::base64(tag)),
        ])
    },
};

fn try_headers<const N: usize>(pairs: [(&'static str, &str); N]) -> Option<HeaderMap> {
    let header = |(name, value): (_, &str)| Some((HeaderName::from_static(name), HeaderValue::from_str(value).ok()?));
    pairs.into_iter().map(header).collect()
}

impl Layout {
    /// A verifier that is content with any time, so that only the split is judged.
    fn verifier(&self) -> Verifier<Custom> {
        builder(scheme(self.scheme)).secret(SECRET).dangerous().ignore_timestamp().build().expect("a secret")
    }

    /// Every id, time and body that join to the same bytes.
    fn splits<'j>(&self, joined: &'j [u8]) -> Vec<(&'j [u8], &'j [u8], &'j [u8])> {
        let [start, between, after] = self.fixed.map(str::as_bytes);
        let rest = joined.strip_prefix(start).expect("what stands before the id");
        let mut splits = Vec::new();
        for id_len in 0..=if self.has_id { rest.len() } else { 0 } {
            let (id, rest) = rest.split_at(id_len);
            let Some(rest) = rest.strip_prefix(between) else { continue };
            for time_len in 0..=rest.len() {
                let (time, rest) = rest.split_at(time_len);
                splits.extend(rest.strip_prefix(after).map(|body| (id, time, body)));
            }
        }
        splits
    }

    /// Of all the splits of a signed message, only the one that was signed verifies.
    fn judge(&self, id: &str, time: &str, body: &str) {
        let [start, between, after] = self.fixed;
        let id = if self.has_id { id } else { "" };
        let joined = [start, id, between, time, after, body].concat();
        let key = if self.scheme == "standard-webhooks" { mac::whsec(SECRET) } else { SECRET.into() };
        let tag = mac::sha256(key, &joined);
        let verifier = self.verifier();
        let mut splits = self.splits(joined.as_bytes());
        splits.retain(|(id, time, body)| {
            let (Ok(id), Ok(time)) = (std::str::from_utf8(id), std::str::from_utf8(time)) else { return false };
            (self.headers)(id, time, &tag).is_some_and(|headers| verifier.verify(&headers, body.to_vec()).is_ok())
        });
        let accepted: Vec<_> =
            splits.into_iter().map(|pieces| <[_; 3]>::from(pieces).map(String::from_utf8_lossy)).collect();
        assert_eq!(accepted, [[id, time, body]], "{}: {joined}", self.scheme);
    }
}

/// Cases that were made to be split otherwise.
#[test]
fn crafted_bodies_cannot_be_split_otherwise() {
    let cases = [
        (&DOTTED, "m", "1", "2.x"),
        (&DOTTED, "m", "1", "1.1.1.1"),
        (&DOTTED, "1", "1", "1.1.1"),
        (&DOTTED, "m", "1800000000", r#".1800000001.{"a":1.5}"#),
        (&DOTTED, "m", "1800000000", ""),
        (&STRIPE, "", "1", "2.3"),
        (&STRIPE, "", "1800000000", ".1.2"),
        (&SLACK, "", "1", "2:3"),
        (&SLACK, "", "1800000000", ":v0:1:2"),
        (&ZENDESK, "", NOW_RFC3339, "2027-01-15T08:00:00Z"),
        (&ZENDESK, "", "2027-01-15T08:00:00.1Z", "+01:00"),
        (&ZENDESK, "", "2027-01-15T08:00:00+01:00", "0"),
        (&TWITCH, "m1", NOW_RFC3339, "{}"),
        (&TWITCH, "1", "2027-01-15T08:00:00.123456789Z", "{}"),
        (&TWITCH, "2027-01-15", NOW_RFC3339, "{}"),
        (&TWITCH, "befa7b53-d79d-478f-86b9-120f112b044e", NOW_RFC3339, ""),
        (&TWITCH, "jfYtFRGrher-4dnd-WeRXeq6vDhGkrWYDF3JkT_iX0k=", NOW_RFC3339, "{}"),
        // A date in the body must not become the date of the delivery.
        (&TWITCH, "befa7b53-d79d", NOW_RFC3339, r#"{"ends_at":"2037-01-15T08:00:00Z","title":"x"}"#),
        (&TWITCH, "befa7b53-d79d", NOW_RFC3339, r#"["2037-01-15T08:00:00Z"]"#),
        (&TWITCH, "befa7b53-d79d", NOW_RFC3339, r#""2037-01-15T08:00:00Z""#),
    ];
    for (layout, id, time, body) in cases {
        layout.judge(id, time, body);
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn no_other_split_of_a_signed_message_verifies(
        id in "[a-z0-9_-]{1,8}", time in select(&[0_u64, 1, 10, NOW, 253_402_300_799][..]), body in "[0-9.:x{}\"]{0,24}",
    ) {
        for layout in [&DOTTED, &STRIPE, &SLACK] {
            layout.judge(&id, &time.to_string(), &body);
        }
    }

    #[test]
    fn no_other_split_of_a_dated_message_verifies(
        id in "[0-9TZ-]{1,12}",
        time in select(&[NOW_RFC3339, "2027-01-15T08:00:00.1Z", "0000-01-01T00:00:00+00:00", "9999-12-31T23:59:59-00:00"][..]),
        body in "(\\{\"[0-9TZ:.-]{0,8}(2037-01-15T08:00:00Z)?[0-9\"]{0,8}\\})?",
    ) {
        TWITCH.judge(&id, time, &body);
        ZENDESK.judge(&id, time, &body);
    }

    #[test]
    fn no_body_with_a_flipped_bit_verifies(body in prop::collection::vec(any::<u8>(), 1..2000), at: prop::sample::Index, bit in 0..8_u32) {
        for name in ["stripe", "github", "shopify", "standard-webhooks", "slack", "vercel", "zendesk"] {
            let Some(Preset { scheme, .. }) = provider::all().find(|preset| preset.scheme.name() == name) else { continue };
            let (headers, body) = sign(*scheme, body.clone()).into_headers_and_body();
            let verifier = verifier(*scheme);
            prop_assert!(verifier.verify(&headers, body.clone()).is_ok(), "{}", name);
            let mut flipped = body.to_vec();
            flipped[at.index(body.len())] ^= 1_u8 << bit;
            prop_assert!(verifier.verify(&headers, flipped).is_err(), "{}", name);
            prop_assert!(verifier.verify(&headers, [&body[..], &[0]].concat()).is_err(), "{}", name);
            prop_assert!(verifier.verify(&headers, body.slice(1..)).is_err(), "{}", name);
        }
    }
}

/// A delivery of each provider.
static GENUINE: LazyLock<Vec<Genuine>> =
    LazyLock::new(|| genuine::presets().map(|preset| Genuine::of(preset.scheme)).collect());

type Verifiers = (TestClock, Vec<(Genuine, Verifier<Custom>)>);

/// The same with a verifier for each, and the clock of them all.
static VERIFIERS: LazyLock<Verifiers> = LazyLock::new(|| {
    let clock = TestClock::at_unix(NOW);
    let verifier = |scheme| builder(scheme).secret(genuine::pasted(scheme)).clock(clock.clone()).build();
    let all = genuine::presets().map(|preset| (Genuine::of(preset.scheme), verifier(preset.scheme).expect("a secret")));
    (clock.clone(), all.collect())
});

/// The presets that sign any body, each with a verifier. Parameters of which none may be there twice cannot be signed if one is.
static SIGNABLE: LazyLock<Vec<(Scheme, Verifier<Custom>)>> = LazyLock::new(|| {
    let all = VERIFIERS.1.iter().filter(|(genuine, _)| !genuine.unwraps_form());
    let schemes = all.map(|(genuine, _)| genuine.scheme).filter(|scheme| !genuine::says(scheme, "refused"));
    schemes.map(|scheme| (scheme, verifier(scheme))).collect()
});

/// Values of headers: any bytes, and pieces of real ones in any order.
fn value() -> impl Strategy<Value = Vec<u8>> {
    let pieces = select(vec![
        "t=",
        "v1=",
        "v1,",
        "v1a,",
        "h1=",
        "ts=",
        "sha256=",
        "v0=",
        ",",
        ";",
        " ",
        "=",
        "==",
        ".",
        "0",
        "00",
        "1800000000",
        "-1",
        "18446744073709551616",
        NOW_RFC3339,
        "0000-00-00T99:99:99Z",
        "\u{e9}",
        "\t",
        SECRET,
        "msg_1",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    ]);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..100),
        prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat().into_bytes()),
        select(vec![vec![], vec![0xff], vec![b' '; 9000], vec![b','; 8192], vec![b'='; 8192], vec![b'0'; 8192]]),
    ]
}

/// Bodies: any bytes, and JSON and forms that are nearly right.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let pieces = select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\u",
        "d800",
        "\"id\":",
        "\"type\":",
        "\"url_verification\"",
        "\"challenge\":",
        "\"webhookTimestamp\":",
        "1800000000000",
        "-",
        "1e400",
        "payload=",
        "&",
        "%",
        "%7B",
        "%FF",
        "+",
        "null",
        "\u{feff}",
        "\"event\":\"endpoint.url_validation\"",
        "\"payload\":{\"plainToken\":\"x\"}",
    ]);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat().into_bytes()),
    ]
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn no_headers_and_no_body_panic(values in prop::collection::vec(value(), 4), body in body(), now in select(vec![0, 1, NOW])) {
        let (clock, all) = &*VERIFIERS;
        clock.set(genuine::unix(now));
        for (genuine, verifier) in all {
            let scheme = genuine.scheme;
            let mut forged = genuine.headers.clone();
            for (name, value) in genuine.needed().zip(&values) {
                let Ok(value) = HeaderValue::from_bytes(value) else { continue };
                // Each header alone, so that the checks behind it are reached, and all of them together.
                let _ = genuine.judge(verifier, &genuine.with(name, &value), body.clone());
                forged.insert(name, value);
            }
            let verified = genuine.judge(verifier, &forged, body.clone());
            if let Err(error) = &verified {
                // A body may be an endpoint check, which nobody has to sign.
                let answer = (error.status().as_u16(), error.response().body().len());
                let is_check = [VerifyErrorKind::Handshake, VerifyErrorKind::HandshakeRefused].contains(&error.kind());
                let is_unknown_key = error.kind() == VerifyErrorKind::CouldNotCheck;
                prop_assert!(answer == (401, 0) || is_check || is_unknown_key, "{}: {error:?}", scheme.name());
            }
            // A token can be hit upon, and a time of its own may be left as it was.
            let may_pass = !scheme.covers_body() || forged == genuine.headers;
            prop_assert!(verified.is_err() || may_pass, "{}", scheme.name());
        }
    }

    /// Authentic, whatever it says: what is read from it later does not panic either.
    #[test]
    fn no_signed_body_panics(body in body()) {
        for (scheme, verifier) in &*SIGNABLE {
            // Signed as a JSON string, which such a body cannot be.
            if scheme.name() == "hygraph" && std::str::from_utf8(&body).is_err() {
                continue;
            }
            match verifier.verify_request(sign(*scheme, body.clone()).into_request()) {
                Ok(event) => {
                    let _ = (event.id(), event.kind(), event.timestamp(), event.idempotency_key());
                    let _ = event.parse::<serde_json::Value>();
                    let _ = event.json_at::<serde_json::Value>("/payload/0/x");
                    #[cfg(feature = "form")]
                    let _ = event.form::<Vec<(String, String)>>();
                }
                // A handshake, a time in the body, or a body that is to be signed as text and is none.
                Err(error) => {
                    let kind = error.kind().as_str();
                    let kinds = ["handshake", "malformed", "expired", "not_yet_valid", "handshake_refused"];
                    // What must be the same as something in the body, in a body that has nothing.
                    let is_tied = kind == "unexpected" && genuine::says(scheme, "be-same");
                    prop_assert!(kinds.contains(&kind) || is_tied, "{}: {error:?}", scheme.name());
                }
            }
        }
    }
}

/// What proptest would find too seldom.
#[test]
fn the_edges_of_header_values_do_not_panic() {
    for genuine in GENUINE.iter() {
        let scheme = genuine.scheme;
        let verifier = verifier(scheme);
        for name in genuine.needed() {
            for value in [
                &b""[..],
                b" ",
                b"\t",
                b"=",
                b",",
                b";",
                b".",
                b"v1,",
                b"t=",
                b"\xff",
                b"\x80\x80",
                b"-9223372036854775808",
            ] {
                let error = genuine.judge(&verifier, &genuine.with(name, value), genuine.body.clone());
                assert_eq!(error.expect_err("forged").status(), 401, "{}: {name}: {value:?}", scheme.name());
            }
        }
    }
    // Bytes that no header map takes never reach the verifier.
    for value in [&b"a\0b"[..], b"a\rb", b"a\nb", b"\x7f", b"\x1b[0m"] {
        assert!(HeaderValue::from_bytes(value).is_err(), "{value:?}");
    }
}
