//! Where signatures and the time of signing are, made ready.

use http::HeaderName;

use super::{bad, header_name, pointer, spot::Spot};
use crate::{
    SetupError,
    payload::pointer::Pointer,
    scheme::{Field, Iter, Part, Scheme, Source, Text, TimeFormat, Timestamp, candidates},
};

/// Where signatures are, made ready.
pub(crate) enum Offered {
    /// The first of these that is there.
    Header(Vec<HeaderName>),
    Repeatable(HeaderName),
    Numbered(Vec<HeaderName>),
    PerSecret(Vec<HeaderName>),
    At(Spot),
    /// The whole body.
    Body,
    /// At the second pointer of each element of the array at the first.
    Each(Pointer, Pointer),
    Items(Items),
}

/// Objects in the elements of an array, each of which is signed on its own.
pub(crate) struct Items {
    pub(crate) array: Pointer,
    /// From the element to the object.
    pub(crate) within: Pointer,
    /// From the object to its signature.
    pub(crate) signature: Pointer,
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

pub(super) fn offered(scheme: &Scheme) -> Result<Offered, SetupError> {
    Ok(match &scheme.signature.at {
        Source::Header(names) => Offered::Header(headers(scheme, names.iter())?),
        Source::RepeatableHeader(name) => Offered::Repeatable(header_name(scheme, name)?),
        Source::NumberedHeaders(name) => {
            let mut numbered = Vec::new();
            for number in 1..=candidates::MAX_CANDIDATES {
                let name = format!("{name}{number}");
                let header = HeaderName::from_bytes(name.as_bytes());
                numbered.push(header.map_err(|_| bad(scheme, format!("`{name}` is not a header name")))?);
            }
            Offered::Numbered(numbered)
        }
        Source::HeaderPerSecret(names) => Offered::PerSecret(headers(scheme, names.iter())?),
        Source::Field(field) => Offered::At(Spot::new(scheme, field)?),
        Source::Body => Offered::Body,
        Source::EachJson(text) => {
            let (array, element) = elements(scheme, text)?;
            Offered::Each(array, element)
        }
        Source::EachItem { items, at } => {
            let (array, within) = elements(scheme, items)?;
            Offered::Items(Items { array, within, signature: pointer(scheme, at)? })
        }
    })
}

fn headers(scheme: &Scheme, names: Iter<'_, Text>) -> Result<Vec<HeaderName>, SetupError> {
    let mut headers = Vec::new();
    for name in names {
        headers.push(header_name(scheme, name)?);
    }
    Ok(headers)
}

/// What stands before and after the `*` of a pointer.
pub(super) fn elements(scheme: &Scheme, text: &Text) -> Result<(Pointer, Pointer), SetupError> {
    let (array, element) = text.as_str().split_once("/*").unwrap_or((text.as_str(), ""));
    let split = |part| Pointer::parse(part).ok_or_else(|| bad(scheme, format!("`{text}` is not a JSON Pointer")));
    Ok((split(array)?, split(element)?))
}

pub(super) fn time(scheme: &Scheme) -> Result<Time, SetupError> {
    let Some(Timestamp { at, format }) = scheme.timestamp else { return Ok(Time::Unsigned) };
    let is_part = scheme.message.iter().any(|part| matches!(part, Part::Timestamp));
    Ok(match &at {
        Field::Header(name) => Time::Header(header_name(scheme, name)?, format),
        Field::Member(key) => Time::Member(key.as_bytes().into(), format),
        Field::Json(text) if !is_part => Time::Body(pointer(scheme, text)?, format),
        field => Time::At(Spot::new(scheme, field)?, format),
    })
}
