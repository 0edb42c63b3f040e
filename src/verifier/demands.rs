//! What single values must be, held against a delivery whose signature was right.

use std::borrow::Cow;

use super::Shared;
use crate::{
    crypto,
    error::Cause,
    scheme::{
        Algorithm, Encoding, When, candidates,
        plan::{Demand, Wanted},
        values::Reading,
    },
    urlencoded,
};

impl Shared {
    /// Refuses a delivery that is authentic, but not what was agreed or not whole. `list` is the text with the
    /// signatures; `message` is what is signed by way of its digest, in schemes that have one.
    pub(super) fn meet(
        &self,
        reading: &Reading<'_>,
        list: &[u8],
        message: impl Fn() -> Option<Vec<u8>>,
    ) -> Result<(), Cause> {
        for demand in &self.plan.demands {
            self.meet_one(demand, reading, list, &message)?;
        }
        Ok(())
    }

    fn meet_one(
        &self,
        demand: &Demand,
        reading: &Reading<'_>,
        list: &[u8],
        message: &impl Fn() -> Option<Vec<u8>>,
    ) -> Result<(), Cause> {
        let grammar = &self.plan.scheme.signature.grammar;
        let found = reading.find_each(&demand.spot, (list, grammar))?;
        let unexpected = |why| Err(Cause::Unexpected { place: demand.field.to_string(), why });
        let body = reading.body;
        let needed = match demand.when {
            When::Always => true,
            When::Present => false,
            When::Body if body.is_empty() && !found.is_empty() => {
                return unexpected("there is no body that it could be of");
            }
            When::Body => !body.is_empty(),
            When::NoForm => !body.is_empty() && !urlencoded::is_form(body),
        };
        if let Wanted::Absent = demand.wanted {
            return if found.is_empty() { Ok(()) } else { unexpected("it must not be there") };
        }
        if found.is_empty() {
            return if needed { unexpected("it is not there") } else { Ok(()) };
        }
        let is = |wanted: &[u8]| found.iter().any(|value| **value == *wanted);
        let digest = |hash: Algorithm, encoding: Encoding, of: &[u8]| match found.as_slice() {
            [value] => crypto::is_digest(hash, encoding, of, value),
            _ => false,
        };
        let (met, why) = match &demand.wanted {
            Wanted::OneOf(values) => (values.iter().any(|value| is(value)), "it is another than the scheme or you say"),
            Wanted::Setting(_) | Wanted::Absent => (false, "nobody said what it must be"),
            Wanted::Url => (is(self.url(reading.head)?.as_bytes()), "it is not the `public_url` of the verifier"),
            Wanted::Same(spot) => {
                let other: Option<Cow<'_, [u8]>> = reading.find(spot, Some((list, grammar)))?;
                (other.is_some_and(|other| is(&other)), "two places that must agree differ")
            }
            Wanted::Member(key, text) => {
                let has = |list: &[u8]| candidates::comma_member(list, key) == Some(text);
                (matches!(found.as_slice(), [list] if has(list)), "it is another than the scheme says")
            }
            Wanted::BodyDigest(hash, encoding) if !digest(*hash, *encoding, body) => {
                return Err(Cause::BodyChanged { place: demand.field.to_string() });
            }
            Wanted::BodyDigest(..) | Wanted::Anything => (true, ""),
            Wanted::MessageDigest(hash, encoding) => {
                let right = message().is_some_and(|message| digest(*hash, *encoding, &message));
                (
                    right,
                    "it is not the digest of what was sent: the `public_url` may be another than the provider calls",
                )
            }
        };
        if met { Ok(()) } else { unexpected(why) }
    }
}
