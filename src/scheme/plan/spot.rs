//! Places in a delivery made ready: names parsed, pointers split.

use http::HeaderName;

use super::{bad, header_name, offer::elements, pointer};
use crate::{
    SetupError,
    payload::pointer::Pointer,
    scheme::{Field, List, Scheme, Text, in_header},
};

/// A [`Field`] whose value verification needs, made ready.
pub(crate) enum Spot {
    Header(HeaderName),
    HeaderJson(HeaderName, Pointer),
    Query(Box<str>),
    Json(Pointer),
    Xml(Pointer),
    /// The second pointer in each element of the array at the first.
    Each(Pointer, Pointer),
    Item(Pointer),
    Form(Box<str>),
    Member(Box<[u8]>),
    Claim(Pointer),
    Jose(Pointer),
}

impl Spot {
    pub(crate) fn new(scheme: &Scheme, field: &Field) -> Result<Self, SetupError> {
        Ok(match field {
            Field::Header(name) => Self::Header(header_name(scheme, name)?),
            Field::HeaderJson(place) => {
                let (name, path) = in_header(place.as_str());
                Self::HeaderJson(header_name(scheme, &Text::new(name))?, pointer(scheme, &Text::new(path))?)
            }
            Field::Query(name) => Self::Query(name.as_str().into()),
            Field::Json(text) => Self::Json(pointer(scheme, text)?),
            Field::Xml(path) => Self::Xml(pointer(scheme, path)?),
            Field::Each(text) => {
                let (array, within) = elements(scheme, text)?;
                Self::Each(array, within)
            }
            Field::Item(text) => Self::Item(pointer(scheme, text)?),
            Field::Form(name) => Self::Form(name.as_str().into()),
            Field::Member(key) => Self::Member(key.as_bytes().into()),
            Field::Claim(text) => Self::Claim(pointer(scheme, text)?),
            Field::Jose(text) => Self::Jose(pointer(scheme, text)?),
            Field::JsonMemberBesides(_) => {
                return Err(bad(scheme, format!("{field} can be an id or a type, nothing else")));
            }
        })
    }

    pub(crate) fn header(&self) -> Option<&HeaderName> {
        match self {
            Self::Header(name) | Self::HeaderJson(name, _) => Some(name),
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
    Claim(Pointer),
    JsonMemberBesides(Box<str>),
    Xml(Pointer),
    Form(Box<str>),
}

/// Each of these places; their pointers come after those that are there already.
pub(super) fn places(
    scheme: &Scheme,
    fields: &List<Field, 3>,
    pointers: &mut Vec<Pointer>,
) -> Result<Vec<Place>, SetupError> {
    let mut places = Vec::new();
    for field in fields.iter() {
        places.push(place(scheme, field, pointers)?);
    }
    Ok(places)
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
        Field::Xml(path) => At::Xml(pointer(scheme, path)?),
        Field::Form(name) => At::Form(name.as_str().into()),
        Field::Claim(text) => At::Claim(pointer(scheme, text)?),
        Field::Member(_) | Field::Jose(_) | Field::Item(_) | Field::HeaderJson(_) | Field::Each(_) => {
            return Err(bad(scheme, format!("{field} cannot be an id or a type")));
        }
    };
    Ok(Place { at, signed: scheme.field_is_told(field) })
}
