//! What a delivery's headers say, before anything is proven.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::Shared;
use crate::{
    error::Cause,
    scheme::{
        Grammar, KeyPair, NamedBy,
        candidates::Candidates,
        find,
        message::Message,
        plan::{Offered, Piece, Time, Way},
        values::{Head, Reading, missing},
    },
    secret::keys::Set,
    time::Moment,
};

/// What the headers say, not yet proven. It is filled in where it stands, as [`Opened`](super::Opened) is.
pub(crate) struct Claims<'h> {
    pub(crate) candidates: Candidates<'h>,
    /// The text that they were read from; empty if each has a header of its own.
    pub(crate) signature: &'h [u8],
    pub(crate) way: Way,
    /// As received: this is what is signed.
    pub(crate) timestamp: Cow<'h, [u8]>,
    pub(crate) moment: Option<Moment>,
    pub(crate) id: &'h [u8],
}

impl Default for Claims<'_> {
    fn default() -> Self {
        Self {
            candidates: Candidates::default(),
            signature: &[],
            way: Way::Usual,
            timestamp: Cow::Borrowed(&[]),
            moment: None,
            id: &[],
        }
    }
}

#[cfg(feature = "jwt")]
impl<'h> Claims<'h> {
    /// Of a delivery that a token proves, which is not yet looked at.
    pub(super) fn of_token(token: &'h [u8], timestamp: Cow<'h, [u8]>, id: &'h [u8]) -> Self {
        Self { signature: token, timestamp, id, ..Self::default() }
    }
}

impl Claims<'_> {
    /// The message of a delivery, for which values were put together.
    #[inline]
    pub(super) fn message<'m>(
        &'m self,
        head: &Head<'m>,
        body: &'m [u8],
        url: &'m str,
        values: &'m [Option<Cow<'m, [u8]>>],
    ) -> Message<'m> {
        let (headers, method) = (head.headers, head.method);
        Message { body, timestamp: &self.timestamp, id: self.id, headers, method, url, values }
    }
}

/// What is not in the headers.
#[derive(Default)]
pub(crate) struct Elsewhere<'h> {
    pub(crate) signature: Option<&'h [u8]>,
    pub(crate) timestamp: Option<Cow<'h, [u8]>>,
    /// What names the algorithm.
    pub(crate) algorithm: Option<Cow<'h, [u8]>>,
}

