//! A scheme made ready to verify with: names parsed, pointers split, contradictions refused.

use std::borrow::Cow;

use http::HeaderName;

use super::{
    Envelope, Field, Grammar, Handshake, List, Part, Proof, Scheme, Text, TimeFormat, TimePlace, Timestamp, find::IdEnd,
};
use crate::{SetupError, payload::pointer::Pointer, urlencoded};

/// What a verifier works with, prepared once.
pub(crate) struct Plan {
    pub(crate) scheme: Scheme,
    pub(crate) signature_headers: Vec<HeaderName>,
    pub(crate) time: Time,
    /// The id's header, if the id takes part in the message, and what ends it there.
    pub(crate) signed_id: Option<(HeaderName, IdEnd)>,
    pub(crate) message: Vec<Piece>,
    pub(crate) id: Vec<Place>,
    pub(crate) kind: Vec<Place>,
    /// Where ids and types may be in a JSON body; [`At::Json`] counts in this list.
    pub(crate) pointers: Vec<Pointer>,
}

/// Where the time of signing is, made ready.
pub(crate) enum Time {
    Unsigned,
    Header(HeaderName, TimeFormat),
    Pair(Box<[u8]>, TimeFormat),
    Body(Pointer, TimeFormat),
}

impl Time {
    pub(crate) fn format(&self) -> Option<TimeFormat> {
        match self {
            Self::Unsigned => None,
            Self::Header(_, format) | Self::Pair(_, format) | Self::Body(_, format) => Some(*format),
        }
    }
}

/// A [`Part`] made ready.
pub(crate) enum Piece {
    Body,
    Timestamp,
    Id,
    Header(HeaderName),
    Method,
    Url,
    Literal(Box<[u8]>),
}

/// A [`Field`] made ready.
pub(crate) struct Place {
    pub(crate) at: At,
    /// Whether the signature covers it.
    pub(crate) signed: bool,
}

/// Where a [`Place`] is.
pub(crate) enum At {
    Header(HeaderName),
    Json(usize),
    JsonMemberBesides(Box<str>),
    Form(Box<str>),
}

impl Plan {
    pub(crate) fn new(scheme: Scheme) -> Result<Self, SetupError> {
        check(&scheme).map_err(|why| SetupError::BadScheme { scheme: scheme.name().into(), why: why.into() })?;
        let header = |name: &Text| header_name(&scheme, name);
        let mut pointers = Vec::new();
        let mut places = |list: &List<Field, 3>| {
            list.iter().map(|field| place(&scheme, field, &mut pointers)).collect::<Result<Vec<_>, _>>()
        };
        let id_header = scheme.id.iter().find_map(|field| match field {
            Field::Header(name) => Some(name),
            _ => None,
        });
        let signed_id = match (id_end(&scheme), id_header) {
            (Some(end), Some(name)) => Some((header(name)?, end)),
            _ => None,
        };
        Ok(Self {
            signature_headers: scheme.signature.headers.iter().map(header).collect::<Result<_, _>>()?,
            time: match scheme.timestamp {
                None => Time::Unsigned,
                Some(Timestamp { place: TimePlace::Header(name), format }) => Time::Header(header(&name)?, format),
                Some(Timestamp { place: TimePlace::Pair(key), format }) => Time::Pair(key.as_bytes().into(), format),
                Some(Timestamp { place: TimePlace::Json(text), format }) => {
                    Time::Body(pointer(&scheme, &text)?, format)
                }
            },
            signed_id,
            message: scheme.message.iter().map(|part| piece(&scheme, part)).collect::<Result<_, _>>()?,
            id: places(&scheme.id)?,
            kind: places(&scheme.kind)?,
            pointers,
            scheme,
        })
    }

    /// Every header that verification or the envelope reads, for frameworks whose header map is their own.
    #[cfg(feature = "actix")]
    pub(crate) fn headers(&self) -> impl Iterator<Item = &HeaderName> {
        let places = self.id.iter().chain(&self.kind).filter_map(|place| match &place.at {
            At::Header(name) => Some(name),
            _ => None,
        });
        let pieces = self.message.iter().filter_map(|piece| match piece {
            Piece::Header(name) => Some(name),
            _ => None,
        });
        let time = match &self.time {
            Time::Header(name, _) => Some(name),
            _ => None,
        };
        self.signature_headers
            .iter()
            .chain(time)
            .chain(self.signed_id.iter().map(|(name, _)| name))
            .chain(places)
            .chain(pieces)
    }

    /// Whether the method is part of the message.
    pub(crate) fn signs_method(&self) -> bool {
        self.message.iter().any(|piece| matches!(piece, Piece::Method))
    }

    /// Whether the URL is part of the message.
    pub(crate) fn signs_url(&self) -> bool {
        self.message.iter().any(|piece| matches!(piece, Piece::Url))
    }
}

/// What ends the id in the message, if it takes part in it.
fn id_end(scheme: &Scheme) -> Option<IdEnd> {
    let mut parts = scheme.message.iter().skip_while(|part| !matches!(part, Part::Id));
    parts.next()?;
    Some(match parts.next() {
        Some(Part::Literal(text)) if !text.is_empty() => IdEnd::Separator(text.as_bytes().into()),
        _ => IdEnd::Nothing,
    })
}

