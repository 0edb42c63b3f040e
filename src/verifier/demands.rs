//! What single values must be, held against a delivery whose signature was right.

use std::borrow::Cow;

use super::Shared;
use crate::{
    crypto,
    error::Cause,
    scheme::{
        Algorithm, Encoding, When, candidates,
        plan::{Demand, Spot, Wanted},
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
        let list = (list, &self.plan.scheme.signature.grammar);
        let place = demand.places.iter().find(|(_, spot)| reading.has(spot, list)).or(demand.places.first());
        let Some((field, spot)) = place else { return Ok(()) };
        let found = reading.find_each(spot, list)?;
        let unexpected = |why| Err(Cause::Unexpected { place: field.to_string(), why });
        let (body, is_there) = (reading.body, reading.has(spot, list));
        let needed = match demand.when {
            When::Always => true,
            When::Present => false,
            When::Body if body.is_empty() && is_there => return unexpected("there is no body that it could be of"),
            When::Body => !body.is_empty(),
            When::NoForm => !body.is_empty() && !urlencoded::is_form(body),
        };
        match &demand.wanted {
            Wanted::Absent if is_there => return unexpected("it must not be there"),
            Wanted::Absent => return Ok(()),
            _ if !is_there => return if needed { unexpected("it is not there") } else { Ok(()) },
            Wanted::Object if is_object(reading.written(spot)) => return Ok(()),
            Wanted::Object => return unexpected("it is no JSON object, or an empty one"),
            _ if found.is_empty() => return unexpected("it is neither a text nor a list of texts"),
            _ => {}
        }
        // Of several values of a token one is enough; in each element of the body, all must be right.
        let is_one_of = |wanted: &[&[u8]]| {
            let fits = |value: &Cow<'_, [u8]>| wanted.contains(&&**value);
            if matches!(spot, Spot::Each(..)) { found.iter().all(fits) } else { found.iter().any(fits) }
        };
        let digest = |hash: Algorithm, encoding: Encoding, of: &[u8]| match found.as_slice() {
            [value] => crypto::is_digest(hash, encoding, of, value),
            _ => false,
        };
        let (met, why) = match &demand.wanted {
            Wanted::OneOf(values) => {
                let values: Vec<&[u8]> = values.iter().map(|value| &**value).collect();
                (is_one_of(&values), "it is another than the scheme or you say")
            }
            Wanted::Setting(_) | Wanted::Absent | Wanted::Object => (false, "nobody said what it must be"),
            Wanted::Url => {
                (is_one_of(&[self.url(reading.head)?.as_bytes()]), "it is not the `public_url` of the verifier")
            }
            Wanted::Same(other) => {
                let other: Option<Cow<'_, [u8]>> = reading.find(other, Some(list))?;
                (other.is_some_and(|other| is_one_of(&[&other])), "two places that must agree differ")
            }
            Wanted::Member(key, text) => {
                let has = |list: &[u8]| candidates::comma_member(list, key) == Some(text);
                (matches!(found.as_slice(), [list] if has(list)), "it is another than the scheme says")
            }
            Wanted::BodyDigest(hash, encoding) if !digest(*hash, *encoding, body) => {
                return Err(Cause::BodyChanged { place: field.to_string() });
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

/// Whether this is a JSON object with something in it.
fn is_object(written: Option<&str>) -> bool {
    let inside = written.and_then(|json| json.strip_prefix('{')?.strip_suffix('}'));
    inside.is_some_and(|inside| !inside.trim_ascii().is_empty())
}
