//! A scheme made ready to verify with: names parsed, pointers split, contradictions refused.

use http::HeaderName;

use super::{
    Field, Letters, List, Listing, Part, Scheme, Source, Text, TimeFormat, Timestamp, candidates, find::IdEnd,
};
use crate::{SetupError, payload::pointer::Pointer};

mod check;

/// What a verifier works with, prepared once.
pub(crate) struct Plan {
    pub(crate) scheme: Scheme,
    pub(crate) signature: Offered,
    pub(crate) time: Time,
    /// The id's header, if the id takes part in the message, and what ends it there.
    pub(crate) signed_id: Option<(HeaderName, IdEnd)>,
    pub(crate) message: Vec<Piece>,
    /// What may be signed instead.
    pub(crate) other_message: Vec<Piece>,
    /// What has to be put together for each delivery before it can be signed; [`Piece::Value`] counts in this list.
    pub(crate) values: Vec<Value>,
    pub(crate) pins: Vec<(HeaderName, Box<[u8]>)>,
    pub(crate) key_id: Option<HeaderName>,
    pub(crate) id: Vec<Place>,
    pub(crate) kind: Vec<Place>,
    /// Where ids and types may be in a JSON body; [`At::Json`] counts in this list.
    pub(crate) pointers: Vec<Pointer>,
    /// Whether method, path or query take part.
    pub(crate) needs_request: bool,
}

/// Where signatures are, made ready.
pub(crate) enum Offered {
    /// The first of these that is there.
    Header(Vec<HeaderName>),
    Repeatable(HeaderName),
    Numbered(Vec<HeaderName>),
    PerSecret(Vec<HeaderName>),
    At(Spot),
    /// At the second pointer of each element of the array at the first.
    Each(Pointer, Pointer),
}

/// Where the time of signing is, made ready.
pub(crate) enum Time {
    Unsigned,
    Header(HeaderName, TimeFormat),
    /// In the signature's list.
    Member(Box<[u8]>, TimeFormat),
    /// In the body, and signed with it.
    Body(Pointer, TimeFormat),
    /// Elsewhere, and signed as a part of its own.
    At(Spot, TimeFormat),
}

impl Time {
    pub(crate) fn format(&self) -> Option<TimeFormat> {
        match self {
            Self::Unsigned => None,
            Self::Header(_, format) | Self::Member(_, format) | Self::Body(_, format) | Self::At(_, format) => {
                Some(*format)
            }
        }
    }
}

/// Which of the ways that a scheme allows the sender has chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Usual,
    /// Another algorithm, by its number.
    Algorithm(usize),
    /// The other message.
    Message,
}

/// A [`Part`] made ready.
pub(crate) enum Piece {
    Body,
    Timestamp,
    Id,
    Secret,
    Header(HeaderName),
    Method,
    Url,
    Literal(Box<[u8]>),
    /// One of the [`Plan::values`].
    Value(usize),
    /// Text that is there if that value is.
    With(usize, Box<[u8]>),
}

/// A piece of a message that is put together for each delivery.
pub(crate) enum Value {
    /// What is found in this place; without it there is no message.
    Required(Spot),
    /// What is found in this place, if anything.
    Optional(Spot, Letters),
    BodyAsJson,
    EncodedPath,
    Headers {
        listed: Spot,
        listing: Listing,
        /// The header of the time of signing, if it is signed as one of these.
        time: Option<HeaderName>,
    },
}

/// A [`Field`] whose value verification needs, made ready.
pub(crate) enum Spot {
    Header(HeaderName),
    Query(Box<str>),
    Json(Pointer),
    Form(Box<str>),
    Member(Box<[u8]>),
}