fn header_name(scheme: &Scheme, name: &Text) -> Result<HeaderName, SetupError> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| SetupError::BadScheme {
        scheme: scheme.name().into(),
        why: format!("`{name}` is not a header name"),
    })
}

fn piece(scheme: &Scheme, part: &Part) -> Result<Piece, SetupError> {
    Ok(match part {
        Part::Body => Piece::Body,
        Part::Timestamp => Piece::Timestamp,
        Part::Id => Piece::Id,
        Part::Header(name) => Piece::Header(header_name(scheme, name)?),
        Part::Method => Piece::Method,
        Part::Url => Piece::Url,
        Part::Literal(text) => Piece::Literal(text.as_bytes().into()),
    })
}

fn place(scheme: &Scheme, field: &Field, pointers: &mut Vec<Pointer>) -> Result<Place, SetupError> {
    let at = match field {
        Field::Header(name) => At::Header(header_name(scheme, name)?),
        Field::Json(text) => {
            pointers.push(pointer(scheme, text)?);
            At::Json(pointers.len() - 1)
        }
        Field::JsonMemberBesides(name) => At::JsonMemberBesides(name.as_str().into()),
        Field::Form(name) => At::Form(name.as_str().into()),
    };
    Ok(Place { at, signed: scheme.field_is_signed(field) })
}

/// A JSON Pointer of a scheme.
pub(crate) fn pointer(scheme: &Scheme, text: &Text) -> Result<Pointer, SetupError> {
    Pointer::parse(text.as_str()).ok_or_else(|| SetupError::BadScheme {
        scheme: scheme.name().into(),
        why: format!("`{text}` is not a JSON Pointer: it starts with `/`"),
    })
}

/// Words that contradict each other, or that need a feature which is off.
fn check(scheme: &Scheme) -> Result<(), &'static str> {
    let signs = |wanted: fn(&Part) -> bool| scheme.message.iter().any(wanted);
    if scheme.name.is_empty() {
        return Err("a scheme needs a name: it goes into every idempotency key");
    }
    match scheme.proof {
        Proof::Mac(_) if scheme.message.iter().next().is_none() => return Err("a MAC needs a message"),
        Proof::Token if scheme.message.iter().next().is_some() => return Err("a token signs no message"),
        Proof::Token if scheme.timestamp.is_some() => return Err("a token cannot cover a timestamp"),
        _ => {}
    }
    let pairs = matches!(scheme.signature.grammar, Grammar::Pairs { .. });
    match scheme.timestamp.map(|timestamp| timestamp.place) {
        None if signs(|part| matches!(part, Part::Timestamp)) => {
            return Err("the message has a timestamp, but `.timestamp(…)` does not say where it is");
        }
        Some(TimePlace::Pair(_)) if !pairs => {
            return Err("the timestamp is in a `key=value` list, but the signature header is not such a list");
        }
        Some(TimePlace::Json(_)) if signs(|part| matches!(part, Part::Timestamp)) => {
            return Err("a timestamp inside the body is signed with the body, it cannot be a part of its own");
        }
        Some(TimePlace::Json(_)) if !signs(|part| matches!(part, Part::Body)) => {
            return Err("the timestamp is in the body, but the body is not signed");
        }
        Some(TimePlace::Header(_) | TimePlace::Pair(_)) if !signs(|part| matches!(part, Part::Timestamp)) => {
            return Err("the timestamp is not part of the message: an unsigned time proves nothing");
        }
        _ => {}
    }
    if signs(|part| matches!(part, Part::Id)) && !matches!(scheme.id.iter().next(), Some(Field::Header(_))) {
        return Err("the message has an id, but the first place of `.id(…)` is not a header");
    }
    let number = |format| matches!(format, TimeFormat::UnixSeconds | TimeFormat::UnixMillis);
    if signs_id_then_time(scheme) && scheme.timestamp.is_some_and(|timestamp| number(timestamp.format)) {
        return Err(
            "nothing tells where the id ends and the number that is the time begins: put a literal between them",
        );
    }
    if cfg!(not(feature = "json")) && needs_json(scheme) {
        return Err("it reads JSON bodies: turn the feature `json` on");
    }
    Ok(())
}

/// Whether the time follows the id with nothing in between.
fn signs_id_then_time(scheme: &Scheme) -> bool {
    let pairs = scheme.message.iter().zip(scheme.message.iter().skip(1));
    pairs.into_iter().any(|pair| matches!(pair, (Part::Id, Part::Timestamp)))
}

fn needs_json(scheme: &Scheme) -> bool {
    let in_json = |field: &Field| matches!(field, Field::Json(_) | Field::JsonMemberBesides(_));
    scheme.id.iter().chain(scheme.kind.iter()).any(in_json)
        || matches!(scheme.timestamp.map(|timestamp| timestamp.place), Some(TimePlace::Json(_)))
        || matches!(scheme.handshake, Handshake::Echo { .. } | Handshake::SignedEcho { .. })
}

/// The value of the field that carries JSON, if the body is a form and the scheme has such a field.
pub(crate) fn unwrap_form(envelope: &Envelope, body: &[u8]) -> Option<Vec<u8>> {
    let (Envelope::JsonInForm(field) | Envelope::SignedJsonInForm(field)) = envelope else { return None };
    if !urlencoded::is_form(body) {
        return None;
    }
    urlencoded::single(body, field.as_str()).map(Cow::into_owned)
}
