//! The answers to endpoint checks.

use std::{borrow::Cow, ops::RangeInclusive};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};

use crate::{
    crypto::{self, Tag},
    scheme,
    secret::ring::RingKey,
};

/// The longest challenge that is signed for whoever asks, in bytes.
const MAX_SIGNED: usize = 128;

/// How many digits a challenge of base 16 has that is signed for whoever asks.
const HEX_CHALLENGE: RangeInclusive<usize> = 20..=32;

/// The answer to an endpoint check. Whoever asked, it is sent as something that no browser takes for a page.
pub(crate) enum Answer {
    Status(StatusCode),
    Text(String),
    Json(String),
    Headers(HeaderMap),
}

impl Answer {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Status(status) => *status,
            _ => StatusCode::OK,
        }
    }

    pub(crate) fn response(&self) -> Response<Bytes> {
        let typed = |kind, body: &String| {
            let mut response = Response::new(Bytes::from(body.clone()));
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
            response
        };
        match self {
            Self::Status(_) => Response::new(Bytes::new()),
            Self::Text(body) => typed("text/plain", body),
            Self::Json(body) => typed("application/json", body),
            Self::Headers(headers) => {
                let mut response = Response::new(Bytes::new());
                response.headers_mut().clone_from(headers);
                response
            }
        }
    }
}

/// The challenge in a header, kept out of logs if it is a secret.
pub(super) fn header(name: &HeaderName, challenge: &str, is_secret: bool) -> Option<Answer> {
    let mut value = HeaderValue::from_bytes(challenge.as_bytes()).ok()?;
    value.set_sensitive(is_secret);
    let mut headers = HeaderMap::new();
    headers.insert(name, value);
    Some(Answer::Headers(headers))
}

/// A JSON object of texts, in this order.
#[cfg(feature = "json")]
pub(super) fn json(members: &[(&str, Cow<'_, str>)]) -> Answer {
    let text = |text: &str| serde_json::Value::from(text).to_string();
    let mut inside = String::new();
    for (name, value) in members {
        inside += if inside.is_empty() { "" } else { "," };
        inside += &text(name);
        inside += ":";
        inside += &text(value);
    }
    Answer::Json(format!("{{{inside}}}"))
}

/// A JSON object of one number, as it was written.
pub(super) fn json_number(member: &str, number: &str) -> Answer {
    Answer::Json(format!("{{\"{}\":{number}}}", member.escape_default()))
}

/// The digest of texts, one after the other, in hex.
pub(super) fn digest(hash: scheme::Algorithm, texts: &[&str]) -> String {
    let written = crypto::written_digest(hash, scheme::Encoding::Hex, texts.concat().as_bytes());
    String::from_utf8(written).unwrap_or_default()
}

/// A JSON object with a text as this member, which may be inside of others if it is a pointer.
#[cfg(feature = "json")]
pub(super) fn json_at(member: &str, value: &str) -> Answer {
    let text = |text: &str| serde_json::Value::from(text).to_string();
    let names = member.strip_prefix('/').map_or_else(|| vec![member], |path| path.split('/').collect());
    Answer::Json(names.iter().rfold(text(value), |inner, name| format!("{{{}:{inner}}}", text(name))))
}

/// `scheme::plan` has refused the schemes that would need it.
#[cfg(not(feature = "json"))]
pub(super) fn json_at(_: &str, _: &str) -> Answer {
    Answer::Status(StatusCode::OK)
}

/// `scheme::plan` has refused the schemes that would need it.
#[cfg(not(feature = "json"))]
pub(super) fn json(_: &[(&str, Cow<'_, str>)]) -> Answer {
    Answer::Status(StatusCode::OK)
}

/// Whether the answer has the challenge's MAC in it.
pub(super) fn is_signed(answer: &scheme::Answer) -> bool {
    matches!(answer, scheme::Answer::JsonMac { .. } | scheme::Answer::KeyIdAndMac { .. })
}

/// Whether a challenge may be signed for whoever asks: it may only be what no message is.
pub(super) fn may_be_signed(challenge: &str, answer: &scheme::Answer) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~+/=".contains(&byte);
    let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    match answer {
        // Its messages are base64, of which the other characters are too.
        scheme::Answer::KeyIdAndMac { .. } => HEX_CHALLENGE.contains(&challenge.len()) && challenge.bytes().all(digit),
        _ => (1..=MAX_SIGNED).contains(&challenge.len()) && challenge.bytes().all(plain),
    }
}

/// The MAC of a challenge.
pub(super) fn mac_of(challenge: &str, key: Option<&RingKey>) -> Option<Tag> {
    key.map(|key| key.key.sign(std::iter::once(challenge.as_bytes())))
}
