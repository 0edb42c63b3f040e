//! Finding and putting together what a message is made of besides body, time and headers.

use std::{borrow::Cow, cell::OnceCell};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    Envelope, Grammar, Letters, Listing, candidates, find,
    plan::{Spot, Value},
};
use crate::{error::Cause, payload::pointer::Pointer, urlencoded};

/// What is known of a request besides its body. Method, path and query are unknown to callers who have only the headers.
pub(crate) struct Head<'r> {
    pub(crate) method: Option<&'r Method>,
    pub(crate) path: &'r str,
    pub(crate) query: Option<&'r str>,
    pub(crate) headers: &'r HeaderMap,
}

/// What the token that proves the sender says, both in JSON.
#[derive(Clone, Default)]
pub(crate) struct Said {
    pub(crate) header: Bytes,
    pub(crate) claims: Bytes,
}

/// A delivery in which values are looked for.
pub(crate) struct Reading<'r> {
    pub(crate) head: &'r Head<'r>,
    pub(crate) body: &'r [u8],
    pub(crate) envelope: &'r Envelope,
    /// Of a token that was proven.
    pub(crate) said: Option<&'r Said>,
    document: OnceCell<Cow<'r, [u8]>>,
}

/// How many elements of a list in a token are looked at.
#[cfg(feature = "json")]
const MAX_ELEMENTS: usize = 16;

/// How many headers a sender may list.
const MAX_LISTED: usize = 32;

impl<'r> Reading<'r> {
    pub(crate) fn new(head: &'r Head<'r>, body: &'r [u8], envelope: &'r Envelope) -> Self {
        Self { head, body, envelope, said: None, document: OnceCell::new() }
    }

    /// The same, with a token that was proven.
    #[cfg(feature = "jwt")]
    pub(crate) fn with(self, said: Option<&'r Said>) -> Self {
        Self { said, ..self }
    }

