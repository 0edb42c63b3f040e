//! A delivery whose proof is a token (JWS).

use std::{borrow::Cow, time::Duration};

use base64ct::{Base64UrlUnpadded, Encoding as _};
use bytes::Bytes;
use http::HeaderName;

use super::{
    Shared,
    check::{Opened, Proven},
    claims::{self, Claims},
};
use crate::{
    error::Cause,
    jws::{self, Token},
    payload::{locate, pointer::Pointer},
    scheme::{
        Envelope, Grammar, Jws, Part, Payload, Slash, find,
        plan::{Offered, Time},
        values::{Head, Reading, Said, missing},
    },
    secret::keys::{Current, Set},
    time::Moment,
};

/// How many tokens of a delivery are looked at. Microsoft Graph sends one for each application and tenant.
const MAX_TOKENS: usize = 16;

/// A token that is proven.
pub(super) struct ProvenToken<'k> {
    set: Current<'k>,
    /// The number of the key in the set.
    key: usize,
    pub(super) said: Said,
}

impl Shared {
    /// The token, and the header that it is in.
    pub(super) fn token<'t>(
        &'t self,
        head: &Head<'t>,
        elsewhere: Option<&'t [u8]>,
    ) -> Result<(Option<&'t HeaderName>, &'t [u8]), Cause> {
        let (header, text) = match (&self.plan.signature, elsewhere) {
            (Offered::Header(names), _) => {
                claims::first_of(names, head.headers).map(|(name, text)| (Some(name), text))?
            }
            (_, text) => (None, text.unwrap_or_default()),
        };
        let Grammar::Whole { prefix } = self.plan.scheme.signature.grammar else { return Ok((header, text)) };
        let bare = text.strip_prefix(prefix.as_bytes()).filter(|bare| !bare.is_empty());
        let none = || Cause::NoSignature { place: claims::place(header), wanted: format!("token after `{prefix}`") };
        Ok((header, bare.ok_or_else(none)?))
    }

    /// Proves a delivery by its token, or by each of its tokens: which key signed it, when, and what it says.
    pub(super) fn prove_by_token<'k>(
        &self,
        jws: &Jws,
        set: Current<'k>,
        reading: &Reading<'_>,
        elsewhere: Option<&[u8]>,
        opened: &mut Opened,
    ) -> Result<Proven<'k>, Cause> {
        let Offered::Each(array, within) = &self.plan.signature else {
            let (header, text) = self.token(reading.head, elsewhere)?;
            return self.prove_by_one(jws, set, reading, header, text, opened);
        };
        let malformed = |why| Cause::MalformedBody { place: format!("{array}/*{within}"), why };
        let tokens = reading.each(array, within);
        let (first, others) = tokens.split_first().ok_or_else(|| malformed("there is no token, or not everywhere"))?;
        if others.len() >= MAX_TOKENS {
            return Err(malformed("there are more than 16 tokens"));
        }
        for token in others {
            self.prove_by_one(jws, set.clone(), reading, None, token.as_bytes(), opened)?;
        }
        self.prove_by_one(jws, set, reading, None, first.as_bytes(), opened)
    }

    fn prove_by_one<'k>(
        &self,
        jws: &Jws,
        set: Current<'k>,
        reading: &Reading<'_>,
        header: Option<&HeaderName>,
        text: &[u8],
        opened: &mut Opened,
    ) -> Result<Proven<'k>, Cause> {
        let malformed = |why| claims::malformed(header, why);
        let (timestamp, beside) = self.timestamp_beside(reading)?;
        let claims = Claims::of_token(text, timestamp, self.signed_id(reading)?);
        self.note_signed_id(claims.id, opened);
        let ProvenToken { set, key, said } = self.open(jws, set, reading, header, &claims)?;
        let told = Reading::new(reading.head, reading.body, reading.envelope).with(Some(&said));
        opened.timestamp = match &self.plan.time {
            Time::At(spot, format) => {
                let written = told.find(spot, None)?.ok_or_else(|| missing(spot))?;
                Some(Moment::parse(&written, *format).map_err(malformed)?)
            }
            _ => beside,
        };
        self.meet(&told, text, || self.message(reading, &claims).ok())?;
        opened.body = matches!(reading.envelope, Envelope::Jws).then(|| said.claims.clone());
        opened.said = Some(Box::new(said));
        Ok(Proven { set, key })
    }

    /// Opens a token: with which key, and what it says. It lasts, and nothing more is known of what it says.
    pub(super) fn open<'k>(
        &self,
        jws: &Jws,
        set: Current<'k>,
        reading: &Reading<'_>,
        header: Option<&HeaderName>,
        claims: &Claims<'_>,
    ) -> Result<ProvenToken<'k>, Cause> {
        let malformed = |why| claims::malformed(header, why);
        let allowed = |algorithm| jws.algorithms.iter().any(|known| *known == algorithm);
        let token = jws::read(claims.signature, allowed).map_err(malformed)?;
        match (jws.payload, &token.payload) {
            (Payload::Claims, Some(_)) | (Payload::Message, None) => {}
            (Payload::Claims, None) => return Err(malformed("the token has no claims")),
            (Payload::Message, Some(_)) => return Err(malformed("the token has a payload of its own")),
        }
        let beside = Said { header: token.header.clone().into(), claims: Bytes::new() };
        let with_header = Reading::new(reading.head, reading.body, reading.envelope).with(Some(&beside));
        let set = self.keys_for(set, &with_header, token.key_id.as_deref())?;
        #[cfg(feature = "x509")]
        let set = self.chained(set, &token)?;
        let signed_in = |reading: &Reading<'_>| -> Result<usize, Cause> {
            if jws.payload == Payload::Claims {
                return self.key_of(&set, &token, token.signed, header);
            }
            let message = Base64UrlUnpadded::encode_string(&self.message(reading, claims)?);
            self.key_of(&set, &token, &[token.signed, message.as_bytes()].concat(), header)
        };
        let key = match (signed_in(&with_header), self.other_path(reading.head)) {
            (Err(Cause::Mismatch { .. }), Some(path)) => {
                let head = Head { path: &path, ..*reading.head };
                signed_in(&Reading::new(&head, reading.body, reading.envelope).with(Some(&beside)))?
            }
            (tried, _) => tried?,
        };

        let carried = token.payload.unwrap_or_default();
        if jws.payload == Payload::Claims {
            jws::claims(&carried).map_err(malformed)?;
        }
        let said = Said { header: beside.header.clone(), claims: carried.into() };
        self.check_lifetime(jws, &said, malformed)?;
        Ok(ProvenToken { set, key, said })
    }

    /// The path as the sender may have signed it instead, where the scheme says so.
    fn other_path(&self, head: &Head<'_>) -> Option<String> {
        let other = || match head.path.strip_suffix('/') {
            Some("") => None,
            Some(shorter) => Some(shorter.to_owned()),
            None => Some(format!("{}/", head.path)),
        };
        let tried = self.plan.scheme.message.iter().any(|part| matches!(part, Part::Path(Slash::Either)));
        if tried { other() } else { None }
    }

    /// The time of signing in a header, as received and as it reads. It is signed as a part of the message.
    fn timestamp_beside<'r>(&self, reading: &Reading<'r>) -> Result<(Cow<'r, [u8]>, Option<Moment>), Cause> {
        let Time::Header(name, format) = &self.plan.time else { return Ok((Cow::Borrowed(&[]), None)) };
        let written = find::required(reading.head.headers, name)?.as_bytes();
        let read = Moment::parse(written, *format).map_err(|why| Cause::Malformed { header: name.clone(), why })?;
        Ok((written.into(), Some(read)))
    }

    fn signed_id<'r>(&self, reading: &Reading<'r>) -> Result<&'r [u8], Cause> {
        match &self.plan.signed_id {
            Some((name, end)) => Ok(find::signed_id(reading.head.headers, name, end)?.as_bytes()),
            None => Ok(&[]),
        }
    }

    /// The scheme's message in one piece: base64url, and its digest, are made of that.
    fn message(&self, reading: &Reading<'_>, claims: &Claims<'_>) -> Result<Vec<u8>, Cause> {
        self.with_message(reading, claims, reading.body, &self.signed_url(reading)?, |message, pieces| {
            Ok(message.slices(pieces, &[]).fold(Vec::new(), |mut whole, slice| {
                whole.extend_from_slice(slice);
                whole
            }))
        })
    }

    /// Which key signed the token. One that names another key is not held against it.
    fn key_of(&self, set: &Set, token: &Token<'_>, signed: &[u8], header: Option<&HeaderName>) -> Result<usize, Cause> {
        let (algorithm, named) = (token.algorithm, token.key_id.as_deref());
        self.first_key(
            set,
            named,
            || claims::place(header),
            |_, key| {
                let is_meant = key.only.as_ref().is_none_or(|only| **only == *algorithm.as_str());
                is_meant && key.vouches(algorithm.mac(), algorithm.signature(), signed, &token.signature)
            },
        )
    }

    /// Holds the end and the beginning that a token says it has against the clock (RFC 7519, sections 4.1.4 and 4.1.5).
    /// A token counts until its end, and not at it; the leeway is added. The beginning may be as far ahead as any time of
    /// signing.
    fn check_lifetime(&self, jws: &Jws, said: &Said, malformed: impl Fn(&'static str) -> Cause) -> Result<(), Cause> {
        if jws.payload != Payload::Claims || jws.timeless || self.ignores_time {
            return Ok(());
        }
        let date = |pointer| numeric_date(&said.claims, pointer).map_err(&malformed);
        let now = self.now();
        let leeway = Duration::from_secs(jws.leeway.into());
        let late = date("/exp")?.filter(|end| now >= *end).map(|end| now.since(end));
        if let Some(by) = late.filter(|late| *late >= leeway) {
            return Err(Cause::Ended { by, leeway });
        }
        let (early, tolerance) = (date("/nbf")?.map(|start| start.since(now)), self.plan.scheme.tolerance.future);
        match early.filter(|early| *early > tolerance) {
            Some(by) => Err(Cause::NotYetValid { by, tolerance }),
            None => Ok(()),
        }
    }
}

/// A time in the claims (RFC 7519, section 2: seconds, a fraction of which is left out).
fn numeric_date(claims: &[u8], pointer: &str) -> Result<Option<Moment>, &'static str> {
    let wrong = "a time in the token is not a number of seconds";
    let Some(pointer) = Pointer::parse(pointer) else { return Ok(None) };
    let Some(found) = locate::value(claims, &pointer).map_err(|_| wrong)? else { return Ok(None) };
    let whole = found.get().split('.').next().unwrap_or_default();
    let digits = whole.len() <= 18 && whole.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = whole.parse().ok().filter(|_| digits).ok_or(wrong)?;
    Ok(Some(Moment::from_unix(seconds)))
}
