//! Endpoint checks: what a provider sends before it sends events, and what it wants to hear.

use std::{borrow::Cow, error::Error, sync::Arc};

use http::{HeaderName, Method, StatusCode};
use memchr::memmem::Finder;

use crate::{
    Secret, SetupError,
    crypto::Key,
    error::Cause,
    scheme::{
        self, Answer as Wanted, By, Scheme,
        plan::Spot,
        values::{Head, Reading},
    },
    secret::ring::RingKey,
    verifier::Shared,
};

mod answer;
mod origins;

pub(crate) use answer::Answer;
pub(crate) use origins::Origins;

/// The longest challenge that is echoed, in bytes.
const MAX_CHALLENGE: usize = 1024;

/// The largest body that is an endpoint check, in bytes; genuine ones have some 200. Larger ones are not searched.
const MAX_CHECK: usize = 4096;

/// What is to be repeated, in one way or another.
#[derive(Default)]
struct Challenge {
    text: String,
    /// Whether it is a number of a JSON body.
    is_number: bool,
}

/// How checks arrive that are looked for in genuine deliveries.
const SIGNED: &[By] = &[By::Signed, By::SignedOrNot];

/// How checks arrive that are looked for in requests which nobody signed.
const UNSIGNED: &[By] = &[By::Unsigned, By::SignedOrNot];

/// How checks arrive that have no body.
const BODILESS: &[By] = &[By::Get, By::Options];

/// Keeps a secret that was learned from a handshake.
pub(crate) type Learn = Arc<dyn Fn(Secret) -> Result<(), Box<dyn Error + Send + Sync>> + Send + Sync>;

/// The endpoint checks of a scheme, made ready.
pub(crate) struct Plan {
    ready: Option<Box<Ready>>,
    answers_head: bool,
}

/// A [`Handshake`](scheme::Handshake) made ready.
struct Ready {
    words: scheme::Handshake,
    when: Option<Spot>,
    /// Searches a body for what tells a check: nearly every delivery is an event, and that is cheaper than a look at its
    /// structure.
    marker: Finder<'static>,
    token: Option<Spot>,
    challenge: Option<Spot>,
    header: Option<HeaderName>,
    status: StatusCode,
    refusal: Option<StatusCode>,
}

impl Plan {
    pub(crate) fn new(scheme: &Scheme) -> Result<Self, SetupError> {
        let answers_head = scheme.answers_head;
        let Some(words) = scheme.handshake else { return Ok(Self { ready: None, answers_head }) };
        let spot = |field: Option<scheme::Field>| field.map(|field| Spot::new(scheme, &field)).transpose();
        let header = match &words.answer {
            Wanted::Header(name) => Some(
                HeaderName::from_bytes(name.as_bytes())
                    .map_err(|_| scheme::plan::bad(scheme, format!("`{name}` is not a header name")))?,
            ),
            _ => None,
        };
        let status = match words.answer {
            Wanted::Status(status) => StatusCode::from_u16(status).unwrap_or(StatusCode::OK),
            _ => StatusCode::OK,
        };
        let ready = Ready {
            when: spot(words.when)?,
            marker: Finder::new(words.equals.as_bytes()).into_owned(),
            token: spot(words.token)?,
            challenge: spot(words.challenge)?,
            header,
            status,
            refusal: words.refusal.and_then(|status| StatusCode::from_u16(status).ok()),
            words,
        };
        Ok(Self { ready: Some(Box::new(ready)), answers_head })
    }

    fn by(&self, by: &[By]) -> Option<&Ready> {
        self.ready.as_deref().filter(|ready| by.contains(&ready.words.by))
    }

    /// Whether a request with this method is a check. HEAD is one only where a status is all that is wanted: elsewhere it
    /// must never stand for a GET.
    pub(crate) fn takes(&self, method: &Method) -> bool {
        let head = self.answers_head || self.by(&[By::Get]).is_some_and(|ready| ready.challenge.is_none());
        match *method {
            Method::HEAD => head,
            Method::GET => self.by(&[By::Get]).is_some(),
            Method::OPTIONS => self.asks_for_leave(),
            _ => false,
        }
    }