impl Shared {
    /// Reads the headers; refuses what can be refused without a look at the body.
    pub(crate) fn claims<'h>(
        &self,
        set: &Set,
        headers: &'h HeaderMap,
        elsewhere: Elsewhere<'h>,
        claims: &mut Claims<'h>,
    ) -> Result<(), Cause> {
        let (header, signature) = match &self.plan.signature {
            Offered::Header(names) => first_of(names, headers).map(|(name, text)| (Some(name), text))?,
            Offered::At(_) | Offered::Body | Offered::Each(..) | Offered::Items(_) => {
                (None, elsewhere.signature.unwrap_or_default())
            }
            several => {
                let Grammar::Whole { prefix } = self.plan.scheme.signature.grammar else {
                    return Err(Cause::MalformedBody { place: "signature".into(), why: "it is a list" });
                };
                let (header, has_signature) = one_of_several(several, headers, prefix.as_bytes())?;
                if !has_signature {
                    return Err(Cause::NoSignature { place: place(Some(header)), wanted: self.wanted(set) });
                }
                (Some(header), &[][..])
            }
        };
        claims.signature = signature;
        claims.way = match &self.plan.scheme.signature.named_by {
            None => self.candidates(signature, &mut claims.candidates),
            Some(named) => {
                claims.candidates.read(signature, &self.plan.scheme.signature.grammar, None, None);
                self.named(named, elsewhere.algorithm.as_deref())?
            }
        };
        if matches!(self.plan.signature, Offered::Header(_) | Offered::At(_)) {
            let unusable = claims.candidates.is_empty() || set.only_paired;
            if unusable && self.paired(set, signature).is_none_or(|paired| paired.is_empty()) {
                return Err(Cause::NoSignature { place: place(header), wanted: self.wanted(set) });
            }
        }
        self.time(headers, header, elsewhere.timestamp, claims)?;
        if let Some((name, end)) = &self.plan.signed_id {
            claims.id = find::signed_id(headers, name, end)?.as_bytes();
        }
        if self.plan.facts.signs_headers {
            for piece in self.plan.pieces(claims.way) {
                if let Piece::Header(name, before) = piece {
                    let value = find::required(headers, name)?.as_bytes();
                    if before.as_ref().is_some_and(|before| memchr::memmem::find(value, before).is_some()) {
                        let why = "it contains what stands before it in the message";
                        return Err(Cause::Malformed { header: name.clone(), why });
                    }
                }
            }
        }
        for (name, value) in &self.plan.pins {
            if find::optional(headers, name)?.is_some_and(|found| found.as_bytes() != &**value) {
                let why = "it names a version or an algorithm that the scheme does not have";
                return Err(Cause::Malformed { header: name.clone(), why });
            }
        }
        Ok(())
    }

    /// The signatures in a text, made in the usual way if there are any, else in another one.
    #[inline]
    fn candidates<'h>(&self, signature: &'h [u8], found: &mut Candidates<'h>) -> Way {
        let scheme = &self.plan.scheme;
        let timestamp_key = match &self.plan.time {
            Time::Member(key, _) => Some(&**key),
            _ => None,
        };
        found.read(signature, &scheme.signature.grammar, timestamp_key, None);
        if !found.is_empty() {
            return Way::Usual;
        }
        for (number, other) in scheme.signature.or_algorithms.iter().enumerate() {
            // One that is not in this build is as good as one that is not named.
            if other.algorithm.missing_feature().is_none() {
                found.read(signature, &Grammar::Whole { prefix: other.prefix }, timestamp_key, None);
                if !found.is_empty() {
                    return Way::Algorithm(number);
                }
            }
        }
        if let (Some(other), Grammar::Pairs { separator, or, .. }) = (&scheme.or_message, scheme.signature.grammar) {
            found.read(signature, &Grammar::Pairs { separator, key: other.key, or }, timestamp_key, None);
            if !found.is_empty() {
                return Way::Message;
            }
        }
        found.read(signature, &scheme.signature.grammar, timestamp_key, None);
        Way::Usual
    }

    /// The algorithm that a value names.
    fn named(&self, named: &NamedBy, name: Option<&[u8]>) -> Result<Way, Cause> {
        let scheme = &self.plan.scheme.signature;
        let others = || scheme.or_algorithms.iter().enumerate();
        let other = |name: &[u8]| {
            let mut known = others().filter(|(_, other)| other.algorithm.missing_feature().is_none());
            known.find(|(_, other)| other.prefix.as_bytes() == name).map(|(number, _)| Way::Algorithm(number))
        };
        let way = match name {
            Some(name) if name == named.usual.as_bytes() => Some(Way::Usual),
            Some(name) => other(name),
            None => None,
        };
        let why = "it names an algorithm or a version that the scheme does not have, or none";
        let unknown = || Cause::MalformedBody { place: named.field.to_string(), why };
        way.ok_or_else(unknown)
    }

    #[inline]
    fn time<'h>(
        &self,
        headers: &'h HeaderMap,
        header: Option<&HeaderName>,
        elsewhere: Option<Cow<'h, [u8]>>,
        claims: &mut Claims<'h>,
    ) -> Result<(), Cause> {
        let (written, read) = match &self.plan.time {
            Time::Unsigned | Time::Body(..) => return Ok(()),
            Time::Header(name, format) => {
                let written = find::required(headers, name)?.as_bytes();
                let read = Moment::parse_if_time(written, *format);
                (written.into(), read.map_err(|why| Cause::Malformed { header: name.clone(), why }))
            }
            Time::Member(_, format) => {
                let bad = |why| malformed(header, why);
                if claims.candidates.timestamp_repeated {
                    return Err(bad("it has two timestamps"));
                }
                let written = claims.candidates.timestamp().ok_or_else(|| bad("it has no timestamp"))?;
                (written.into(), Moment::parse_if_time(written, *format).map_err(bad))
            }
            Time::At(spot, format) => {
                let written = elsewhere.ok_or_else(|| missing(spot))?;
                let read = Moment::parse_if_time(&written, *format);
                (written, read.map_err(|why| Cause::MalformedBody { place: "timestamp".into(), why }))
            }
        };
        claims.timestamp = written;
        claims.moment = read?;
        Ok(())
    }

    /// The signatures made with a pair of keys, if there is a public key to verify them.
    pub(crate) fn paired<'h>(&self, set: &Set, signature: &'h [u8]) -> Option<Candidates<'h>> {
        let KeyPair { version, .. } = self.plan.scheme.or_ed25519.as_ref()?;
        let any_paired = set.keys.iter().any(|key| key.is_paired);
        any_paired.then(|| Candidates::of(signature, &Grammar::Versions { version: *version }, None, None))
    }

    /// Whether a request has a signature, wherever the scheme has it.
    pub(crate) fn is_signed(&self, reading: &Reading<'_>) -> bool {
        match &self.plan.signature {
            Offered::At(spot) if spot.header().is_none() => {
                reading.find(spot, None).is_ok_and(|found| found.is_some_and(|text| !text.is_empty()))
            }
            Offered::Each(array, within) => !reading.each(array, within).is_empty(),
            Offered::Body => !reading.body.is_empty(),
            Offered::Items(items) => {
                let has_signature = |item| reading.within(item).in_item(&items.signature).is_some();
                reading.items(items).into_iter().any(has_signature)
            }
            _ => self.has_signature_header(reading.head.headers),
        }
    }

    /// Whether a request has a signature, as far as its headers can say.
    pub(crate) fn has_signature_header(&self, headers: &HeaderMap) -> bool {
        match &self.plan.signature {
            Offered::Header(names) | Offered::Numbered(names) | Offered::PerSecret(names) => {
                names.iter().any(|name| headers.contains_key(name))
            }
            Offered::Repeatable(name) => headers.contains_key(name),
            Offered::At(spot) => spot.header().is_some_and(|name| headers.contains_key(name)),
            Offered::Each(..) | Offered::Items(_) | Offered::Body => false,
        }
    }

    /// What there should have been, for an error.
    fn wanted(&self, set: &Set) -> String {
        match (&self.plan.scheme.signature.grammar, &self.plan.scheme.or_ed25519) {
            (Grammar::Versions { .. }, Some(pair)) if set.only_paired => format!("signature `{},…`", pair.version),
            (Grammar::Whole { prefix }, _) if prefix.is_empty() => "signature".into(),
            (Grammar::Whole { prefix }, _) => format!("signature that starts with `{prefix}`"),
            (Grammar::Pairs { key, .. }, _) => format!("signature `{key}=…`"),
            (Grammar::Versions { version }, _) => format!("signature `{version},…`"),
            (Grammar::TimeFirst { .. }, _) => "signature after the time".into(),
            (Grammar::List { .. }, _) => "signature in the list".into(),
            (Grammar::BeforeDot, _) => "signature before a dot".into(),
            (Grammar::ByKeyId { between, .. }, _) => format!("signature `key id{between}…`"),
        }
    }
}

