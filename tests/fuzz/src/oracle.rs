//! What must be true of every answer.

use hookseal::{IdempotencyKey, Verified, VerifyError, VerifyErrorKind, verifier::Custom};
use serde_json::Value;
use std::collections::HashMap;

/// What two deliveries of the same event have in common.
#[derive(Debug, PartialEq)]
pub(crate) struct Same {
    key: IdempotencyKey,
    id: Option<String>,
    time: Option<i64>,
}

/// Reads all that there is to read of a verified delivery, so that whatever its bytes are, nothing panics.
pub(crate) fn read(event: &Verified<Custom>, pointer: &str) -> Same {
    let key = event.idempotency_key();
    assert_eq!(key, event.idempotency_key(), "a key is a function of the delivery");
    let _ = (event.kind(), event.key_id(), event.provider());
    let _ = event.parse::<Value>();
    let _ = event.json_at::<Value>(pointer);
    let _ = event.json_at::<String>(pointer);
    let _ = event.signed_at::<Value>(pointer);
    let _ = event.signed_url(pointer);
    let _ = event.form::<Vec<(String, String)>>();
    let _ = event.form::<HashMap<String, String>>();
    let _ = event.xml::<HashMap<String, String>>();
    read_events(event, pointer);
    assert!(event.acknowledgement().status().is_success(), "processed");
    let shown = format!("{event:?}");
    assert!(shown.len() < 4096, "what is shown is short: {shown}");
    let id = event.id().filter(|_| event.id_is_signed()).map(str::to_owned);
    let time = event.timestamp().filter(|_| event.covers_timestamp());
    Same { key, id, time: time.map(time::OffsetDateTime::unix_timestamp) }
}

/// Batches and CloudEvents, each with its own key.
fn read_events(event: &Verified<Custom>, pointer: &str) {
    let headers: [(&str, &[u8]); 1] = [("content-type", b"application/cloudevents+json")];
    if let Ok(one) = event.cloud_event(headers) {
        let _ = (one.idempotency_key(), one.time(), one.subject(), one.data_bytes(), one.data_json::<Value>());
        assert!(!one.id().is_empty() && !one.source().is_empty(), "required by the specification");
    }
    if let Ok(several) = event.cloud_events() {
        for one in several.take(64).flatten() {
            let _ = (one.idempotency_key(), one.extensions().count());
        }
    }
    for batch in [event.batch(pointer), event.items()].into_iter().flatten() {
        for item in batch.take(64) {
            let _ = (item.id(), item.kind(), item.json::<Value>(), item.json_at::<Value>(pointer));
            assert_eq!(item.key().ok(), item.key().ok(), "a key is a function of the item");
        }
    }
}

/// Nothing that is said of a refusal tells the sender anything, or the operator the secret.
pub(crate) fn refused(error: &VerifyError, secret: &str) {
    use VerifyErrorKind::{Handshake, HandshakeRefused};

    let response = error.response();
    let is_check = matches!(error.kind(), Handshake | HandshakeRefused);
    assert_eq!(response.status(), error.status());
    if !is_check {
        let status = response.status().as_u16();
        assert!([401, 405, 413, 503].contains(&status), "{error}: {status}");
        assert!(response.body().is_empty(), "a refusal says nothing: {error}");
    }
    assert!(!is_check || response.body().len() <= 16 * 1024, "an answer is no longer than what it answers");
    let told = format!("{error} {error:?} {response:?}");
    assert!(!told.contains(secret), "a secret in {told}");
    let answer = String::from_utf8_lossy(response.body()).into_owned();
    assert!(!answer.contains(secret), "a secret in {answer}");
}