    fn query(&self) -> &'r [u8] {
        self.head.query.unwrap_or_default().as_bytes()
    }

    /// The JSON document: the body, or what its envelope holds.
    fn document(&self) -> &[u8] {
        self.document
            .get_or_init(|| urlencoded::unwrap(self.envelope, self.body).map_or(Cow::Borrowed(self.body), Cow::Owned))
    }

    /// What is in a place. A list in which members may be is given with its grammar.
    pub(crate) fn find<'s>(
        &'s self,
        spot: &Spot,
        list: Option<(&'s [u8], &Grammar)>,
    ) -> Result<Option<Cow<'s, [u8]>>, Cause> {
        Ok(match spot {
            Spot::Header(name) => find::optional(self.head.headers, name)?.map(|value| value.as_bytes().into()),
            Spot::Query(name) => urlencoded::single(self.query(), name),
            Spot::Form(name) => urlencoded::field(self.body, name),
            Spot::Member(key) => {
                list.and_then(|(list, grammar)| candidates::member(list, grammar, key)).map(Cow::Borrowed)
            }
            Spot::Json(pointer) => scalar_at(self.document(), pointer),
            Spot::Claim(pointer) => self.said.and_then(|said| scalar_at(&said.claims, pointer)),
            Spot::Jose(pointer) => self.said.and_then(|said| scalar_at(&said.header, pointer)),
        })
    }

    /// What is in a place, where that may be a list: the audiences of a token. At most 16 are looked at.
    pub(crate) fn find_each<'s>(
        &'s self,
        spot: &Spot,
        list: (&'s [u8], &Grammar),
    ) -> Result<Vec<Cow<'s, [u8]>>, Cause> {
        if let Some(found) = self.find(spot, Some(list))? {
            return Ok(vec![found]);
        }
        let document = match (spot, self.said) {
            (Spot::Json(pointer), _) => Some((self.document(), pointer)),
            (Spot::Claim(pointer), Some(said)) => Some((&*said.claims, pointer)),
            (Spot::Jose(pointer), Some(said)) => Some((&*said.header, pointer)),
            _ => None,
        };
        Ok(document.map_or_else(Vec::new, |(document, pointer)| elements_at(document, pointer)))
    }

    /// The value at a pointer of each element of an array; none at all if one of them has none.
    #[cfg(feature = "json")]
    pub(crate) fn each(
        &self,
        array: &crate::payload::pointer::Pointer,
        within: &crate::payload::pointer::Pointer,
    ) -> Vec<String> {
        use crate::payload::locate;

        let elements = || -> Option<Vec<String>> {
            let array = locate::value(self.document(), array).ok()??;
            let elements: Vec<&serde_json::value::RawValue> = serde_json::from_str(array.get()).ok()?;
            let text = |element: &serde_json::value::RawValue| {
                Some(locate::scalar(locate::value(element.get().as_bytes(), within).ok()??)?.into_owned())
            };
            elements.into_iter().map(text).collect()
        };
        elements().unwrap_or_default()
    }

    /// `Plan::new` has refused the scheme.
    #[cfg(not(feature = "json"))]
    #[allow(clippy::unused_self)]
    pub(crate) fn each(
        &self,
        _: &crate::payload::pointer::Pointer,
        _: &crate::payload::pointer::Pointer,
    ) -> Vec<String> {
        Vec::new()
    }

    /// Puts a piece of the message together.
    pub(crate) fn value<'s>(
        &'s self,
        value: &Value,
        list: (&'s [u8], &Grammar),
        signed_body: &[u8],
    ) -> Result<Option<Cow<'s, [u8]>>, Cause> {
        match value {
            Value::Optional(spot, letters) => {
                // To leave it out would be to say that nobody sent it.
                if matches!(spot, Spot::Query(name) if urlencoded::is_repeated(self.query(), name)) {
                    return Err(missing(spot));
                }
                let found = self.find(spot, Some(list))?.filter(|value| !value.is_empty());
                Ok(match letters {
                    Letters::AsReceived => found,
                    Letters::LowerCase => found.map(|value| Cow::Owned(value.to_ascii_lowercase())),
                })
            }
            Value::Required(spot) => match self.find(spot, Some(list))? {
                Some(value) => Ok(Some(value)),
                None => Err(missing(spot)),
            },
            Value::EncodedPath => Ok(Some(encoded_path(self.head.path, self.head.query).into_bytes().into())),
            Value::BodyAsJson => Ok(Some(Cow::Owned(as_json_string(signed_body)?))),
            Value::Headers { listed, listing, time } => {
                let names = self.find(listed, Some(list))?.ok_or_else(|| missing(listed))?;
                Ok(Some(Cow::Owned(listed_headers(&names, *listing, time.as_ref(), self.head.headers)?)))
            }
        }
    }
}

/// The string, number or truth value at a pointer.
#[cfg(feature = "json")]
fn scalar_at<'d>(document: &'d [u8], pointer: &Pointer) -> Option<Cow<'d, [u8]>> {
    use crate::payload::locate;

    let found = locate::value(document, pointer).ok().flatten()?;
    Some(match (found.get(), locate::scalar(found)) {
        (truth @ ("true" | "false"), _) => Cow::Borrowed(truth.as_bytes()),
        (_, Some(Cow::Borrowed(text))) => Cow::Borrowed(text.as_bytes()),
        (_, Some(Cow::Owned(text))) => Cow::Owned(text.into_bytes()),
        (_, None) => return None,
    })
}

/// The strings of the array at a pointer; none at all, if it has anything else.
#[cfg(feature = "json")]
fn elements_at<'d>(document: &'d [u8], pointer: &Pointer) -> Vec<Cow<'d, [u8]>> {
    let found = crate::payload::locate::value(document, pointer).ok().flatten();
    let elements = found.and_then(|found| serde_json::from_str::<Vec<String>>(found.get()).ok()).unwrap_or_default();
    elements.into_iter().take(MAX_ELEMENTS).map(|text| Cow::Owned(text.into_bytes())).collect()
}

/// `Plan::new` has refused the scheme.
#[cfg(not(feature = "json"))]
fn scalar_at<'d>(_: &'d [u8], _: &Pointer) -> Option<Cow<'d, [u8]>> {
    None
}

