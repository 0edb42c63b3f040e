//! The message that is signed, as slices: nothing is copied together.

use http::{HeaderMap, Method};

use super::{
    find,
    plan::{Piece, Plan},
};
use crate::error::Cause;

/// The most parts that a message has.
const MAX_PARTS: usize = 12;

/// What the parts of a message stand for in one delivery.
pub(crate) struct Values<'v> {
    pub(crate) body: &'v [u8],
    pub(crate) timestamp: &'v [u8],
    pub(crate) id: &'v [u8],
    pub(crate) headers: &'v HeaderMap,
    pub(crate) method: Option<&'v Method>,
    pub(crate) url: &'v str,
}

/// A message in slices.
pub(crate) struct Message<'v> {
    slices: [&'v [u8]; MAX_PARTS],
    len: usize,
}

impl<'v> Message<'v> {
    pub(crate) fn new(plan: &'v Plan, values: &Values<'v>) -> Result<Self, Cause> {
        let mut slices: [&[u8]; MAX_PARTS] = [&[]; MAX_PARTS];
        for (slot, piece) in slices.iter_mut().zip(&plan.message) {
            *slot = match piece {
                Piece::Body => values.body,
                Piece::Timestamp => values.timestamp,
                Piece::Id => values.id,
                Piece::Header(name) => find::required(values.headers, name)?.as_bytes(),
                Piece::Method => values.method.ok_or(Cause::NeedsRequest)?.as_str().as_bytes(),
                Piece::Url => values.url.as_bytes(),
                Piece::Literal(text) => text,
            };
        }
        Ok(Self { slices, len: plan.message.len() })
    }

    pub(crate) fn slices(&self) -> &[&'v [u8]] {
        self.slices.get(..self.len).unwrap_or_default()
    }
}