    /// The methods of the endpoint.
    pub(crate) fn allowed(&self) -> &'static str {
        match [Method::GET, Method::HEAD, Method::OPTIONS].map(|method| self.takes(&method)) {
            [false, false, false] => "POST",
            [false, true, false] => "HEAD, POST",
            [true, false, _] => "GET, POST",
            [true, true, _] => "GET, HEAD, POST",
            [false, false, true] => "OPTIONS, POST",
            [false, true, true] => "HEAD, OPTIONS, POST",
        }
    }

    /// Whether origins ask for leave to deliver.
    pub(crate) fn asks_for_leave(&self) -> bool {
        self.by(&[By::Options]).is_some()
    }

    pub(crate) fn is_signed(&self) -> bool {
        self.by(SIGNED).is_some()
    }

    pub(crate) fn is_unsigned(&self) -> bool {
        self.by(UNSIGNED).is_some()
    }

    /// Whether the answer is made of the token and the public URL.
    pub(crate) fn answers_with_token(&self) -> bool {
        self.ready.as_ref().is_some_and(|ready| ready.words.answer.has_token())
    }

    /// Whether there is a token that decides, or is a part of the answer.
    pub(crate) fn has_token(&self) -> bool {
        self.ready.as_ref().is_some_and(|ready| ready.words.has_token())
    }

    /// Whether secrets are learned from it.
    pub(crate) fn learns(&self) -> bool {
        self.ready.as_ref().is_some_and(|ready| ready.words.learns_secret)
    }

    /// The headers that are looked at.
    #[cfg(feature = "actix")]
    pub(crate) fn headers(&self) -> impl Iterator<Item = &HeaderName> {
        let spots = self.ready.iter().flat_map(|ready| [&ready.when, &ready.token, &ready.challenge]);
        spots.flatten().filter_map(Spot::header)
    }
}

impl Ready {
    /// Whether a request is the check.
    fn is_it(&self, reading: &Reading<'_>) -> bool {
        let Some(spot) = &self.when else { return true };
        let in_body = matches!(spot, Spot::Json(_) | Spot::Xml(_) | Spot::Form(_));
        if in_body && (reading.body.len() > MAX_CHECK || self.marker.find(reading.body).is_none()) {
            return false;
        }
        let found = reading.find(spot, None).ok().flatten();
        let equals = self.words.equals.as_bytes();
        found.is_some_and(|value| if equals.is_empty() { !value.is_empty() } else { *value == *equals })
    }

    /// Whether the provider only tells something.
    fn is_notice(&self, reading: &Reading<'_>) -> bool {
        let notice = self.words.notice.as_bytes();
        let found = || self.when.as_ref().and_then(|spot| reading.find(spot, None).ok().flatten());
        !notice.is_empty() && found().is_some_and(|value| *value == *notice)
    }

    fn refused(&self) -> Cause {
        Cause::HandshakeRefused { status: self.refusal }
    }

    /// Holds the token, if one decides, against the one that is right.
    fn check_token(&self, reading: &Reading<'_>, token: Option<&Key>) -> Result<(), Cause> {
        let Some(spot) = &self.token else { return Ok(()) };
        let token = token.ok_or(Cause::NoVerifyToken)?;
        let given = reading.find(spot, None).ok().flatten().unwrap_or_default();
        let right = token.matches(std::iter::empty(), scheme::Encoding::Text, std::iter::once(&*given));
        if right { Ok(()) } else { Err(self.refused()) }
    }

    /// The challenge, if it is one that may be echoed.
    fn challenge(&self, reading: &Reading<'_>) -> Option<Challenge> {
        let Some(spot) = &self.challenge else { return Some(Challenge::default()) };
        let found = reading.find(spot, None).ok().flatten()?;
        let text = String::from_utf8(found.into_owned()).ok()?;
        let least = usize::from(self.words.by != By::Signed);
        let sane = (least..=MAX_CHALLENGE).contains(&text.len()) && !text.chars().any(char::is_control);
        sane.then(|| Challenge { text, is_number: reading.is_number(spot) })
    }
}

