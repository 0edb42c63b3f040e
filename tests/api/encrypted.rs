//! Encrypted bodies and endpoint checks: what is inside is the body, once the signature was right.
#![cfg(all(feature = "testing", feature = "aes", feature = "sha1"))]

use hookseal::{
    Scheme, Secret, SetupError, Tolerance, Verified, Verifier, VerifyError,
    VerifyErrorKind::{self, Expired, Handshake, Malformed, Mismatch, Unexpected},
    provider,
    scheme::{Algorithm, Cipher, Encrypted, Field, KeyFormat, Part, Signature, TimeFormat, Timestamp},
    testing::{Signer, TestClock},
    verifier::{Builder, Custom},
};
use http::{Method, Request};
use serde_json::json;

#[path = "../support/genuine.rs"]
mod genuine;

use genuine::{NOW, URL, unix};

/// Tencent's sample, which is the same for the XML that WeCom sends.
const TOKEN: &str = "QDG6eK:jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
const RECEIVER: &str = "wx5823bf96d3bd56c7";
const EVENT: &str = "?msg_signature=477715d11cdb4164915debcba66cb864d751f3e6&timestamp=1409659813&nonce=1372623149";
const CHECK: &str = "?msg_signature=5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3&timestamp=1409659589&nonce=263014780\
    &echostr=P9nAzCzyDtyTWESHep1vC5X9xho%2FqYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp%2B4RPcs8TgAE7OaBO%2BFZXvnaqQ%3D%3D";
const CIPHERTEXT: &str = "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==";

const WECOM: Scheme = Scheme::hash("wecom-json", Algorithm::Sha1, &[Part::Secret])
    .key(KeyFormat::BeforeColon)
    .sorted_message(&[Part::Encrypted, Part::Secret, Part::Timestamp, Part::value(Field::query("nonce"))])
    .signature(Signature::field(Field::query("msg_signature")))
    .timestamp(Timestamp::new(Field::query("timestamp"), TimeFormat::UnixSeconds))
    .encrypted(Encrypted::new(Field::json("/Encrypt"), Cipher::framed("receive_id")).check(Field::query("echostr")));

fn builder() -> Builder<Custom> {
    Verifier::from_scheme(WECOM).clock(TestClock::at_unix(1_409_659_813)).setting("receive_id", RECEIVER)
}

fn request(method: Method, query: &str, body: impl Into<String>) -> Request<String> {
    let mut request = Request::new(body.into());
    *request.method_mut() = method;
    *request.uri_mut() = format!("{URL}{query}").parse().expect("a URL");
    request
}

fn judge(builder: Builder<Custom>, request: Request<String>) -> Result<Verified<Custom>, VerifyError> {
    builder.build().expect("a token and a key").verify_request(request)
}

fn body(ciphertext: &str) -> String {
    json!({ "ToUserName": RECEIVER, "Encrypt": ciphertext, "AgentID": "218" }).to_string()
}

#[test]
fn what_is_inside_is_the_body() {
    let event = judge(builder().secret(TOKEN), request(Method::POST, EVENT, body(CIPHERTEXT))).expect("the sample");
    let text = std::str::from_utf8(event.body()).expect("XML");
    assert!(text.starts_with("<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>"), "{text}");
    assert!(text.contains("<Content><![CDATA[hello]]></Content>") && text.ends_with("</xml>"), "{text}");
    assert!(event.covers_body() && event.covers_timestamp());
    assert_eq!(event.timestamp().map(time_of), Some(1_409_659_813));
    // What is around the ciphertext is not signed, and cannot be reached.
    let other = body(CIPHERTEXT).replace("218", "219");
    let other = judge(builder().secret(TOKEN), request(Method::POST, EVENT, other)).expect("the same ciphertext");
    assert_eq!((other.body(), other.idempotency_key()), (event.body(), event.idempotency_key()));
}

fn time_of(time: impl Into<std::time::SystemTime>) -> u64 {
    time.into().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs()
}

