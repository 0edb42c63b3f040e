//! Finding and putting together what a message is made of besides body, time and headers.

use std::{borrow::Cow, cell::OnceCell};

use base64ct::{Base64, Encoding as _};
use bytes::Bytes;
use http::Method;
use memchr::memmem;

use super::{
    Envelope, Grammar, Letters, Presence, candidates, find,
    parameters::Of,
    plan::{Items, Piece, Plan, Spot, Value},
};
use crate::{crypto, error::Cause, payload::pointer::Pointer, urlencoded};

mod head;
mod json;
mod written;

pub(crate) use head::Head;
use json::{elements_at, is_scalar_or_nothing, scalar_at};

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
    /// The object that is signed on its own; empty, where none is.
    item: &'r [u8],
    document: OnceCell<Cow<'r, [u8]>>,
}

/// What a message is made of besides what is looked for.
pub(crate) struct Given<'g> {
    /// The text with the signatures, and how it is written.
    pub(crate) list: (&'g [u8], &'g Grammar),
    pub(crate) signed_body: &'g [u8],
    pub(crate) url: &'g str,
    /// Whether the time of signing is left out, which a repetition of the same event has anew.
    pub(crate) lasting: bool,
}

/// How many objects of a delivery are looked at; genuine ones have one, or a few.
#[cfg(feature = "json")]
const MAX_ITEMS: usize = 64;

impl<'r> Reading<'r> {
    pub(crate) fn new(head: &'r Head<'r>, body: &'r [u8], envelope: &'r Envelope) -> Self {
        Self { head, body, envelope, said: None, item: &[], document: OnceCell::new() }
    }

