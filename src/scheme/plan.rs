//! A scheme made ready to verify with: names parsed, pointers split, contradictions refused.

use http::HeaderName;

#[cfg(feature = "actix")]
use super::Proof;
use super::{Cipher, Encrypted, Field, KeyPlace, Part, Scheme, Source, Text, find::IdEnd, parameters::Of};
use crate::{SetupError, payload::pointer::Pointer};

mod check;
mod demand;
mod facts;
mod offer;
mod pieces;
mod spot;

pub(crate) use demand::{Demand, Settings, Wanted};
use facts::Facts;
pub(crate) use offer::{Items, Offered, Time};
pub(crate) use pieces::{Piece, Value};
pub(crate) use spot::{At, Place, Spot};

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
    pub(crate) demands: Vec<Demand>,
    pub(crate) sealed: Option<Sealed>,
    pub(crate) key_id: Option<Spot>,
    /// Where a delivery names the algorithm.
    pub(crate) named_by: Option<Spot>,
    /// Where a delivery names the URL of its key: the first that has it.
    pub(crate) keys_url: Vec<(Field, Spot)>,
    pub(crate) id: Vec<Place>,
    pub(crate) kind: Vec<Place>,
    /// Where ids and types may be in a JSON body; [`At::Json`] counts in this list.
    pub(crate) pointers: Vec<Pointer>,
    /// Whether method, path or query take part.
    pub(crate) needs_request: bool,
    pub(crate) facts: Facts,
}

/// An [`Encrypted`] made ready.
pub(crate) struct Sealed {
    pub(crate) at: Spot,
    /// Where it is in an endpoint check.
    pub(crate) check: Option<Spot>,
    pub(crate) cipher: Cipher,
    /// Whom it must be for.
    pub(crate) receiver: Wanted,
}