pub(super) fn place(header: Option<&HeaderName>) -> String {
    header.map_or_else(|| "the place of the signature".into(), |name| format!("header `{name}`"))
}

pub(super) fn malformed(header: Option<&HeaderName>, why: &'static str) -> Cause {
    match header {
        Some(header) => Cause::Malformed { header: header.clone(), why },
        None => Cause::MalformedBody { place: "signature".into(), why },
    }
}

/// The first of the headers that is there.
#[inline]
pub(super) fn first_of<'n, 'h>(
    names: &'n [HeaderName],
    headers: &'h HeaderMap,
) -> Result<(&'n HeaderName, &'h [u8]), Cause> {
    for name in names {
        if let Some(value) = find::optional(headers, name)? {
            return match value.as_bytes().trim_ascii_start() {
                [] => Err(Cause::Malformed { header: name.clone(), why: "it is empty" }),
                _ => Ok((name, value.as_bytes())),
            };
        }
    }
    Err(no_header(names))
}

/// A header, where there may be several, and whether one of them has a signature. Each that is not repeatable must be
/// there once.
fn one_of_several<'n>(
    offered: &'n Offered,
    headers: &HeaderMap,
    prefix: &[u8],
) -> Result<(&'n HeaderName, bool), Cause> {
    let has_signature = |name: &HeaderName, value: &HeaderValue| {
        if value.len() > find::MAX_HEADER {
            return Err(Cause::TooLong { header: name.clone(), limit: find::MAX_HEADER });
        }
        match value.as_bytes().trim_ascii_start() {
            [] => Err(Cause::Malformed { header: name.clone(), why: "it is empty" }),
            _ => Ok(value.as_bytes().strip_prefix(prefix).is_some_and(|bare| !bare.is_empty())),
        }
    };
    let mut there = None;
    let mut signed = false;
    match offered {
        Offered::Repeatable(name) => {
            for value in headers.get_all(name) {
                signed |= has_signature(name, value)?;
                there = Some(name);
            }
            let missing = || Cause::Missing { header: name.clone() };
            there.map(|name| (name, signed)).ok_or_else(missing)
        }
        Offered::Numbered(names) | Offered::PerSecret(names) => {
            for name in names {
                if let Some(value) = find::optional(headers, name)? {
                    signed |= has_signature(name, value)?;
                    there = there.or(Some(name));
                }
            }
            there.map(|name| (name, signed)).ok_or_else(|| no_header(names))
        }
        _ => Err(Cause::MalformedBody { place: "signature".into(), why: "it is not in a header" }),
    }
}

fn no_header(names: &[HeaderName]) -> Cause {
    Cause::Missing { header: names.first().cloned().unwrap_or(http::header::AUTHORIZATION) }
}