#[test]
fn what_is_not_right_is_refused() {
    let post = |query: &str, ciphertext: &str| request(Method::POST, query, body(ciphertext));
    let swapped = CIPHERTEXT.replacen("RypEv", "RypEw", 1);
    let cases: Vec<(&str, Builder<Custom>, Request<String>, VerifyErrorKind)> = vec![
        ("another ciphertext", builder().secret(TOKEN), post(EVENT, &swapped), Mismatch),
        ("another token", builder().secret(TOKEN.replace("QDG6eK", "QDG6eL")), post(EVENT, CIPHERTEXT), Mismatch),
        ("another nonce", builder().secret(TOKEN), post(&EVENT.replace("1372", "1373"), CIPHERTEXT), Mismatch),
        ("another key", builder().secret(TOKEN.replace(":jWm", ":jWn")), post(EVENT, CIPHERTEXT), Malformed),
        ("for somebody else", builder().secret(TOKEN).setting("receive_id", "x"), post(EVENT, CIPHERTEXT), Handshake),
        ("no ciphertext", builder().secret(TOKEN), request(Method::POST, EVENT, "{}"), Malformed),
        ("two of them", builder().secret(TOKEN), request(Method::POST, EVENT, twice()), Malformed),
        ("a number", builder().secret(TOKEN), request(Method::POST, EVENT, r#"{"Encrypt":1}"#), Mismatch),
        ("late", builder().secret(TOKEN).clock(TestClock::at_unix(1_409_669_813)), post(EVENT, CIPHERTEXT), Expired),
    ];
    for (case, builder, request, kind) in cases {
        match judge(builder, request) {
            // Several settings are all right.
            Ok(_) => assert_eq!(case, "for somebody else"),
            Err(error) => assert_eq!(error.kind(), kind, "{case}: {error}"),
        }
    }
    let stranger = Verifier::from_scheme(WECOM).clock(TestClock::at_unix(1_409_659_813)).setting("receive_id", "x");
    let error = judge(stranger.secret(TOKEN), post(EVENT, CIPHERTEXT)).expect_err("somebody else's");
    assert_eq!(error.kind(), Unexpected);
    let anyone = Verifier::from_scheme(WECOM).clock(TestClock::at_unix(1_409_659_813)).dangerous().any("receive_id");
    assert!(judge(anyone.secret(TOKEN), post(EVENT, CIPHERTEXT)).is_ok());
}

fn twice() -> String {
    body(CIPHERTEXT).replacen('{', &format!("{{\"Encrypt\":\"{CIPHERTEXT}\","), 1)
}

#[test]
fn an_encrypted_check_is_answered_with_what_is_inside() {
    let clock = || builder().secret(TOKEN).clock(TestClock::at_unix(1_409_659_589));
    let error = judge(clock(), request(Method::GET, CHECK, "")).expect_err("a check");
    let answer = error.response();
    assert_eq!((error.kind(), answer.status().as_u16()), (Handshake, 200));
    assert_eq!(&**answer.body(), b"1616140317555161061");
    let twice = CHECK.replace("%2FqYX3", "%252FqYX3");
    let other = CHECK.replace("263014780", "263014781");
    let bare = CHECK.split("&echostr").next().expect("a query").to_owned();
    for (case, query, kind) in [
        ("decoded once too little", &*twice, Mismatch),
        ("another nonce", &other, Mismatch),
        ("no challenge", &bare, Malformed),
        ("nothing", "", Malformed),
        ("an event's signature", EVENT, Malformed),
    ] {
        assert_eq!(judge(clock(), request(Method::GET, query, "")).expect_err(case).kind(), kind, "{case}");
    }
    let late = clock().clock(TestClock::at_unix(1_409_699_589));
    assert_eq!(judge(late, request(Method::GET, CHECK, "")).expect_err("late").kind(), Expired);
    let error = judge(clock(), request(Method::HEAD, CHECK, "")).expect_err("a HEAD");
    assert_eq!(error.kind(), VerifyErrorKind::MethodNotAllowed);
}

/// What is answered is a short text and nothing else, whoever encrypted it.
#[test]
fn an_encrypted_check_is_answered_with_a_short_text() {
    let check = |text: String| {
        let signer = Signer::from_scheme(WECOM).at(unix(NOW)).setting("receive_id", RECEIVER).url(URL);
        let (head, body) = signer.sign(TOKEN, text).into_request().into_parts();
        let body: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        let ciphertext = body["Encrypt"].as_str().expect("a ciphertext");
        let ciphertext = ciphertext.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        let query = format!("?{}&echostr={ciphertext}", head.uri.query().expect("a query"));
        let builder = builder().secret(TOKEN).clock(TestClock::at_unix(NOW));
        judge(builder, request(Method::GET, &query, "")).expect_err("a check")
    };
    for (case, text, kind) in [
        ("a text", "abc".to_owned(), Handshake),
        ("as long as it may be", "a".repeat(1024), Handshake),
        ("longer", "a".repeat(1025), VerifyErrorKind::HandshakeRefused),
        ("with a control character", "a\u{7}c".to_owned(), VerifyErrorKind::HandshakeRefused),
        ("of two lines", "a\nc".to_owned(), VerifyErrorKind::HandshakeRefused),
    ] {
        let error = check(text.clone());
        assert_eq!(error.kind(), kind, "{case}: {error}");
        assert_eq!(kind == Handshake, *error.response().body() == text, "{case}");
    }
}

#[test]
fn a_key_is_43_characters_behind_a_colon() {
    let whole = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
    for (secret, why) in [
        ("QDG6eK".to_owned(), "has no key for decrypting"),
        (format!(":{whole}"), "has no key for decrypting"),
        ("QDG6eK:".to_owned(), "no key of 43 characters"),
        (format!("QDG6eK:{}", &whole[1..]), "no key of 43 characters"),
        (format!("QDG6eK:{whole}="), "no key of 43 characters"),
        (format!("QDG6eK:{}!", &whole[1..]), "no key of 43 characters"),
        (format!("QDG6eK:{}-{}", &whole[..20], &whole[21..]), "no key of 43 characters"),
    ] {
        let error = builder().secret(&*secret).build().expect_err(&secret);
        assert!(matches!(error, SetupError::BadSecret { .. }) && error.to_string().contains(why), "{error}");
        assert!(!error.to_string().contains("jWmYm7"), "{error}");
    }
    let error = Verifier::from_scheme(WECOM).secret(TOKEN).build().expect_err("whose?");
    assert!(matches!(error, SetupError::NoSetting { ref name, .. } if name == "receive_id"), "{error}");
}

#[test]
fn a_secret_opens_what_it_signed() {
    let lark = provider::by_name("lark-encrypted").expect("a provider");
    let verifier = |secrets: [&str; 2]| {
        let builder = Verifier::from_scheme(lark).clock(TestClock::at_unix(NOW)).tolerance(Tolerance::seconds(60));
        builder.secret(Secret::new(secrets[0])).secret(secrets[1]).verify_token("v").build().expect("two secrets")
    };
    let event = json!({ "header": { "event_id": "e1", "event_type": "test" }, "note": "Zoë ☃" }).to_string();
    let sign =
        |secret: &str, body: &str| Signer::from_scheme(lark).at(unix(NOW)).sign(secret, body.to_owned()).into_request();
    for secrets in [["old", "new"], ["new", "old"]] {
        let opened = verifier(secrets).verify_request(sign("new", &event)).expect("the newer");
        assert_eq!((opened.body(), opened.id(), opened.kind()), (event.as_bytes(), Some("e1"), Some("test")));
        assert!(opened.id_is_signed() && opened.covers_body());
    }
    for length in 0..40 {
        let body = "x".repeat(length);
        let opened = verifier(["new", "old"]).verify_request(sign("new", &body)).expect("any length");
        assert_eq!(opened.body(), body.as_bytes());
    }
    // A check is encrypted, and nobody signed it.
    let check = |token: &str, secret: &str| {
        let check = json!({ "type": "url_verification", "token": token, "challenge": "c1" }).to_string();
        let mut request = sign(secret, &check);
        request.headers_mut().clear();
        verifier(["new", "old"]).verify_request(request).expect_err("a check")
    };
    let answer = check("v", "new").response();
    assert_eq!((answer.status().as_u16(), &**answer.body()), (200, &br#"{"challenge":"c1"}"#[..]));
    assert_eq!(check("w", "new").kind(), VerifyErrorKind::HandshakeRefused);
    assert_eq!(check("v", "stranger's").kind(), VerifyErrorKind::MissingHeader);
    let mut request = sign("new", &event);
    request.headers_mut().clear();
    assert!(verifier(["new", "old"]).verify_request(request).is_err(), "what is encrypted is not yet authentic");
}

#[test]
fn what_cannot_be_opened_is_refused_after_its_signature() {
    let lark = provider::by_name("lark-encrypted").expect("a provider");
    // Signed as it stands, by somebody who encrypts otherwise.
    let unsealed = provider::by_name("lark").expect("a provider");
    let verifier = Verifier::from_scheme(lark).clock(TestClock::at_unix(NOW)).secret("key").build().expect("a secret");
    let judge = |body: &str| {
        let request = Signer::from_scheme(unsealed).at(unix(NOW)).sign("key", body.to_owned()).into_request();
        verifier.verify_request(request).map(|event| event.body().to_vec()).map_err(|error| error.kind())
    };
    assert_eq!(judge(r#"{"a":1}"#), Ok(br#"{"a":1}"#.to_vec()), "not encrypted");
    let blocks = |count: usize| {
        use base64ct::Encoding as _;

        format!(r#"{{"encrypt":"{}"}}"#, base64ct::Base64::encode_string(&vec![5; count]))
    };
    let cases =
        ["", "=", "AAAA", "%%%%", "AAAAAAAAAAAAAAAAAAAAAA==", "ünï"].map(|text| json!({ "encrypt": text }).to_string());
    for body in cases.into_iter().chain([16, 17, 31, 32, 33, 48, 1024].map(blocks)) {
        assert_eq!(judge(&body), Err(Malformed), "{body}");
    }
}
