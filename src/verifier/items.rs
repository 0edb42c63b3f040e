//! Items of a delivery that are signed on their own, and by what a repetition of a delivery is known.

use std::borrow::Cow;

use super::{Shared, claims::Claims, trial::Trial};
use crate::{
    crypto,
    error::Cause,
    scheme::{
        message::Message,
        plan::{Items, Piece},
        values::{Given, Reading},
    },
};

/// An object that is signed on its own: what its message is made of, and its signature.
pub(super) struct Item<'i> {
    values: Vec<Option<Cow<'i, [u8]>>>,
    pub(super) signature: Cow<'i, [u8]>,
}

impl Item<'_> {
    /// The message of this item.
    pub(super) fn message<'m>(&'m self, message: &Message<'m>) -> Message<'m> {
        Message { values: &self.values, ..*message }
    }
}

impl Shared {
    /// Puts the message of each item together and does something with them. The message that they are given has what is
    /// the same in all.
    pub(super) fn with_items<T>(
        &self,
        items: &Items,
        reading: &Reading<'_>,
        claims: &Claims<'_>,
        url: &str,
        then: impl FnOnce(&Message<'_>, &[Piece], &[Item<'_>]) -> Result<T, Cause>,
    ) -> Result<T, Cause> {
        let malformed = |why| Cause::MalformedBody { place: items.signature.to_string(), why };
        let parts: Vec<_> = reading.items(items).into_iter().map(|item| reading.within(item)).collect();
        if parts.is_empty() {
            return Err(malformed("there are no items, or too many, or they are not what the scheme says"));
        }
        let pieces = self.plan.pieces(claims.way);
        let list = (claims.signature, &self.plan.scheme.signature.grammar);
        let given = Given { list, signed_body: reading.body, url, lasting: false };
        let item = |part| -> Result<Item<'_>, Cause> {
            let part: &Reading<'_> = part;
            let signature = part.in_item(&items.signature).ok_or_else(|| malformed("an item has no signature"))?;
            Ok(Item { values: part.values(&self.plan, pieces, &given)?, signature })
        };
        let signed: Vec<_> = parts.iter().map(item).collect::<Result<_, _>>()?;
        then(&claims.message(reading.head, reading.body, url, &[]), pieces, &signed)
    }
}

impl Trial<'_, '_> {
    /// The digest of what is signed, for schemes where that and not the body tells a repetition.
    pub(super) fn fingerprint(&self) -> Option<Box<[u8; 32]>> {
        let lasting = |message: &Message<'_>| crypto::digest(&message.lasting(self.pieces).collect::<Vec<_>>());
        if !self.items.is_empty() {
            let messages: Vec<_> = self.items.iter().map(|item| lasting(&item.message(self.message))).collect();
            return Some(Box::new(crypto::digest(&messages.iter().map(<[u8; 32]>::as_slice).collect::<Vec<_>>())));
        }
        let list = (self.claims.signature, &self.shared.plan.scheme.signature.grammar);
        let given = Given { list, signed_body: self.message.body, url: self.message.url, lasting: true };
        let values = self.reading.values(&self.shared.plan, self.pieces, &given).ok()?;
        let signed = lasting(&Message { values: &values, ..*self.message });
        // What is not signed is all that tells one event from the next then.
        let body = if self.shared.plan.scheme.covers_body() { &[] } else { self.message.body };
        Some(Box::new(crypto::digest(&[&signed, body])))
    }
}
