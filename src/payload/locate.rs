//! Finding a few values in a JSON document in one pass, without building it.

use std::{borrow::Cow, fmt};

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::pointer::Pointer;

/// Writes to `found` the values at up to 32 pointers, as they are written in the document.
///
/// A member on the way that is there twice is an error: which of the two counts differs from parser to parser, and a
/// handler must not act on another value than the one that was the event's id.
pub(crate) fn values<'de>(
    document: &'de [u8],
    pointers: &[Pointer],
    found: &mut [Option<&'de RawValue>],
) -> Result<(), serde_json::Error> {
    let mut json = serde_json::Deserializer::from_slice(document);
    Walk { pointers, wanted: Set::first(pointers.len()), depth: 0, found }.deserialize(&mut json)?;
    json.end()
}

/// The value at one pointer.
pub(crate) fn value<'de>(document: &'de [u8], pointer: &Pointer) -> Result<Option<&'de RawValue>, serde_json::Error> {
    let mut found = [None];
    values(document, std::slice::from_ref(pointer), &mut found)?;
    Ok(found.into_iter().flatten().next())
}

/// What stands before and after the value at a pointer.
pub(crate) fn around<'d>(document: &'d [u8], pointer: &Pointer) -> Option<[&'d [u8]; 2]> {
    let written = value(document, pointer).ok()??.get();
    // The value is borrowed from the document, so the difference of their addresses is its place there.
    let start = (written.as_ptr() as usize).checked_sub(document.as_ptr() as usize)?;
    Some([document.get(..start)?, document.get(start.checked_add(written.len())?..)?])
}

/// Reads a value that was found. It is text, but read as bytes, as whole documents are: serde_json's reader is compiled once.
pub(crate) fn read<'d, T: Deserialize<'d>>(raw: &'d RawValue) -> Result<T, serde_json::Error> {
    serde_json::from_slice(raw.get().as_bytes())
}

/// The name of the only member of a JSON object besides `known`.
pub(crate) fn member_besides(document: &[u8], known: &str) -> Option<String> {
    let mut json = serde_json::Deserializer::from_slice(document);
    let name = Besides(known).deserialize(&mut json).ok()?;
    json.end().ok()?;
    name
}

/// The name of the one other member.
struct Besides<'k>(&'k str);

impl<'de> DeserializeSeed<'de> for Besides<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Option<String>, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Besides<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<String>, A::Error> {
        let (mut other, mut is_one) = (None, true);
        while let Some((Str(name), _)) = map.next_entry::<Str<'_>, &RawValue>()? {
            if name != self.0 {
                is_one &= other.as_ref().is_none_or(|other| *other == name);
                other = Some(name);
            }
        }
        Ok(other.filter(|_| is_one).map(Cow::into_owned))
    }
}

/// A string's text or a number's digits; nothing else is an id or a type.
pub(crate) fn scalar(raw: &RawValue) -> Option<Cow<'_, str>> {
    let text = raw.get();
    match text.as_bytes().first()? {
        b'"' => read::<Str<'_>>(raw).ok().map(|string| string.0),
        b'-' | b'0'..=b'9' => Some(text.into()),
        _ => None,
    }
}

/// A string, borrowed if it has no escapes.
#[derive(serde::Deserialize)]
struct Str<'a>(#[serde(borrow)] Cow<'a, str>);

/// Which of the pointers are meant, a bit each.
#[derive(Clone, Copy)]
struct Set(u32);

impl Set {
    const NONE: Self = Self(0);

    fn first(count: usize) -> Self {
        (0..count).fold(Self::NONE, Self::with)
    }

    fn with(self, index: usize) -> Self {
        Self(self.0 | 1_u32.checked_shl(u32::try_from(index).unwrap_or(u32::MAX)).unwrap_or_default())
    }

    fn retain(self, keep: impl Fn(usize) -> bool) -> Self {
        self.indices().filter(|index| keep(*index)).fold(Self::NONE, Self::with)
    }

    fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn shares(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn indices(self) -> impl Iterator<Item = usize> {
        (0..32).filter(move |index| self.0 >> index & 1 == 1)
    }
}

/// Looks for the `wanted` pointers below a value at `depth`, all of which lead here.
struct Walk<'w, 'de> {
    pointers: &'w [Pointer],
    wanted: Set,
    depth: usize,
    found: &'w mut [Option<&'de RawValue>],
}

impl<'de> Walk<'_, 'de> {
    fn segment(&self, index: usize) -> Option<&str> {
        self.pointers.get(index)?.segments().get(self.depth).map(AsRef::as_ref)
    }

    /// The walk one level down, for those pointers that go there.
    fn below(&mut self, wanted: Set) -> Walk<'_, 'de> {
        Walk { pointers: self.pointers, wanted, depth: self.depth + 1, found: self.found }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        let ends = self.wanted.retain(|index| self.segment(index).is_none());
        if ends.is_empty() {
            return json.deserialize_any(self);
        }
        let raw = <&RawValue as serde::Deserialize>::deserialize(json)?;
        for index in ends.indices() {
            if let Some(slot) = self.found.get_mut(index) {
                *slot = Some(raw);
            }
        }
        let on = self.wanted.without(ends);
        if on.is_empty() {
            return Ok(());
        }
        let mut inner = serde_json::Deserializer::from_slice(raw.get().as_bytes());
        Walk { wanted: on, ..self }.deserialize(&mut inner).map_err(D::Error::custom)
    }
}

impl<'de> Visitor<'de> for Walk<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut passed = Set::NONE;
        while let Some(wanted) = map.next_key_seed(Member(&self))? {
            if wanted.is_empty() {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            if wanted.shares(passed) {
                return Err(A::Error::custom("a member is there twice"));
            }
            passed = passed.union(wanted);
            map.next_value_seed(self.below(wanted))?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        for position in 0_usize.. {
            let is_here = |index| self.segment(index).and_then(element) == Some(position);
            let wanted = self.wanted.retain(is_here);
            let element = if wanted.is_empty() {
                seq.next_element::<IgnoredAny>()?.map(drop)
            } else {
                seq.next_element_seed(self.below(wanted))?
            };
            if element.is_none() {
                break;
            }
        }
        Ok(())
    }

    // A scalar on the way: the pointers that wanted to go through it find nothing.

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// The element that a segment means: digits without a leading zero (RFC 6901, section 4).
fn element(segment: &str) -> Option<usize> {
    let digits = segment == "0" || segment.starts_with(|first: char| matches!(first, '1'..='9'));
    segment.parse().ok().filter(|_| digits)
}

/// Reads a member's name and says which pointers go through it, without copying the name.
struct Member<'m, 'w, 'de>(&'m Walk<'w, 'de>);

impl<'de> DeserializeSeed<'de> for Member<'_, '_, 'de> {
    type Value = Set;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Set, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for Member<'_, '_, '_> {
    type Value = Set;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Set, E> {
        Ok(self.0.wanted.retain(|index| self.0.segment(index) == Some(name)))
    }
}