impl Spot {
    pub(crate) fn new(scheme: &Scheme, field: &Field) -> Result<Self, SetupError> {
        Ok(match field {
            Field::Header(name) => Self::Header(header_name(scheme, name)?),
            Field::Query(name) => Self::Query(name.as_str().into()),
            Field::Json(text) => Self::Json(pointer(scheme, text)?),
            Field::Form(name) => Self::Form(name.as_str().into()),
            Field::Member(key) => Self::Member(key.as_bytes().into()),
            Field::JsonMemberBesides(_) => {
                return Err(bad(scheme, format!("{field} can be an id or a type, nothing else")));
            }
        })
    }

    pub(crate) fn header(&self) -> Option<&HeaderName> {
        match self {
            Self::Header(name) => Some(name),
            _ => None,
        }
    }
}

/// A [`Field`] with an id or a type, made ready.
pub(crate) struct Place {
    pub(crate) at: At,
    /// Whether the signature covers it.
    pub(crate) signed: bool,
}

/// Where a [`Place`] is.
pub(crate) enum At {
    Header(HeaderName),
    Query(Box<str>),
    Json(usize),
    JsonMemberBesides(Box<str>),
    Form(Box<str>),
}

impl Plan {
    pub(crate) fn new(scheme: Scheme) -> Result<Self, SetupError> {
        check::contradictions(&scheme).map_err(|why| bad(&scheme, why))?;
        let header = |name: &Text| header_name(&scheme, name);
        let mut pointers = Vec::new();
        let mut places = |list: &List<Field, 3>| {
            list.iter().map(|field| place(&scheme, field, &mut pointers)).collect::<Result<Vec<_>, _>>()
        };
        let signed_id = match (id_end(&scheme), scheme.id.first()) {
            (Some(end), Some(Field::Header(name))) => Some((header(name)?, end)),
            _ => None,
        };
        let pins = scheme.pins.iter().map(|pin| Ok((header(&pin.header)?, pin.value.as_bytes().into())));
        let mut values = Vec::new();
        let message = pieces(&scheme, scheme.message.iter(), &mut values)?;
        let other_message = match &scheme.or_message {
            Some(other) => pieces(&scheme, other.message.iter(), &mut values)?,
            None => Vec::new(),
        };
        let all_parts = || scheme.message.iter().chain(scheme.or_message.iter().flat_map(|other| other.message.iter()));
        let of_request = |part: &Part| match part {
            Part::Method | Part::EncodedPath => true,
            Part::Value(field) | Part::Entry { field, .. } => matches!(field, Field::Query(_)),
            _ => false,
        };
        let query = |field: &Field| matches!(field, Field::Query(_));
        Ok(Self {
            signature: offered(&scheme)?,
            time: time(&scheme)?,
            signed_id,
            pins: pins.collect::<Result<_, _>>()?,
            key_id: scheme.key_id.as_ref().map(header).transpose()?,
            id: places(&scheme.id)?,
            kind: places(&scheme.kind)?,
            pointers,
            needs_request: all_parts().any(of_request)
                || scheme.timestamp.is_some_and(|timestamp| query(&timestamp.at))
                || matches!(&scheme.signature.at, Source::Field(field) if query(field)),
            message,
            other_message,
            values,
            scheme,
        })
    }

    /// Whether the headers alone have signature and time, so that both can be looked at before the body is read.
    pub(crate) fn is_in_headers(&self) -> bool {
        !matches!(self.signature, Offered::At(_) | Offered::Each(..)) && !matches!(self.time, Time::At(..))
    }

