//! Endpoint checks of schemes written in code: those that come signed or not, and those that only tell something.
#![cfg(feature = "testing")]

use bytes::Bytes;
use hookseal::{
    Scheme,
    VerifyErrorKind::{self, Handshake as Answered, HandshakeRefused, Mismatch, MissingHeader},
    scheme::{Answer, Field, Handshake},
};
use http::{HeaderMap, Method, Request};

#[path = "../support/genuine.rs"]
mod genuine;

use genuine::{SECRET, builder, header, headers};

fn request(method: Method, uri: &str, headers: HeaderMap) -> Request<Bytes> {
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = method;
    *request.uri_mut() = uri.parse().expect("a URL");
    *request.headers_mut() = headers;
    request
}

/// A token in one header, and a challenge in another that comes back.
const ACME: Scheme = Scheme::token("acme", "x-token").handshake(ECHO);
const ECHO: Handshake = Handshake::signed_or_not(Field::header("x-challenge"), "")
    .challenge(Field::header("x-challenge"))
    .answer(Answer::header("x-challenge"));

#[test]
fn a_check_may_come_signed_or_not() {
    // Token, challenge, and what becomes of the request.
    type Case = (Option<&'static str>, Option<&'static str>, Option<VerifyErrorKind>);
    let cases: [Case; 7] = [
        (None, Some("abc"), Some(Answered)),
        (Some(SECRET), Some("abc"), Some(Answered)),
        (Some("wrong"), Some("abc"), Some(Mismatch)),
        (Some(SECRET), None, None),
        (Some(SECRET), Some(""), None),
        (None, None, Some(MissingHeader)),
        (None, Some(""), Some(MissingHeader)),
    ];
    let acme = builder(ACME).secret(SECRET).build().expect("a secret");
    for (token, challenge, expected) in cases {
        let mut sent = HeaderMap::new();
        sent.extend(token.map(|token| (http::HeaderName::from_static("x-token"), header(token))));
        sent.extend(challenge.map(|text| (http::HeaderName::from_static("x-challenge"), header(text))));
        let case = format!("{token:?}, {challenge:?}");
        let judged = acme.verify_request(request(Method::POST, "/hook", sent));
        assert_eq!(judged.as_ref().err().map(hookseal::VerifyError::kind), expected, "{case}");
        if let (Err(error), Some(Answered)) = (judged, expected) {
            let answer = error.response();
            assert_eq!(answer.status(), 200, "{case}");
            assert_eq!(answer.headers()["x-challenge"], "abc", "{case}");
            assert!(answer.body().is_empty(), "{case}");
        }
    }
}

/// A subscription to a topic: asked, and told that it was denied.
const FEED: Scheme = Scheme::token("acme", "x-token").handshake(SUBSCRIBE);
const SUBSCRIBE: Handshake = Handshake::get()
    .when(Field::query("mode"), "subscribe")
    .notice("denied")
    .token(Field::query("topic"))
    .challenge(Field::query("challenge"))
    .answer(Answer::Text)
    .refusal(404);

#[test]
fn a_notice_is_heard_and_nothing_comes_back() {
    let cases = [
        ("mode=subscribe&topic=feed&challenge=abc", Answered, 200, "abc"),
        ("mode=denied&topic=feed", Answered, 200, ""),
        ("mode=denied&topic=feed&challenge=abc", Answered, 200, ""),
        ("mode=denied&topic=other", HandshakeRefused, 404, ""),
        ("mode=denied", HandshakeRefused, 404, ""),
        ("mode=denied&mode=denied&topic=feed", HandshakeRefused, 404, ""),
        ("mode=unsubscribe&topic=feed&challenge=abc", HandshakeRefused, 404, ""),
        ("mode=subscribe&topic=feed", HandshakeRefused, 404, ""),
        ("topic=feed&challenge=abc", HandshakeRefused, 404, ""),
    ];
    let feed = builder(FEED).secret(SECRET).verify_token("feed").build().expect("a secret");
    for (query, kind, status, body) in cases {
        let uri = format!("https://example.com/hook?{query}");
        let judged = feed.verify_request(request(Method::GET, &uri, headers([])));
        let error = judged.expect_err("never an event");
        let answer = error.response();
        assert_eq!((error.kind(), answer.status().as_u16()), (kind, status), "{query}");
        assert_eq!(answer.body(), body, "{query}");
    }
}

#[test]
fn the_words_are_known_to_serde() {
    for (scheme, words) in [(ACME, r#""by":"signed-or-not""#), (FEED, r#""notice":"denied""#)] {
        let json = serde_json::to_string(&scheme).expect("JSON");
        assert!(json.contains(words), "{json}");
        assert_eq!(serde_json::from_str::<Scheme>(&json).expect("a scheme"), scheme);
    }
    let plain = serde_json::to_string(&ACME).expect("JSON");
    assert!(!plain.contains("notice"), "what is not said is not written: {plain}");
}
