//! The message that is signed, piece by piece: nothing is copied together.

use std::borrow::Cow;

use http::{HeaderMap, Method};

use super::plan::Piece;

/// What the parts of a message stand for in one delivery.
#[derive(Clone, Copy)]
pub(crate) struct Message<'m> {
    pub(crate) body: &'m [u8],
    pub(crate) timestamp: &'m [u8],
    pub(crate) id: &'m [u8],
    pub(crate) headers: &'m HeaderMap,
    pub(crate) method: Option<&'m Method>,
    pub(crate) url: &'m str,
    /// As many as the plan has.
    pub(crate) values: &'m [Option<Cow<'m, [u8]>>],
}

impl<'m> Message<'m> {
    /// The slices to sign with this key. A header or a method that is not there is an empty one; whether it must be there
    /// is checked before.
    #[inline]
    pub(crate) fn slices(&'m self, pieces: &'m [Piece], secret: &'m [u8]) -> impl Iterator<Item = &'m [u8]> + Clone {
        pieces.iter().map(move |piece| match piece {
            Piece::Body => self.body,
            Piece::Timestamp => self.timestamp,
            Piece::Id => self.id,
            Piece::Secret => secret,
            Piece::Header(name, _) => self.headers.get(name).map(http::HeaderValue::as_bytes).unwrap_or_default(),
            Piece::Method => self.method.map(Method::as_str).unwrap_or_default().as_bytes(),
            Piece::Url => self.url.as_bytes(),
            Piece::UrlWithoutQuery => self.url.split('?').next().unwrap_or_default().as_bytes(),
            Piece::UrlPath => path(self.url).as_bytes(),
            Piece::Literal(text) => text,
            // There is none left when the verifier is built.
            Piece::Setting(_) => &[],
            Piece::Value(index) => self.value(*index).unwrap_or_default(),
            Piece::With(index, text) => self.value(*index).map(|_| &**text).unwrap_or_default(),
        })
    }

    /// What a repetition of the same event has, too: all of it but the time, the id, the key and what is in headers.
    pub(crate) fn lasting(&'m self, pieces: &'m [Piece]) -> impl Iterator<Item = &'m [u8]> {
        let lasts = |piece: &&Piece| !matches!(piece, Piece::Timestamp | Piece::Id | Piece::Secret | Piece::Header(..));
        pieces.iter().filter(lasts).flat_map(|piece| self.slices(std::slice::from_ref(piece), &[]))
    }

    fn value(&self, index: usize) -> Option<&[u8]> {
        self.values.get(index)?.as_deref()
    }
}

/// The path of a URL.
fn path(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = after_scheme.find('/').and_then(|slash| after_scheme.get(slash..)).unwrap_or("/");
    path.split(['?', '#']).next().unwrap_or_default()
}