impl Shared {
    /// Judges a request that has no body.
    pub(crate) fn answer_bodiless(&self, head: &Head<'_>) -> Cause {
        if self.handshake.answers_head && head.method == Some(&Method::HEAD) {
            return Cause::Handshake { answer: Answer::Status(StatusCode::OK) };
        }
        let Some(ready) = self.handshake.by(BODILESS) else { return Cause::HandshakeRefused { status: None } };
        let reading = Reading::new(head, &[], &scheme::Envelope::None);
        let judge = || {
            ready.check_token(&reading, self.verify_token.as_ref())?;
            if ready.is_notice(&reading) {
                return Ok(Answer::Status(StatusCode::OK));
            }
            let challenge =
                ready.challenge(&reading).filter(|_| ready.is_it(&reading)).ok_or_else(|| ready.refused())?;
            if ready.words.answer == Wanted::AllowedOrigin {
                let origins = self.origins.as_ref().ok_or(Cause::NoOrigins)?;
                return origins.leave(&challenge.text).ok_or_else(|| ready.refused());
            }
            if !answer::is_signed(&ready.words.answer) {
                return self.answer(ready, challenge, None);
            }
            if !answer::may_be_signed(&challenge.text, &ready.words.answer) {
                return Err(ready.refused());
            }
            let set = self.current()?;
            let key = set.keys.iter().find(|key| key.is_active(|| self.now())).ok_or(Cause::NoActiveKey)?;
            self.answer(ready, challenge, Some(key))
        };
        judge().map_or_else(|cause| cause, |answer| Cause::Handshake { answer })
    }

    /// Answers an authentic delivery, if it is a check.
    pub(crate) fn answer_signed(&self, reading: &Reading<'_>, key: &RingKey) -> Result<(), Cause> {
        let Some(ready) = self.handshake.by(SIGNED).filter(|ready| ready.is_it(reading)) else { return Ok(()) };
        let Some(challenge) = ready.challenge(reading) else { return Ok(()) };
        ready.check_token(reading, self.verify_token.as_ref())?;
        Err(Cause::Handshake { answer: self.answer(ready, challenge, Some(key))? })
    }

    /// Answers a request that nobody signed, if it is a check.
    pub(crate) fn answer_unsigned(&self, reading: &Reading<'_>) -> Result<(), Cause> {
        let Some(ready) = self.handshake.by(UNSIGNED).filter(|ready| ready.is_it(reading)) else { return Ok(()) };
        let Some(challenge) = ready.challenge(reading).filter(|_| !self.is_signed(reading)) else { return Ok(()) };
        ready.check_token(reading, self.verify_token.as_ref())?;
        if !ready.words.learns_secret {
            return Err(Cause::Handshake { answer: self.answer(ready, challenge, None)? });
        }
        let learn = self.learn_secret.as_ref().ok_or(Cause::SecretNotWanted)?;
        let secret = Secret::new(&*challenge.text);
        let answer = self.answer(ready, challenge, None)?;
        learn(secret).map_err(|error| Cause::SecretNotKept { why: error.to_string() })?;
        Err(Cause::Handshake { answer })
    }

    /// What to answer a check with.
    fn answer(&self, ready: &Ready, challenge: Challenge, key: Option<&RingKey>) -> Result<Answer, Cause> {
        let Challenge { text: challenge, is_number } = challenge;
        let mac = || answer::mac_of(&challenge, key).ok_or_else(|| ready.refused());
        Ok(match &ready.words.answer {
            Wanted::Status(_) => Answer::Status(ready.status),
            Wanted::AllowedOrigin => return Err(ready.refused()),
            Wanted::Text => Answer::Text(challenge),
            Wanted::Header(_) => {
                let named = ready.header.as_ref();
                let header = named.and_then(|name| answer::header(name, &challenge, ready.words.learns_secret));
                header.ok_or_else(|| ready.refused())?
            }
            Wanted::Json { member } if is_number => answer::json_number(member.as_str(), &challenge),
            Wanted::JsonDigest { member, hash } => {
                let token = self.digested_token.as_ref().ok_or(Cause::NoVerifyToken)?;
                let url = self.public_url.as_deref().unwrap_or_default();
                let digest = answer::digest(*hash, &[&challenge, token, url]);
                answer::json(&[(member.as_str(), Cow::Borrowed(&digest))])
            }
            Wanted::Json { member } => answer::json_at(member.as_str(), &challenge),
            Wanted::JsonMac { plain, signed, prefix, encoding } => {
                let tag = mac()?.write(*encoding);
                let signature = format!("{prefix}{}", String::from_utf8_lossy(tag.text()));
                let signature = (signed.as_str(), Cow::Borrowed(&*signature));
                if plain.is_empty() {
                    answer::json(&[signature])
                } else {
                    answer::json(&[(plain.as_str(), Cow::Borrowed(&challenge)), signature])
                }
            }
            Wanted::KeyIdAndMac { between } => {
                let key = key.filter(|key| key.is_named).ok_or(Cause::NoKeyId)?;
                let tag = mac()?.write(scheme::Encoding::Hex);
                Answer::Text(format!("{}{between}{}", key.id, String::from_utf8_lossy(tag.text())))
            }
        })
    }
}
