//! What single values must be, made ready.

use super::{bad, spot::Spot};
use crate::{
    SetupError,
    scheme::{Algorithm, Check, Encoding, Field, Must, Scheme, Text, When},
};

/// A [`Check`] made ready.
pub(crate) struct Demand {
    /// Where the value may be: the first that has one counts. There is at least one.
    pub(crate) places: Vec<(Field, Spot)>,
    pub(crate) wanted: Wanted,
    pub(crate) when: When,
}

/// A [`Must`] made ready.
pub(crate) enum Wanted {
    OneOf(Vec<Box<[u8]>>),
    /// What the application will say; until then, nothing fits.
    Setting(Text),
    /// Whatever it is: the application has said that it does not mind.
    Anything,
    Url,
    BodyDigest(Algorithm, Encoding),
    MessageDigest(Algorithm, Encoding),
    Same(Spot),
    Member(Box<[u8]>, Box<[u8]>),
    Object,
    Absent,
}

/// What an application agreed with the provider, by name.
pub(crate) type Settings = [(String, Option<String>)];

impl Demand {
    pub(super) fn new(scheme: &Scheme, check: &Check) -> Result<Self, SetupError> {
        let wanted = match &check.must {
            Must::Be { text, or, or_else } => {
                let mut texts = vec![text.as_bytes().into()];
                for other in [or, or_else] {
                    if !other.is_empty() {
                        texts.push(other.as_bytes().into());
                    }
                }
                Wanted::OneOf(texts)
            }
            Must::BeSetting(name) => Wanted::Setting(*name),
            Must::BeUrl => Wanted::Url,
            Must::BeBodyDigest { hash, encoding } => Wanted::BodyDigest(*hash, *encoding),
            Must::BeMessageDigest { hash, encoding } => Wanted::MessageDigest(*hash, *encoding),
            Must::BeSame(field) => Wanted::Same(Spot::new(scheme, field)?),
            Must::HaveMember { key, text } => Wanted::Member(key.as_bytes().into(), text.as_bytes().into()),
            Must::BeObject => Wanted::Object,
            Must::BeAbsent => Wanted::Absent,
        };
        let mut places = Vec::new();
        for field in check.places() {
            places.push((*field, Spot::new(scheme, field)?));
        }
        Ok(Self { places, wanted, when: check.when })
    }

    /// Puts in what the application has said.
    pub(super) fn settle(&mut self, scheme: &Scheme, settings: &Settings) -> Result<(), SetupError> {
        self.wanted.settle(scheme, settings)
    }
}

impl Wanted {
    /// Puts in what the application has said.
    pub(super) fn settle(&mut self, scheme: &Scheme, settings: &Settings) -> Result<(), SetupError> {
        let Self::Setting(name) = self else { return Ok(()) };
        let mut values = Vec::new();
        for (given, value) in settings {
            match value {
                _ if given != name.as_str() => {}
                Some(value) => values.push(value.as_bytes().into()),
                None => {
                    *self = Self::Anything;
                    return Ok(());
                }
            }
        }
        if values.is_empty() {
            return Err(missing(scheme, name));
        }
        *self = Self::OneOf(values);
        Ok(())
    }
}

/// The value of a setting that the message has in it.
pub(super) fn setting(scheme: &Scheme, name: &Text, settings: &Settings) -> Result<Box<[u8]>, SetupError> {
    let mut named = settings.iter().filter(|(given, _)| given == name.as_str());
    match (named.next(), named.next()) {
        (Some((_, Some(value))), None) => Ok(value.as_bytes().into()),
        (None, _) => Err(missing(scheme, name)),
        _ => Err(bad(scheme, format!("`{name}` is signed, so it has one value: call `.setting(\"{name}\", …)` once"))),
    }
}

fn missing(scheme: &Scheme, name: &Text) -> SetupError {
    SetupError::NoSetting { scheme: scheme.name().into(), name: name.to_string() }
}
