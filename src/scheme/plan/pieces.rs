//! The message of a scheme made ready: pieces, and what has to be put together for each delivery.

use http::HeaderName;

use super::{header_name, spot::Spot};
use crate::{
    SetupError,
    scheme::{
        Algorithm, Encoding, Field, Letters, Listing, Parameters, Part, Presence, Scheme, Text, Timestamp, find::IdEnd,
    },
};

/// A [`Part`] made ready.
pub(crate) enum Piece {
    Body,
    Timestamp,
    Id,
    Secret,
    /// And what its value must not contain: the text between it and a value before it, which could otherwise be longer or
    /// shorter in the same message.
    Header(HeaderName, Option<Box<[u8]>>),
    Method,
    Url,
    UrlWithoutQuery,
    UrlPath,
    Literal(Box<[u8]>),
    /// What the application will say, see [`Plan::settle`](super::Plan::settle).
    Setting(Text),
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
    Optional(Spot),
    /// What is found in this place, and what must not be in it.
    Entry {
        spot: Spot,
        letters: Letters,
        presence: Presence,
        end: char,
    },
    BodyChecksum,
    DecodedUrl,
    BodyDigest(Algorithm, Encoding),
    /// And the name of the one that is the time of signing.
    Parameters(Parameters, Option<Box<str>>),
    BodyAsJson,
    EncodedPath,
    Path,
    CanonicalPath,
    Ciphertext,
    Headers {
        listed: Spot,
        listing: Listing,
        /// The header of the time of signing, if it is signed as one of these.
        time: Option<HeaderName>,
    },
}

/// What ends the id in the messages, if it takes part in one: the same in both.
pub(super) fn id_end(scheme: &Scheme) -> Option<IdEnd> {
    Some(match scheme.after_ids().into_iter().next()? {
        // `Plan::new` has refused an empty one.
        Some(Part::Literal(text)) => IdEnd::separator(text.as_bytes()),
        _ => IdEnd::nothing(),
    })
}

pub(super) fn pieces(scheme: &Scheme, parts: &[&Part], values: &mut Vec<Value>) -> Result<Vec<Piece>, SetupError> {
    let signs_time = parts.contains(&&Part::Timestamp);
    let mut pieces = Vec::new();
    let mut value = |value| {
        values.push(value);
        values.len() - 1
    };
    for &part in parts {
        let piece = match part {
            Part::Body => Piece::Body,
            Part::Timestamp => Piece::Timestamp,
            Part::Id => Piece::Id,
            Part::Secret => Piece::Secret,
            Part::Method => Piece::Method,
            Part::Url => Piece::Url,
            Part::Encrypted => Piece::Value(value(Value::Ciphertext)),
            Part::UrlWithoutQuery => Piece::UrlWithoutQuery,
            Part::UrlPath => Piece::UrlPath,
            Part::BodyChecksum => Piece::Value(value(Value::BodyChecksum)),
            Part::DecodedUrl => Piece::Value(value(Value::DecodedUrl)),
            Part::BodyDigest { hash, encoding } => Piece::Value(value(Value::BodyDigest(*hash, *encoding))),
            Part::Parameters(parameters) => {
                let time = scheme.timestamp.filter(|time| parameters.has(&time.at));
                let name = time.and_then(|time| time.at.name()).map(|name| name.as_str().into());
                Piece::Value(value(Value::Parameters(*parameters, name)))
            }
            Part::ValueIfAny(field) => Piece::Value(value(Value::Optional(Spot::new(scheme, field)?))),
            Part::Literal(text) => Piece::Literal(text.as_bytes().into()),
            Part::Setting(name) => Piece::Setting(*name),
            Part::Value(Field::Header(name)) => {
                let before = match pieces.as_slice() {
                    [.., Piece::Body | Piece::Value(_), Piece::Literal(text)] if !text.is_empty() => Some(text.clone()),
                    _ => None,
                };
                Piece::Header(header_name(scheme, name)?, before)
            }
            Part::Value(field) => Piece::Value(value(Value::Required(Spot::new(scheme, field)?))),
            Part::BodyAsJson => Piece::Value(value(Value::BodyAsJson)),
            Part::EncodedPath => Piece::Value(value(Value::EncodedPath)),
            Part::Path(_) => Piece::Value(value(Value::Path)),
            Part::CanonicalPath => Piece::Value(value(Value::CanonicalPath)),
            Part::Headers { listed, listing } => {
                let time = match scheme.timestamp {
                    Some(Timestamp { at: Field::Header(name), .. }) if !signs_time => Some(header_name(scheme, &name)?),
                    _ => None,
                };
                Piece::Value(value(Value::Headers { listed: Spot::new(scheme, listed)?, listing: *listing, time }))
            }
            Part::Entry { label, field, letters, presence, end } => {
                let spot = Spot::new(scheme, field)?;
                let index = value(Value::Entry { spot, letters: *letters, presence: *presence, end: *end });
                pieces.push(Piece::With(index, label.as_bytes().into()));
                pieces.push(Piece::Value(index));
                Piece::With(index, end.to_string().into_bytes().into())
            }
        };
        pieces.push(piece);
    }
    Ok(pieces)
}
