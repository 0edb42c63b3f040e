//! Tokens: what is in them, and what signs them.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use serde_json::Value;

use super::{draft::Draft, hand::Hand};
use crate::{
    Scheme,
    scheme::{Check, Encoding, Envelope, Jws, Must, Payload},
};

/// How long a token lasts whose scheme has no time of signing, in seconds.
const LIFETIME: i64 = 300;

/// Puts into the token what is known before anything is signed. The content, where the token carries it, is the body.
#[allow(clippy::expect_used)] // for tests, which should fail
pub(super) fn begin(scheme: &Scheme, jws: &Jws, hand: &Hand, draft: &mut Draft, now: i64) {
    let algorithm = jws.algorithms.iter().find(|algorithm| hand.can(algorithm.signature(), algorithm.mac()));
    let algorithm = algorithm.expect("a secret or a private key that one of the scheme's algorithms signs with");
    let jose = draft.jose.as_object_mut().expect("a header");
    jose.insert("alg".into(), algorithm.as_str().into());
    if hand.is_named {
        jose.insert("kid".into(), hand.id.as_str().into());
    }
    let certificates = hand.certificates();
    if !certificates.is_empty() {
        jose.insert("x5c".into(), certificates.into());
    }
    if matches!(scheme.envelope, Envelope::Jws) {
        draft.claims = serde_json::from_slice(&draft.body).expect("a body that is JSON: it becomes the token's claims");
        draft.body = bytes::Bytes::new();
    }
    let has_no_end = |check: &Check| check.field == crate::scheme::Field::claim("/exp") && check.must == Must::BeAbsent;
    if jws.payload == Payload::Claims && scheme.timestamp.is_none() && !scheme.checks.iter().any(has_no_end) {
        let end = draft.claims.as_object_mut().expect("claims").entry("exp");
        end.or_insert(Value::from(now.saturating_add(LIFETIME)));
    }
}

/// The token, once everything in it is there. `message` is what it is tied to, or what it signs and leaves out.
pub(super) fn finish(scheme: &Scheme, jws: &Jws, hand: &Hand, draft: &mut Draft, message: &[u8]) -> String {
    for check in scheme.checks.iter() {
        if let Must::BeMessageDigest { hash, encoding } = check.must {
            let digest = crate::crypto::written_digest(hash, encoding, message);
            draft.place(&check.field, &String::from_utf8_lossy(&digest));
        }
    }
    let header = Base64UrlUnpadded::encode_string(draft.jose.to_string().as_bytes());
    let claims = match jws.payload {
        Payload::Claims => Base64UrlUnpadded::encode_string(draft.claims.to_string().as_bytes()),
        Payload::Message => Base64UrlUnpadded::encode_string(message),
    };
    let signed = format!("{header}.{claims}");
    let algorithm =
        jws.algorithms.iter().find(|algorithm| draft.jose.get("alg").is_some_and(|it| it == algorithm.as_str()));
    let signature = algorithm.map(|algorithm| hand.sign_as(algorithm.signature(), algorithm.mac(), signed.as_bytes()));
    let signature = super::sign::written(Encoding::Base64Url, &signature.unwrap_or_default());
    match jws.payload {
        Payload::Claims => format!("{signed}.{signature}"),
        Payload::Message => format!("{header}..{signature}"),
    }
}