    /// The same delivery, of which one object is looked at.
    pub(crate) fn within<'i>(&'i self, item: &'i [u8]) -> Reading<'i> {
        Reading { item, ..Reading::new(self.head, self.body, self.envelope) }
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
            Spot::HeaderJson(name, pointer) => {
                let header = find::optional(self.head.headers, name)?;
                let json = header.and_then(|value| Base64::decode_vec(value.to_str().ok()?).ok()).unwrap_or_default();
                scalar_at(&json, pointer).map(|value| Cow::Owned(value.into_owned()))
            }
            Spot::Query(name) => urlencoded::single(self.query(), name),
            Spot::Form(name) => urlencoded::field(self.body, name),
            Spot::Member(key) => {
                list.and_then(|(list, grammar)| candidates::member(list, grammar, key)).map(Cow::Borrowed)
            }
            Spot::Json(pointer) => scalar_at(self.document(), pointer),
            #[cfg(feature = "xml")]
            Spot::Xml(path) => {
                crate::payload::xml::value(self.document(), path).map(|text| Cow::Owned(text.into_bytes()))
            }
            // `Plan::new` has refused the scheme.
            #[cfg(not(feature = "xml"))]
            Spot::Xml(_) => None,
            // Several values are none, see `find_each`.
            Spot::Each(..) => None,
            Spot::Item(pointer) => scalar_at(self.item, pointer),
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
        if let Spot::Each(array, within) = spot {
            return Ok(self.each(array, within).into_iter().map(|value| Cow::Owned(value.into_bytes())).collect());
        }
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

    /// Whether there is anything in a place. What is there twice is refused by whoever looks for the value.
    pub(crate) fn has(&self, spot: &Spot, list: (&[u8], &Grammar)) -> bool {
        self.find_each(spot, list).map_or(true, |found| !found.is_empty()) || self.written(spot).is_some()
    }

    /// What is written in a place of a JSON document; none, if that is `null`.
    #[cfg(feature = "json")]
    pub(crate) fn written(&self, spot: &Spot) -> Option<&str> {
        let (document, pointer) = match (spot, self.said) {
            (Spot::Json(pointer), _) => (self.document(), pointer),
            (Spot::Claim(pointer), Some(said)) => (&*said.claims, pointer),
            (Spot::Jose(pointer), Some(said)) => (&*said.header, pointer),
            _ => return None,
        };
        let found = crate::payload::locate::value(document, pointer).ok().flatten()?;
        Some(found.get()).filter(|written| *written != "null")
    }

    /// `Plan::new` has refused the scheme.
    #[cfg(not(feature = "json"))]
    #[allow(clippy::unused_self)]
    pub(crate) fn written(&self, _: &Spot) -> Option<&str> {
        None
    }

    /// The text or number at a pointer of an object that is signed on its own.
    pub(crate) fn in_item(&self, pointer: &Pointer) -> Option<Cow<'_, [u8]>> {
        scalar_at(self.item, pointer)
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
            let elements: Vec<&serde_json::value::RawValue> = locate::read(array).ok()?;
            let text = |element: &serde_json::value::RawValue| {
                Some(locate::scalar(locate::value(element.get().as_bytes(), within).ok()??)?.into_owned())
            };
            elements.into_iter().map(text).collect()
        };
        elements().unwrap_or_default()
    }

    /// The objects that are signed on their own; none at all, if one of the elements has none or there are too many.
    #[cfg(feature = "json")]
    pub(crate) fn items(&self, items: &Items) -> Vec<&[u8]> {
        use crate::payload::locate;

        let objects = || -> Option<Vec<&[u8]>> {
            let array = locate::value(self.document(), &items.array).ok()??;
            let elements: Vec<&serde_json::value::RawValue> = locate::read(array).ok()?;
            (elements.len() <= MAX_ITEMS).then_some(())?;
            elements
                .into_iter()
                .map(|element| Some(locate::value(element.get().as_bytes(), &items.within).ok()??.get().as_bytes()))
                .collect()
        };
        objects().unwrap_or_default()
    }

    /// `Plan::new` has refused the scheme.
    #[cfg(not(feature = "json"))]
    #[allow(clippy::unused_self)]
    pub(crate) fn items(&self, _: &Items) -> Vec<&[u8]> {
        Vec::new()
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

    /// Puts together what these pieces of a message are made of: as many as the plan has, `None` where there is nothing.
    pub(crate) fn values<'s>(
        &'s self,
        plan: &Plan,
        pieces: &[Piece],
        given: &Given<'s>,
    ) -> Result<Vec<Option<Cow<'s, [u8]>>>, Cause> {
        if plan.values.is_empty() {
            return Ok(Vec::new());
        }
        let mut values = vec![None; plan.values.len()];
        let mut further = false;
        for piece in pieces {
            let Piece::Value(index) = piece else { continue };
            if let (Some(to), Some(value)) = (values.get_mut(*index), plan.values.get(*index)) {
                *to = self.value(plan, value, given, further)?;
                further |= to.is_some() && matches!(value, Value::Parameters(..));
            }
        }
        Ok(values)
    }

    /// Puts a piece of the message together. `further` says whether parameters stand before it.
    fn value<'s>(
        &'s self,
        plan: &Plan,
        value: &Value,
        given: &Given<'s>,
        further: bool,
    ) -> Result<Option<Cow<'s, [u8]>>, Cause> {
        let list = Some(given.list);
        match value {
            Value::Optional(spot) => self.optional(spot, list),
            Value::Entry { spot, letters, presence, end } => {
                let found = self.optional(spot, list)?;
                let contains_end =
                    |value: &[u8]| memmem::find(value, end.encode_utf8(&mut [0; 4]).as_bytes()).is_some();
                match (found, presence) {
                    (None, Presence::Required) => Err(missing(spot)),
                    (Some(value), _) if contains_end(&value) => Err(malformed(spot, "it contains what ends it")),
                    (found, _) if *letters == Letters::AsReceived => Ok(found),
                    (found, _) => Ok(found.map(|value| Cow::Owned(value.to_ascii_lowercase()))),
                }
            }
            Value::Required(spot) => match self.find(spot, list)? {
                Some(value) => Ok(Some(value)),
                None => Err(missing(spot)),
            },
            Value::BodyChecksum => Ok(Some(Cow::Owned(written::checksum(given.signed_body)))),
            Value::EncodedPath => Ok(Some(written::encoded_path(self.head.path, self.head.query).into_bytes().into())),
            Value::Path => Ok(Some(Cow::Borrowed(self.head.path.as_bytes()))),
            Value::CanonicalPath => Ok(Some(written::canonical_path(self.head.path).into_bytes().into())),
            Value::DecodedUrl => Ok(Some(written::decoded_url(given.url).into_bytes().into())),
            Value::BodyAsJson => Ok(Some(Cow::Owned(written::as_json_string(given.signed_body)?))),
            Value::BodyDigest(hash, encoding) => {
                Ok(Some(Cow::Owned(crypto::written_digest(*hash, *encoding, given.signed_body))))
            }
            Value::Ciphertext => {
                let Some(sealed) = &plan.sealed else { return Ok(None) };
                let check = sealed.check.as_ref().filter(|_| self.head.method == Some(&Method::GET));
                let spot = check.unwrap_or(&sealed.at);
                self.find(spot, list)?.map(Some).ok_or_else(|| missing(spot))
            }
            Value::Parameters(parameters, time) => {
                let but = time.as_deref().filter(|_| given.lasting);
                let encoded = match parameters.of {
                    Of::Query => self.query(),
                    Of::Form if urlencoded::is_parameters(self.body) => self.body,
                    Of::Form if parameters.if_form => return Ok(None),
                    Of::Form => {
                        return Err(Cause::MalformedBody { place: "body".into(), why: "it is no URL-encoded form" });
                    }
                };
                let written = parameters.write(encoded, further, but)?;
                let message = written.as_deref().unwrap_or_default();
                let time = plan.scheme.timestamp.as_ref().map(|timestamp| &timestamp.at);
                let named = plan.scheme.id.iter().chain(plan.scheme.kind.iter()).chain(time);
                let mut named = named.filter(|_| !given.lasting);
                match named.find(|field| !parameters.are_told(message, further, encoded, field)) {
                    None => Ok(written.map(Cow::Owned)),
                    Some(field) => Err(Cause::MalformedBody {
                        place: field.to_string(),
                        why: "other parameters have the same signature, and there it is another",
                    }),
                }
            }
            Value::Headers { listed, listing, time } => {
                let names = self.find(listed, list)?.ok_or_else(|| missing(listed))?;
                Ok(Some(Cow::Owned(written::listed_headers(&names, *listing, time.as_ref(), self.head.headers)?)))
            }
        }
    }

    /// What is in a place, if it is not empty; refused, if nobody could say what it is.
    fn optional<'s>(&'s self, spot: &Spot, list: Option<(&'s [u8], &Grammar)>) -> Result<Option<Cow<'s, [u8]>>, Cause> {
        // To leave it out would be to say that nobody sent it.
        if self.is_ambiguous(spot) {
            return Err(missing(spot));
        }
        Ok(self.find(spot, list)?.filter(|value| !value.is_empty()))
    }

    /// Whether what is in a place is a number of a JSON body.
    #[cfg(feature = "json")]
    pub(crate) fn is_number(&self, spot: &Spot) -> bool {
        let Spot::Json(pointer) = spot else { return false };
        let found = crate::payload::locate::value(self.document(), pointer).ok().flatten();
        found.is_some_and(|found| found.get().starts_with(|first: char| first == '-' || first.is_ascii_digit()))
    }

    /// `Plan::new` has refused the scheme.
    #[cfg(not(feature = "json"))]
    #[allow(clippy::unused_self)]
    pub(crate) fn is_number(&self, _: &Spot) -> bool {
        false
    }

    /// Whether a place has more than one value, or something else than a text or a number.
    fn is_ambiguous(&self, spot: &Spot) -> bool {
        match spot {
            Spot::Query(name) => urlencoded::is_repeated(self.query(), name),
            Spot::Form(name) => urlencoded::is_form(self.body) && urlencoded::is_repeated(self.body, name),
            Spot::Json(pointer) => !is_scalar_or_nothing(self.document(), pointer),
            Spot::Item(pointer) => !is_scalar_or_nothing(self.item, pointer),
            // Two of them are taken for none, and so is one in a document that is not well-formed.
            #[cfg(feature = "xml")]
            Spot::Xml(path) => {
                let name = path.segments().last().map(AsRef::<str>::as_ref).unwrap_or_default();
                let is_named = memchr::memmem::find(self.document(), name.as_bytes()).is_some();
                is_named && crate::payload::xml::value(self.document(), path).is_none()
            }
            _ => false,
        }
    }
}

/// What a place that should have a value is called in an error.
pub(crate) fn missing(spot: &Spot) -> Cause {
    match spot {
        Spot::Header(name) => Cause::Missing { header: name.clone() },
        _ => malformed(spot, "it is not there, or twice"),
    }
}

/// A value that nothing can be made of.
fn malformed(spot: &Spot, why: &'static str) -> Cause {
    let place = match spot {
        Spot::Header(name) => return Cause::Malformed { header: name.clone(), why },
        Spot::HeaderJson(name, pointer) => format!("{pointer} in header {name}"),
        Spot::Query(name) => format!("{name} in the query"),
        Spot::Json(pointer) | Spot::Xml(pointer) => pointer.to_string(),
        Spot::Each(array, within) => format!("{array}/*{within}"),
        Spot::Item(pointer) => format!("{pointer} of an item"),
        Spot::Claim(pointer) => format!("{pointer} in the token"),
        Spot::Jose(pointer) => format!("{pointer} in the token's header"),
        Spot::Form(name) => name.to_string(),
        Spot::Member(key) => format!("{}=…", String::from_utf8_lossy(key)),
    };
    Cause::MalformedBody { place, why }
}
