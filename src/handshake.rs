//! Endpoint checks: what a provider sends before it sends events, and what it wants to hear.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, header};
use memchr::memmem::Finder;

use crate::{
    SetupError,
    crypto::Key,
    error::Cause,
    payload::pointer::Pointer,
    scheme::{self, Field, Handshake, Scheme},
    urlencoded,
};

/// The longest challenge that is echoed, in bytes.
const MAX_CHALLENGE: usize = 1024;

/// The largest body that is an endpoint check, in bytes; genuine ones have some 200. Larger ones are not searched.
#[cfg(feature = "json")]
const MAX_CHECK: usize = 4096;

/// The answer to an endpoint check. The challenge was authentic or came with the right token, and still it is sent as
/// plain text that no browser takes for anything else.
pub(crate) enum Answer {
    Text(String),
    Json(String),
}

impl Answer {
    pub(crate) fn response(&self) -> Response<Bytes> {
        let (kind, body) = match self {
            Self::Text(body) => ("text/plain", body),
            Self::Json(body) => ("application/json", body),
        };
        let mut response = Response::new(Bytes::from(body.clone()));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        response
    }
}

/// A [`Handshake`] made ready.
pub(crate) enum Plan {
    None,
    Post(Box<Post>),
    HubChallenge,
}

/// A check that is a signed delivery.
pub(crate) struct Post {
    when: When,
    equals: Box<str>,
    /// Searches a body for `equals`: nearly every delivery is an event, and that is cheaper than a look at its structure.
    marker: Finder<'static>,
    challenge: Pointer,
    /// The members of a JSON answer: the challenge and its MAC.
    members: Option<(Box<str>, Box<str>)>,
}

enum When {
    Header(HeaderName),
    Json(Pointer),
}

impl Plan {
    pub(crate) fn new(scheme: &Scheme) -> Result<Self, SetupError> {
        let post = |when: &Field, equals: &scheme::Text, challenge: &scheme::Text, members| {
            let bad = |why: &str| SetupError::BadScheme { scheme: scheme.name().into(), why: why.into() };
            let when = match when {
                Field::Header(name) => HeaderName::from_bytes(name.as_str().as_bytes())
                    .map(When::Header)
                    .map_err(|_| bad("the handshake's header is not a header name"))?,
                Field::Json(text) => When::Json(scheme::plan::pointer(scheme, text)?),
                _ => return Err(bad("a handshake is known by a header or a JSON member")),
            };
            let challenge = scheme::plan::pointer(scheme, challenge)?;
            let marker = Finder::new(equals.as_bytes()).into_owned();
            Ok(Self::Post(Box::new(Post { when, equals: equals.as_str().into(), marker, challenge, members })))
        };
        match &scheme.handshake {
            Handshake::None => Ok(Self::None),
            Handshake::HubChallenge => Ok(Self::HubChallenge),
            Handshake::Echo { when, equals, challenge } => post(when, equals, challenge, None),
            Handshake::SignedEcho { when, equals, challenge, plain, signed } => {
                post(when, equals, challenge, Some((plain.as_str().into(), signed.as_str().into())))
            }
        }
    }

    /// Whether the check comes by GET.
    pub(crate) fn is_get(&self) -> bool {
        matches!(self, Self::HubChallenge)
    }

    /// The header that tells an endpoint check from an event.
    #[cfg(feature = "actix")]
    pub(crate) fn header(&self) -> Option<&HeaderName> {
        match self {
            Self::Post(post) => match &post.when {
                When::Header(name) => Some(name),
                When::Json(_) => None,
            },
            _ => None,
        }
    }

    /// The answer, if an authentic delivery is an endpoint check.
    #[cfg(feature = "json")]
    pub(crate) fn answer_post(&self, headers: &HeaderMap, body: &[u8], key: &Key) -> Option<Answer> {
        use crate::{payload::locate, scheme::Encoding};

        let Self::Post(post) = self else { return None };
        let Post { when, equals, marker, challenge, members } = &**post;
        let text = |pointer| locate::scalar(locate::value(body, pointer).ok()??);
        let is_check = match when {
            When::Header(name) => scheme::find::optional(headers, name).ok()??.as_bytes() == equals.as_bytes(),
            When::Json(pointer) => body.len() <= MAX_CHECK && marker.find(body).is_some() && text(pointer)? == **equals,
        };
        if !is_check {
            return None;
        }
        let challenge = text(challenge).filter(|text| text.len() <= MAX_CHALLENGE)?;
        let Some((plain, signed)) = members else { return Some(Answer::Text(challenge.into_owned())) };
        let mac = key.sign([challenge.as_bytes()].into_iter()).write(Encoding::Hex);
        let mac = std::str::from_utf8(mac.text()).ok()?;
        Some(Answer::Json(serde_json::json!({ &**plain: challenge, &**signed: mac }).to_string()))
    }

    /// `scheme::plan` has refused the schemes that would need it.
    #[cfg(not(feature = "json"))]
    #[allow(clippy::unused_self)]
    pub(crate) fn answer_post(&self, _: &HeaderMap, _: &[u8], _: &Key) -> Option<Answer> {
        None
    }
}

/// Judges a check that came by GET.
pub(crate) fn answer_get(token: Option<&Key>, query: &str) -> Cause {
    let Some(token) = token else { return Cause::NoVerifyToken };
    let field = |name| urlencoded::single(query.as_bytes(), name).unwrap_or_default();
    let given = field("hub.verify_token");
    let right = token.matches(std::iter::empty(), scheme::Encoding::Hex, std::iter::once(&*given));
    let challenge = String::from_utf8(field("hub.challenge").into_owned()).unwrap_or_default();
    let challenge_is_sane = (1..=MAX_CHALLENGE).contains(&challenge.len());
    if right && challenge_is_sane && *field("hub.mode") == *b"subscribe" {
        Cause::Handshake { answer: Answer::Text(challenge) }
    } else {
        Cause::HandshakeRefused
    }
}
