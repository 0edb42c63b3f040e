//! Holding what a delivery offers against the keys.

use std::borrow::Cow;

use http::{HeaderName, HeaderValue};

use super::{Shared, claims::Claims, items::Item, port};
#[cfg(feature = "public-keys")]
use crate::scheme::{Proof, SignatureAlgorithm};
use crate::{
    crypto::{self, Key},
    error::Cause,
    scheme::{
        Grammar,
        candidates::{Candidates, MAX_CANDIDATES},
        message::Message,
        plan::{Offered, Piece, Way},
        values::{Given, Head, Reading, missing},
    },
    secret::{keys::Set, ring::RingKey},
};

/// One delivery, before each of the keys.
pub(super) struct Trial<'t, 'r> {
    pub(super) shared: &'t Shared,
    set: &'t Set,
    pub(super) reading: &'t Reading<'r>,
    pub(super) claims: &'t Claims<'t>,
    pub(super) pieces: &'t [Piece],
    pub(super) message: &'t Message<'t>,
    /// Where each is signed on its own.
    pub(super) items: &'t [Item<'t>],
}

impl Shared {
    /// Which key the delivery was signed with, by its number, and the digest by which a repetition is known, where that is
    /// not the body's.
    #[inline]
    pub(super) fn find_key(
        &self,
        set: &Set,
        reading: &Reading<'_>,
        claims: &Claims<'_>,
        named: Option<&str>,
        body: &[u8],
        fingerprint: &mut Option<Box<[u8; 32]>>,
    ) -> Result<usize, Cause> {
        let url = self.signed_url(reading)?;
        if let Offered::Items(items) = &self.plan.signature {
            return self.with_items(items, reading, claims, &url, |message, pieces, items| {
                let trial = Trial { shared: self, set, reading, claims, pieces, message, items };
                self.try_keys(set, named, &trial, fingerprint)
            });
        }
        let try_with = |url: &str, fingerprint: &mut _| {
            self.with_message(reading, claims, body, url, |message, pieces| {
                let trial = Trial { shared: self, set, reading, claims, pieces, message, items: &[] };
                self.try_keys(set, named, &trial, fingerprint)
            })
        };
        let tried = try_with(&url, fingerprint);
        if !self.plan.scheme.either_port || !matches!(tried, Err(Cause::Mismatch { .. })) {
            return tried;
        }
        // As the sender may have signed it instead.
        port::turned(&url).map_or(tried, |other| try_with(&other, fingerprint))
    }