impl Sealed {
    fn new(scheme: &Scheme, words: &Encrypted) -> Result<Self, SetupError> {
        let check = words.check.map(|field| Spot::new(scheme, &field)).transpose()?;
        let receiver = match words.cipher {
            Cipher::Framed { receiver } => Wanted::Setting(receiver),
            Cipher::IvFirst => Wanted::Anything,
        };
        Ok(Self { at: Spot::new(scheme, &words.at)?, check, cipher: words.cipher, receiver })
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

impl Plan {
    pub(crate) fn new(scheme: Scheme) -> Result<Self, SetupError> {
        check::contradictions(&scheme).map_err(|why| bad(&scheme, why))?;
        let header = |name: &Text| header_name(&scheme, name);
        for text in scheme.items.iter().flat_map(super::Items::pointers) {
            pointer(&scheme, text)?;
        }
        let mut pointers = Vec::new();
        let id = spot::places(&scheme, &scheme.id, &mut pointers)?;
        let kind = spot::places(&scheme, &scheme.kind, &mut pointers)?;
        let signed_id = match (pieces::id_end(&scheme), scheme.id.first()) {
            (Some(end), Some(Field::Header(name))) => Some((header(name)?, end)),
            _ => None,
        };
        let mut pins = Vec::new();
        for pin in scheme.pins.iter() {
            pins.push((header(&pin.header)?, pin.value.as_bytes().into()));
        }
        let mut demands = Vec::new();
        for check in scheme.checks.iter() {
            demands.push(Demand::new(&scheme, check)?);
        }
        let named = match scheme.keys_at.map(|keys_at| keys_at.place) {
            Some(KeyPlace::Certificate { url, or, .. }) => [Some(url), or],
            Some(KeyPlace::NamedSet { url, .. }) => [Some(url), None],
            _ => [None, None],
        };
        let mut keys_url = Vec::new();
        for field in named.into_iter().flatten() {
            keys_url.push((field, Spot::new(&scheme, &field)?));
        }
        let mut values = Vec::new();
        let mut messages = Vec::new();
        for parts in scheme.messages() {
            messages.push(pieces::pieces(&scheme, &parts, &mut values)?);
        }
        let mut messages = messages.into_iter();
        let (message, other_message) = (messages.next().unwrap_or_default(), messages.next().unwrap_or_default());
        let of_request = |part: &Part| match part {
            Part::Method | Part::EncodedPath | Part::Path(_) | Part::CanonicalPath => true,
            Part::Value(field) | Part::ValueIfAny(field) | Part::Entry { field, .. } => {
                matches!(field, Field::Query(_))
            }
            Part::Parameters(parameters) => parameters.of == Of::Query,
            _ => false,
        };
        let query = |field: &Field| matches!(field, Field::Query(_));
        let mut plan = Self {
            signature: offer::offered(&scheme)?,
            time: offer::time(&scheme)?,
            signed_id,
            pins,
            demands,
            sealed: scheme.encrypted.map(|words| Sealed::new(&scheme, &words)).transpose()?,
            named_by: scheme.signature.named_by.map(|named| Spot::new(&scheme, &named.field)).transpose()?,
            keys_url,
            key_id: scheme.key_id.as_ref().map(|field| Spot::new(&scheme, field)).transpose()?,
            id,
            kind,
            pointers,
            needs_request: scheme.parts().into_iter().any(of_request)
                || scheme.checks.iter().any(|check| check.places().into_iter().any(query))
                || scheme.timestamp.is_some_and(|timestamp| query(&timestamp.at))
                || matches!(&scheme.signature.at, Source::Field(field) if query(field)),
            facts: Facts::default(),
            message,
            other_message,
            values,
            scheme,
        };
        plan.facts = Facts::of(&plan);
        Ok(plan)
    }

    /// Puts in what the application agreed with the provider: everything that the scheme asks for, and nothing else.
    pub(crate) fn settle(&mut self, settings: &Settings) -> Result<(), SetupError> {
        let scheme = self.scheme;
        let known: Vec<_> = scheme.settings().collect();
        if let Some((unknown, _)) = settings.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            let known = if known.is_empty() { "it has none".into() } else { format!("it has: {}", known.join(", ")) };
            return Err(SetupError::UnknownSetting { scheme: scheme.name().into(), name: unknown.clone(), known });
        }
        let is_blank = |value: &Option<String>| value.as_ref().is_some_and(|value| value.trim_ascii().is_empty());
        if let Some((name, _)) = settings.iter().find(|(_, value)| is_blank(value)) {
            return Err(bad(
                &scheme,
                format!("the setting `{name}` is empty: is the variable that it comes from set?"),
            ));
        }
        for demand in &mut self.demands {
            demand.settle(&scheme, settings)?;
        }
        if let Some(sealed) = &mut self.sealed {
            sealed.receiver.settle(&scheme, settings)?;
        }
        for piece in self.message.iter_mut().chain(&mut self.other_message) {
            if let Piece::Setting(name) = piece {
                *piece = Piece::Literal(demand::setting(&scheme, name, settings)?);
            }
        }
        Ok(())
    }

    /// Whether the headers alone have signature and time, so that both can be looked at before the body is read.
    pub(crate) fn is_in_headers(&self) -> bool {
        !matches!(self.signature, Offered::At(_) | Offered::Each(..) | Offered::Items(_) | Offered::Body)
            && !matches!(self.time, Time::At(..))
            && self.named_by.is_none()
    }

    /// Every header that verification reads, for frameworks whose header map is their own; those that a sender lists are
    /// not among them, see [`lists_headers`](Self::lists_headers).
    #[cfg(feature = "actix")]
    pub(crate) fn headers(&self) -> impl Iterator<Item = &HeaderName> {
        let signature: Box<dyn Iterator<Item = &HeaderName>> = match &self.signature {
            Offered::Header(names) | Offered::Numbered(names) | Offered::PerSecret(names) => Box::new(names.iter()),
            Offered::Repeatable(name) => Box::new(std::iter::once(name)),
            Offered::At(spot) => Box::new(spot.header().into_iter()),
            Offered::Each(..) | Offered::Items(_) | Offered::Body => Box::new(std::iter::empty()),
        };
        let places = self.id.iter().chain(&self.kind).filter_map(|place| match &place.at {
            At::Header(name) => Some(name),
            _ => None,
        });
        let pieces = self.message.iter().chain(&self.other_message).filter_map(|piece| match piece {
            Piece::Header(name, _) => Some(name),
            _ => None,
        });
        let values = self.values.iter().filter_map(|value| match value {
            Value::Required(spot)
            | Value::Optional(spot)
            | Value::Entry { spot, .. }
            | Value::Headers { listed: spot, .. } => spot.header(),
            _ => None,
        });
        let demands = self.demands.iter().flat_map(|demand| {
            let other = match &demand.wanted {
                Wanted::Same(spot) => spot.header(),
                _ => None,
            };
            demand.places.iter().filter_map(|(_, spot)| spot.header()).chain(other)
        });
        let time = match &self.time {
            Time::Header(name, _) => Some(name),
            _ => None,
        };
        signature
            .chain(time)
            .chain(self.signed_id.iter().map(|(name, _)| name))
            .chain(self.pins.iter().map(|(name, _)| name))
            .chain(self.key_id.iter().filter_map(Spot::header))
            .chain(self.keys_url.iter().map(|(_, spot)| spot).chain(&self.named_by).filter_map(Spot::header))
            .chain(places)
            .chain(pieces)
            .chain(values)
            .chain(demands)
    }

    /// Whether the sender says which headers are signed, so that any may be.
    #[cfg(feature = "actix")]
    pub(crate) fn lists_headers(&self) -> bool {
        matches!(self.scheme.proof, Proof::HttpSignature(_))
            || self.values.iter().any(|value| matches!(value, Value::Headers { .. }))
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
        let by_url = !self.scheme.message.iter().any(Part::is_whole_query) && self.facts.signs_url;
        by_url && places.into_iter().any(|place| place.signed && matches!(place.at, At::Query(_)))
    }
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