    /// Every header that verification reads, for frameworks whose header map is their own; those that a sender lists are
    /// not among them, see [`lists_headers`](Self::lists_headers).
    #[cfg(feature = "actix")]
    pub(crate) fn headers(&self) -> impl Iterator<Item = &HeaderName> {
        let signature: Box<dyn Iterator<Item = &HeaderName>> = match &self.signature {
            Offered::Header(names) | Offered::Numbered(names) | Offered::PerSecret(names) => Box::new(names.iter()),
            Offered::Repeatable(name) => Box::new(std::iter::once(name)),
            Offered::At(spot) => Box::new(spot.header().into_iter()),
            Offered::Each(..) => Box::new(std::iter::empty()),
        };
        let places = self.id.iter().chain(&self.kind).filter_map(|place| match &place.at {
            At::Header(name) => Some(name),
            _ => None,
        });
        let pieces = self.message.iter().chain(&self.other_message).filter_map(|piece| match piece {
            Piece::Header(name) => Some(name),
            _ => None,
        });
        let values = self.values.iter().filter_map(|value| match value {
            Value::Required(spot) | Value::Optional(spot, _) | Value::Headers { listed: spot, .. } => spot.header(),
            Value::BodyAsJson | Value::EncodedPath => None,
        });
        let time = match &self.time {
            Time::Header(name, _) => Some(name),
            _ => None,
        };
        signature
            .chain(time)
            .chain(self.signed_id.iter().map(|(name, _)| name))
            .chain(self.pins.iter().map(|(name, _)| name))
            .chain(&self.key_id)
            .chain(places)
            .chain(pieces)
            .chain(values)
    }

    /// Whether the sender says which headers are signed, so that any may be.
    #[cfg(feature = "actix")]
    pub(crate) fn lists_headers(&self) -> bool {
        self.values.iter().any(|value| matches!(value, Value::Headers { .. }))
    }

    /// What is signed in this way.
    pub(crate) fn pieces(&self, way: Way) -> &[Piece] {
        match way {
            Way::Message => &self.other_message,
            Way::Usual | Way::Algorithm(_) => &self.message,
        }
    }

    /// Whether an id or a type is in the query, and signed with the URL.
    pub(crate) fn trusts_query(&self) -> bool {
        let places = self.id.iter().chain(&self.kind);
        self.signs_url() && places.into_iter().any(|place| place.signed && matches!(place.at, At::Query(_)))
    }

    /// Whether the URL is part of the message.
    pub(crate) fn signs_url(&self) -> bool {
        self.message.iter().chain(&self.other_message).any(|piece| matches!(piece, Piece::Url))
    }
}

fn offered(scheme: &Scheme) -> Result<Offered, SetupError> {
    let header = |name: &Text| header_name(scheme, name);
    Ok(match &scheme.signature.at {
        Source::Header(names) => Offered::Header(names.iter().map(header).collect::<Result<_, _>>()?),
        Source::RepeatableHeader(name) => Offered::Repeatable(header(name)?),
        Source::NumberedHeaders(name) => {
            let numbered = |number: usize| {
                let name = format!("{name}{number}");
                HeaderName::from_bytes(name.as_bytes())
                    .map_err(|_| bad(scheme, format!("`{name}` is not a header name")))
            };
            Offered::Numbered((1..=candidates::MAX_CANDIDATES).map(numbered).collect::<Result<_, _>>()?)
        }
        Source::HeaderPerSecret(names) => Offered::PerSecret(names.iter().map(header).collect::<Result<_, _>>()?),
        Source::Field(field) => Offered::At(Spot::new(scheme, field)?),
        Source::EachJson(text) => {
            let (array, element) = text.as_str().split_once("/*").unwrap_or((text.as_str(), ""));
            let split =
                |part| Pointer::parse(part).ok_or_else(|| bad(scheme, format!("`{text}` is not a JSON Pointer")));
            Offered::Each(split(array)?, split(element)?)
        }
    })
}

fn time(scheme: &Scheme) -> Result<Time, SetupError> {
    let Some(Timestamp { at, format }) = scheme.timestamp else { return Ok(Time::Unsigned) };
    let is_part = scheme.message.iter().any(|part| matches!(part, Part::Timestamp));
    Ok(match &at {
        Field::Header(name) => Time::Header(header_name(scheme, name)?, format),
        Field::Member(key) => Time::Member(key.as_bytes().into(), format),
        Field::Json(text) if !is_part => Time::Body(pointer(scheme, text)?, format),
        field => Time::At(Spot::new(scheme, field)?, format),
    })
}