    /// The URL, if it is signed.
    pub(super) fn signed_url(&self, reading: &Reading<'_>) -> Result<Cow<'_, str>, Cause> {
        if self.plan.facts.signs_url { self.url(reading.head) } else { Ok(Cow::Borrowed("")) }
    }

    /// What the delivery calls the key that it was signed with.
    #[inline]
    pub(super) fn key_name<'s>(
        &self,
        reading: &'s Reading<'_>,
        claims: &'s Claims<'_>,
    ) -> Result<Option<Cow<'s, str>>, Cause> {
        let Some(spot) = &self.plan.key_id else { return Ok(None) };
        let list = (claims.signature, &self.plan.scheme.signature.grammar);
        let found = reading.find(spot, Some(list))?.ok_or_else(|| missing(spot))?;
        // What is no text is no key's name, and an empty name is none either.
        Ok(Some(match found {
            Cow::Borrowed(bytes) => Cow::Borrowed(std::str::from_utf8(bytes).unwrap_or_default()),
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8(bytes).unwrap_or_default()),
        }))
    }

    /// Puts the message together and does something with it.
    #[inline]
    pub(super) fn with_message<T>(
        &self,
        reading: &Reading<'_>,
        claims: &Claims<'_>,
        body: &[u8],
        url: &str,
        then: impl FnOnce(&Message<'_>, &[Piece]) -> Result<T, Cause>,
    ) -> Result<T, Cause> {
        let pieces = self.plan.pieces(claims.way);
        let list = (claims.signature, &self.plan.scheme.signature.grammar);
        let values = reading.values(&self.plan, pieces, &Given { list, signed_body: body, url, lasting: false })?;
        then(&claims.message(reading.head, body, url, &values), pieces)
    }

    #[inline]
    fn try_keys(
        &self,
        set: &Set,
        named: Option<&str>,
        trial: &Trial<'_, '_>,
        fingerprint: &mut Option<Box<[u8; 32]>>,
    ) -> Result<usize, Cause> {
        let fits = |index: usize, key: &RingKey| trial.is_signed_with(index, key);
        let key = self.first_key(set, named, || self.key_id_place(), fits)?;
        if self.plan.facts.is_known_by_message {
            *fingerprint = trial.fingerprint();
        }
        Ok(key)
    }

    /// The first active key that fits. One that has another name than the delivery's is not held against it; `place` is
    /// where that name stands, for an error.
    #[inline]
    pub(super) fn first_key(
        &self,
        set: &Set,
        named: Option<&str>,
        place: impl FnOnce() -> String,
        fits: impl Fn(usize, &RingKey) -> bool,
    ) -> Result<usize, Cause> {
        let mut tried = 0;
        let active = set.keys.iter().enumerate().filter(|(_, key)| key.is_active(|| self.now()));
        for (index, key) in active {
            if key.is_named && named.is_some_and(|id| *id != *key.id) {
                continue;
            }
            tried += 1;
            if fits(index, key) {
                return Ok(index);
            }
        }
        Err(match named {
            _ if tried > 0 => Cause::Mismatch { keys: tried },
            Some(_) => Cause::UnknownKey { place: place() },
            None => Cause::NoActiveKey,
        })
    }

    /// Where deliveries name their key, for an error.
    fn key_id_place(&self) -> String {
        self.plan.scheme.key_id.map(|field| field.to_string()).unwrap_or_default()
    }

    /// The URL that the provider called: the configured one, with this request's query unless it has its own; or what
    /// trusted proxies say.
    pub(super) fn url(&self, head: &Head<'_>) -> Result<Cow<'_, str>, Cause> {
        if let Some(proxies) = &self.proxies {
            return proxies.url(head).map(Cow::Owned);
        }
        let configured = self.public_url.as_deref().unwrap_or_default();
        Ok(match head.query {
            Some(query) if !configured.contains('?') => Cow::Owned(format!("{configured}?{query}")),
            _ => Cow::Borrowed(configured),
        })
    }
}

impl Trial<'_, '_> {
    /// Whether a signature of the delivery was made with this key, which is the verifier's `index`th.
    #[inline]
    fn is_signed_with(&self, index: usize, ring_key: &RingKey) -> bool {
        let key = match self.claims.way {
            // The key is the same for all hashes.
            #[cfg(feature = "public-keys")]
            _ if matches!(ring_key.key, Key::Public(_)) => Some(&ring_key.key),
            Way::Algorithm(number) => ring_key.others.get(number).and_then(Option::as_ref),
            _ => Some(&ring_key.key),
        };
        let Some(key) = key else { return false };
        match &self.shared.plan.signature {
            Offered::Header(_) | Offered::At(_) | Offered::Body => {
                let other = self.own_candidates(ring_key);
                self.fits(key, ring_key, other.as_ref().unwrap_or(&self.claims.candidates).iter())
            }
            Offered::Repeatable(name) => {
                let values = self.reading.head.headers.get_all(name).iter();
                self.fits(key, ring_key, values.filter_map(|value| self.bare(value)).take(MAX_CANDIDATES))
            }
            Offered::Numbered(names) => self.fits(key, ring_key, names.iter().filter_map(|name| self.header(name))),
            Offered::PerSecret(names) => {
                self.fits(key, ring_key, names.get(index).and_then(|name| self.header(name)).into_iter())
            }
            Offered::Items(_) => {
                let fits = |item: &Item<'_>| {
                    let message = item.message(self.message);
                    self.fits_message(&message, key, ring_key, std::iter::once(&*item.signature))
                };
                !self.items.is_empty() && self.items.iter().all(fits)
            }
            Offered::Each(array, within) => {
                let found = self.reading.each(array, within);
                !found.is_empty() && found.iter().all(|text| self.fits(key, ring_key, std::iter::once(text.as_bytes())))
            }
        }
    }

    /// Whether one of the candidates is this key's signature of the message.
    #[inline]
    fn fits<'c>(&self, key: &Key, ring_key: &RingKey, candidates: impl Iterator<Item = &'c [u8]>) -> bool {
        self.fits_message(self.message, key, ring_key, candidates)
    }

    /// Whether one of the candidates is this key's signature of a message.
    #[inline]
    fn fits_message<'c>(
        &self,
        message: &Message<'_>,
        key: &Key,
        ring_key: &RingKey,
        candidates: impl Iterator<Item = &'c [u8]>,
    ) -> bool {
        if self.shared.plan.scheme.sorted {
            let mut others: Vec<_> = message.slices(self.pieces, &[]).collect();
            others.sort_unstable();
            let copies = self.pieces.iter().filter(|piece| matches!(piece, Piece::Secret)).count();
            let sorted = crypto::put_in_order(&others, &ring_key.bytes, copies);
            return key.matches(std::iter::once(&**sorted), self.shared.plan.scheme.signature.encoding, candidates);
        }
        let slices = message.slices(self.pieces, &ring_key.bytes);
        #[cfg(feature = "public-keys")]
        if let Key::Public(public) = key {
            let algorithm = self.algorithm(ring_key);
            let encoding = self.shared.plan.scheme.signature.encoding;
            let Some(algorithm) = algorithm else { return false };
            let Some(hash) = self.shared.plan.scheme.over_digest else {
                return crypto::is_signed(public, algorithm, slices, encoding, candidates);
            };
            let digest = crypto::digest_of(hash, slices);
            return crypto::is_signed(public, algorithm, std::iter::once(&*digest), encoding, candidates);
        }
        key.matches(slices, self.shared.plan.scheme.signature.encoding, candidates)
    }

    /// What a public key verifies with, in the way that the sender has chosen.
    #[cfg(feature = "public-keys")]
    fn algorithm(&self, ring_key: &RingKey) -> Option<SignatureAlgorithm> {
        let scheme = &self.shared.plan.scheme;
        match (scheme.proof, self.claims.way) {
            _ if ring_key.is_paired => Some(SignatureAlgorithm::Ed25519),
            (Proof::Signed(algorithm), Way::Algorithm(number)) => {
                scheme.signature.or_algorithms.iter().nth(number).map(|other| algorithm.with_hash(other.algorithm))
            }
            (Proof::Signed(algorithm), _) => Some(algorithm),
            _ => None,
        }
    }

    /// The candidates for this key alone, where not all are for every key.
    fn own_candidates(&self, ring_key: &RingKey) -> Option<Candidates<'_>> {
        let grammar = &self.shared.plan.scheme.signature.grammar;
        if ring_key.is_paired {
            return self.shared.paired(self.set, self.claims.signature);
        }
        let by_key_id = ring_key.is_named && matches!(grammar, Grammar::ByKeyId { .. });
        by_key_id.then(|| Candidates::of(self.claims.signature, grammar, None, Some(ring_key.id.as_bytes())))
    }

    /// The signature in a header of its own, if it is there.
    fn header(&self, name: &HeaderName) -> Option<&[u8]> {
        self.bare(self.reading.head.headers.get(name)?)
    }

    /// A signature without what stands before it.
    fn bare<'v>(&self, value: &'v HeaderValue) -> Option<&'v [u8]> {
        let Grammar::Whole { prefix } = self.shared.plan.scheme.signature.grammar else { return None };
        value.as_bytes().strip_prefix(prefix.as_bytes()).filter(|bare| !bare.is_empty())
    }
}
