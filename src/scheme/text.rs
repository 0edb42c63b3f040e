//! Fixed-size building blocks that let a scheme be plain `Copy` data.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor, value::SeqAccessDeserializer},
};

/// A short text stored inline: a header name, a prefix, a JSON pointer.
///
/// A [`Scheme`](crate::Scheme) is made of these instead of `&'static str`, so that the same type serves a constant in
/// a source file and a value read at run time, with no heap and nothing to leak.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Text {
    len: u8,
    bytes: [u8; Text::MAX],
}

impl Text {
    /// The longest text, in bytes.
    pub const MAX: usize = 63;

    /// The empty text.
    pub const EMPTY: Self = Self { len: 0, bytes: [0; Self::MAX] };

    /// Copies `text`.
    ///
    /// # Panics
    ///
    /// If `text` is longer than [`Text::MAX`] bytes: a compile error where the scheme is a constant. For text that
    /// arrives at run time there is [`TryFrom`].
    #[allow(clippy::indexing_slicing, clippy::cast_possible_truncation)] // `i < len <= MAX`, checked below
    pub const fn new(text: &str) -> Self {
        assert!(text.len() <= Self::MAX, "a scheme's texts are at most 63 bytes long");
        let mut bytes = [0; Self::MAX];
        let mut i = 0;
        while i < text.len() {
            bytes[i] = text.as_bytes()[i];
            i += 1;
        }
        Self { len: text.len() as u8, bytes }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The text's bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// Whether there is nothing in it.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl TryFrom<&str> for Text {
    type Error = crate::SetupError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        if text.len() > Self::MAX {
            return Err(crate::SetupError::TextTooLong { start: text.chars().take(24).collect() });
        }
        Ok(Self::new(text))
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfText;

        impl Visitor<'_> for OfText {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a text of at most {} bytes", Text::MAX)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
                Text::try_from(text).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(OfText)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// At most `N` items, inline.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct List<T, const N: usize>([Option<T>; N]);

impl<T: Copy, const N: usize> List<T, N> {
    /// Copies `items`; panics (at compile time in a constant) when there are more than `N`.
    #[allow(clippy::indexing_slicing)] // `i < items.len() <= N`, checked below
    pub(crate) const fn new(items: &[T]) -> Self {
        assert!(items.len() <= N, "more items than a scheme has room for");
        let mut list = [None; N];
        let mut i = 0;
        while i < items.len() {
            list[i] = Some(items[i]);
            i += 1;
        }
        Self(list)
    }

    /// The same list with one more item; panics (at compile time in a constant) when it is full.
    #[allow(clippy::indexing_slicing)] // `i < N`, checked below
    pub(crate) const fn with(mut self, item: T) -> Self {
        let mut i = 0;
        while i < N && self.0[i].is_some() {
            i += 1;
        }
        assert!(i < N, "more items than a scheme has room for");
        self.0[i] = Some(item);
        self
    }

    pub(crate) const fn slots(&self) -> &[Option<T>] {
        &self.0
    }

    pub(crate) fn first(&self) -> Option<&T> {
        self.iter().next()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.first().is_none()
    }

    pub(crate) fn iter(&self) -> Iter<'_, T> {
        Iter(&self.0)
    }
}

/// The items of a [`List`] of any size: what walks lists is compiled once for each type of items.
pub(crate) struct Iter<'l, T>(&'l [Option<T>]);

impl<'l, T> Iterator for Iter<'l, T> {
    type Item = &'l T;

    fn next(&mut self) -> Option<&'l T> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        first.as_ref()
    }
}

impl<T: Copy + fmt::Debug, const N: usize> fmt::Debug for List<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: Copy, const N: usize> Default for List<T, N> {
    fn default() -> Self {
        Self([None; N])
    }
}

impl<T: Copy + Serialize, const N: usize> Serialize for List<T, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// Reads a list, or a single item for a list of one.
impl<'de, T: Copy + Deserialize<'de>, const N: usize> Deserialize<'de> for List<T, N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrMany(PhantomData))
    }
}

struct OneOrMany<T, const N: usize>(PhantomData<T>);

impl<'de, T: Copy + Deserialize<'de>, const N: usize> Visitor<'de> for OneOrMany<T, N> {
    type Value = List<T, N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of at most {N}, or a single one")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        T::deserialize(serde::de::value::StrDeserializer::new(text)).map(|item| List::new(&[item]))
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(|item| List::new(&[item]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        let items = Vec::<T>::deserialize(SeqAccessDeserializer::new(seq))?;
        if items.len() > N {
            return Err(A::Error::custom(format_args!(
                "a list of {} items, but a scheme has room for {N}",
                items.len()
            )));
        }
        Ok(List::new(&items))
    }
}
