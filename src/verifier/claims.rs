//! What a delivery's headers say, before anything is proven.

use http::{HeaderMap, HeaderName, header};

use super::Shared;
use crate::{
    error::Cause,
    scheme::{
        Grammar, KeyPair,
        candidates::Candidates,
        find,
        plan::{Piece, Time},
    },
    time::Moment,
};

/// What the headers say, not yet proven.
pub(crate) struct Claims<'h> {
    pub(crate) candidates: Candidates<'h>,
    /// The header that they were read from.
    pub(crate) signature: &'h [u8],
    /// As received: this is what is signed.
    pub(crate) timestamp: &'h [u8],
    pub(crate) moment: Option<Moment>,
    pub(crate) id: &'h [u8],
}

impl Shared {
    /// Reads the headers; refuses what can be refused without a look at the body.
    #[inline]
    pub(crate) fn claims<'h>(&self, headers: &'h HeaderMap) -> Result<Claims<'h>, Cause> {
        let scheme = &self.plan.scheme;
        let (header, signature) = self.signature(headers)?;
        let timestamp_key = match &self.plan.time {
            Time::Pair(key, _) => Some(&**key),
            _ => None,
        };
        let candidates = Candidates::read(signature, &scheme.signature.grammar, timestamp_key);
        let unusable = candidates.is_empty() || self.only_public;
        if unusable && self.paired(signature).is_none_or(|paired| paired.is_empty()) {
            return Err(Cause::NoSignature { header: header.clone(), wanted: self.wanted() });
        }
        let malformed = |header: &HeaderName, why| Cause::Malformed { header: header.clone(), why };
        let (timestamp, moment) = match &self.plan.time {
            Time::Unsigned | Time::Body(..) => (&[][..], None),
            Time::Pair(_, format) => {
                if candidates.timestamp_repeated {
                    return Err(malformed(header, "it has two timestamps"));
                }
                let written = candidates.timestamp().ok_or_else(|| malformed(header, "it has no timestamp"))?;
                (written, Some(Moment::parse(written, *format).map_err(|why| malformed(header, why))?))
            }
            Time::Header(name, format) => {
                let written = find::required(headers, name)?.as_bytes();
                (written, Some(Moment::parse(written, *format).map_err(|why| malformed(name, why))?))
            }
        };
        let id = match &self.plan.signed_id {
            Some((name, end)) => find::signed_id(headers, name, end)?.as_bytes(),
            None => &[],
        };
        for piece in &self.plan.message {
            if let Piece::Header(name) = piece {
                find::required(headers, name)?;
            }
        }
        Ok(Claims { candidates, signature, timestamp, moment, id })
    }

    /// The signature header: the first of the scheme's names that is there.
    fn signature<'h>(&self, headers: &'h HeaderMap) -> Result<(&HeaderName, &'h [u8]), Cause> {
        for name in &self.plan.signature_headers {
            if let Some(value) = find::optional(headers, name)? {
                return match value.as_bytes().trim_ascii_start() {
                    [] => Err(Cause::Malformed { header: name.clone(), why: "it is empty" }),
                    _ => Ok((name, value.as_bytes())),
                };
            }
        }
        let header = self.plan.signature_headers.first().cloned().unwrap_or(header::AUTHORIZATION);
        Err(Cause::Missing { header })
    }

    /// The signatures made with a pair of keys, if there is a public key to verify them.
    pub(crate) fn paired<'h>(&self, signature: &'h [u8]) -> Option<Candidates<'h>> {
        let KeyPair { version, .. } = self.plan.scheme.ed25519.as_ref()?;
        let any_public = self.keys.iter().any(|key| key.key.is_public());
        any_public.then(|| Candidates::read(signature, &Grammar::Versions { version: *version }, None))
    }

    /// What the signature header should have had, for an error.
    fn wanted(&self) -> String {
        match (&self.plan.scheme.signature.grammar, &self.plan.scheme.ed25519) {
            (Grammar::Versions { .. }, Some(pair)) if self.only_public => format!("signature `{},…`", pair.version),
            (Grammar::Whole { prefix }, _) if prefix.is_empty() => "signature".into(),
            (Grammar::Whole { prefix }, _) => format!("signature that starts with `{prefix}`"),
            (Grammar::Pairs { key, .. }, _) => format!("signature `{key}=…`"),
            (Grammar::Versions { version }, _) => format!("signature `{version},…`"),
        }
    }
}