/// What ends the id in the messages, if it takes part in one: the same in both.
fn id_end(scheme: &Scheme) -> Option<IdEnd> {
    let mut ends = check::messages(scheme).filter_map(check::after_id);
    Some(match ends.next()?.first() {
        Some(Part::Literal(text)) if !text.is_empty() => IdEnd::Separator(text.as_bytes().into()),
        _ => IdEnd::Nothing,
    })
}

fn pieces<'p>(
    scheme: &Scheme,
    parts: impl Iterator<Item = &'p Part> + Clone,
    values: &mut Vec<Value>,
) -> Result<Vec<Piece>, SetupError> {
    let signs_time = parts.clone().any(|part| matches!(part, Part::Timestamp));
    let mut pieces = Vec::new();
    let mut value = |value| {
        values.push(value);
        values.len() - 1
    };
    for part in parts {
        let piece = match part {
            Part::Body => Piece::Body,
            Part::Timestamp => Piece::Timestamp,
            Part::Id => Piece::Id,
            Part::Secret => Piece::Secret,
            Part::Method => Piece::Method,
            Part::Url => Piece::Url,
            Part::Literal(text) => Piece::Literal(text.as_bytes().into()),
            Part::Value(Field::Header(name)) => Piece::Header(header_name(scheme, name)?),
            Part::Value(field) => Piece::Value(value(Value::Required(Spot::new(scheme, field)?))),
            Part::BodyAsJson => Piece::Value(value(Value::BodyAsJson)),
            Part::EncodedPath => Piece::Value(value(Value::EncodedPath)),
            Part::Headers { listed, listing } => {
                let time = match scheme.timestamp {
                    Some(Timestamp { at: Field::Header(name), .. }) if !signs_time => Some(header_name(scheme, &name)?),
                    _ => None,
                };
                Piece::Value(value(Value::Headers { listed: Spot::new(scheme, listed)?, listing: *listing, time }))
            }
            Part::Entry { label, field, letters, end } => {
                let index = value(Value::Optional(Spot::new(scheme, field)?, *letters));
                pieces.push(Piece::With(index, label.as_bytes().into()));
                pieces.push(Piece::Value(index));
                Piece::With(index, end.to_string().into_bytes().into())
            }
        };
        pieces.push(piece);
    }
    Ok(pieces)
}

fn place(scheme: &Scheme, field: &Field, pointers: &mut Vec<Pointer>) -> Result<Place, SetupError> {
    let at = match field {
        Field::Header(name) => At::Header(header_name(scheme, name)?),
        Field::Query(name) => At::Query(name.as_str().into()),
        Field::Json(text) => {
            pointers.push(pointer(scheme, text)?);
            At::Json(pointers.len() - 1)
        }
        Field::JsonMemberBesides(name) => At::JsonMemberBesides(name.as_str().into()),
        Field::Form(name) => At::Form(name.as_str().into()),
        Field::Member(_) => return Err(bad(scheme, format!("{field} cannot be an id or a type"))),
    };
    Ok(Place { at, signed: scheme.field_is_signed(field) })
}

/// A JSON Pointer of a scheme.
fn pointer(scheme: &Scheme, text: &Text) -> Result<Pointer, SetupError> {
    Pointer::parse(text.as_str())
        .ok_or_else(|| bad(scheme, format!("`{text}` is not a JSON Pointer: it starts with `/`")))
}

fn header_name(scheme: &Scheme, name: &Text) -> Result<HeaderName, SetupError> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad(scheme, format!("`{name}` is not a header name")))
}

pub(crate) fn bad(scheme: &Scheme, why: impl Into<String>) -> SetupError {
    SetupError::BadScheme { scheme: scheme.name().into(), why: why.into() }
}