/// `Plan::new` has refused the scheme.
#[cfg(not(feature = "json"))]
fn elements_at<'d>(_: &'d [u8], _: &Pointer) -> Vec<Cow<'d, [u8]>> {
    Vec::new()
}

/// What a place that should have a value is called in an error.
pub(crate) fn missing(spot: &Spot) -> Cause {
    let place = match spot {
        Spot::Header(name) => return Cause::Missing { header: name.clone() },
        Spot::Query(name) => format!("{name} in the query"),
        Spot::Json(pointer) => pointer.to_string(),
        Spot::Claim(pointer) => format!("{pointer} in the token"),
        Spot::Jose(pointer) => format!("{pointer} in the token's header"),
        Spot::Form(name) => name.to_string(),
        Spot::Member(key) => format!("{}=…", String::from_utf8_lossy(key)),
    };
    Cause::MalformedBody { place, why: "it is not there, or twice" }
}

/// The headers that a sender lists, each of which must be there once.
fn listed_headers(
    names: &[u8],
    listing: Listing,
    time: Option<&HeaderName>,
    headers: &HeaderMap,
) -> Result<Vec<u8>, Cause> {
    let malformed = |why| Cause::MalformedBody { place: "list of signed headers".into(), why };
    let names = names.split(|byte| matches!(byte, b' ' | b',')).map(<[u8]>::trim_ascii).filter(|name| !name.is_empty());
    let mut listed = Vec::new();
    for name in names {
        if listed.len() == MAX_LISTED {
            return Err(malformed("it has more than 32 names"));
        }
        let name = HeaderName::from_bytes(name).map_err(|_| malformed("it has what is no name of a header"))?;
        let value = find::required(headers, &name)?;
        listed.push((name, value.as_bytes().trim_ascii()));
    }
    if time.is_some_and(|time| !listed.iter().any(|(name, _)| name == time)) {
        return Err(malformed("the time of signing is not in it, so it is not signed"));
    }
    Ok(match listing {
        Listing::Values => listed.iter().map(|(_, value)| *value).collect::<Vec<_>>().join(&b'.'),
        Listing::SortedPairs => {
            listed.sort_by(|(one, _), (other, _)| one.as_str().cmp(other.as_str()));
            let pair = |(name, value): &(HeaderName, &[u8])| [name.as_str().as_bytes(), b":", value].concat();
            listed.iter().map(pair).collect::<Vec<_>>().join(&b';')
        }
    })
}

/// What `querystring.escape` leaves as it is.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// What ECMAScript's `encodeURI` leaves as it is: that, and what has a meaning in a URL.
const URI: &AsciiSet = &QUERY
    .remove(b';')
    .remove(b'/')
    .remove(b'?')
    .remove(b':')
    .remove(b'@')
    .remove(b'&')
    .remove(b'=')
    .remove(b'+')
    .remove(b'$')
    .remove(b',')
    .remove(b'#');

/// `encodeURI(path + "?" + escape(query))`: the query is escaped twice.
fn encoded_path(path: &str, query: Option<&str>) -> String {
    let encoded = utf8_percent_encode(path, URI).to_string();
    match query {
        Some(query) if !query.is_empty() => {
            let escaped = utf8_percent_encode(query, QUERY).to_string();
            format!("{encoded}?{}", utf8_percent_encode(&escaped, URI))
        }
        _ => encoded,
    }
}

/// The body as a JSON string, quotes and escapes included.
#[cfg(feature = "json")]
fn as_json_string(body: &[u8]) -> Result<Vec<u8>, Cause> {
    let why = "it is not UTF-8, so it cannot be signed as a JSON string";
    let malformed = || Cause::MalformedBody { place: "body".into(), why };
    let text = std::str::from_utf8(body).map_err(|_| malformed())?;
    serde_json::to_vec(text).map_err(|_| malformed())
}

/// `Plan::new` has refused the scheme.
#[cfg(not(feature = "json"))]
fn as_json_string(_: &[u8]) -> Result<Vec<u8>, Cause> {
    Err(Cause::MalformedBody { place: "body".into(), why: "the feature `json` is off" })
}
