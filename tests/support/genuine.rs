//! A genuine delivery of any scheme, and where in it the signature, the time and the id are.
#![allow(dead_code)] // each test uses a part of it

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use hookseal::{
    Scheme, Verifier,
    testing::{Delivery, Signer, TestClock},
    verifier::{Builder, Custom},
};
use http::{HeaderMap, HeaderName, HeaderValue};

/// A secret that every scheme takes, as text or as base64.
pub(crate) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// Another one.
pub(crate) const OTHER_SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
/// When it is signed, and what the clock shows.
pub(crate) const NOW: u64 = 1_800_000_000;
/// The same in RFC 3339.
pub(crate) const NOW_RFC3339: &str = "2027-01-15T08:00:00Z";
pub(crate) const ID: &str = "msg_1";
pub(crate) const BODY: &str = r#"{"id":"evt_1","type":"test.event","note":"Zoë ☃"}"#;

pub(crate) fn unix(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// A builder whose clock stands at [`NOW`].
pub(crate) fn builder(scheme: Scheme) -> Builder<Custom> {
    Verifier::from_scheme(scheme).clock(TestClock::at_unix(NOW)).dangerous().unprotected_body()
}

/// A verifier with [`SECRET`] whose clock stands at [`NOW`].
pub(crate) fn verifier(scheme: Scheme) -> Verifier<Custom> {
    builder(scheme).secret(SECRET).build().expect("a secret for every scheme")
}

/// A delivery of [`ID`], signed with [`SECRET`] at [`NOW`].
pub(crate) fn sign(scheme: Scheme, body: impl Into<Bytes>) -> Delivery {
    Signer::from_scheme(scheme).at(unix(NOW)).id(ID).sign(SECRET, body)
}

pub(crate) fn header(value: impl AsRef<[u8]>) -> HeaderValue {
    HeaderValue::from_bytes(value.as_ref()).expect("a header value")
}

/// Headers from names and values.
pub(crate) fn headers<const N: usize>(pairs: [(&'static str, &[u8]); N]) -> HeaderMap {
    pairs.into_iter().map(|(name, value)| (HeaderName::from_static(name), header(value))).collect()
}

/// The preset's scheme of this name.
pub(crate) fn scheme(name: &str) -> Scheme {
    let mut all = hookseal::provider::all();
    all.find(|preset| preset.scheme.name() == name).unwrap_or_else(|| panic!("no preset is called {name}")).scheme
}

/// A genuine delivery, taken apart. The parts are found by looking at deliveries, not at the scheme, so that a provider
/// added later is attacked too.
pub(crate) struct Genuine {
    pub(crate) scheme: Scheme,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) signature_header: HeaderName,
    /// What stands before the signature in its header: `sha256=`, or `t=1800000000,v1=`.
    pub(crate) frame: String,
    pub(crate) signature: String,
    /// The header of the signed time, if it has one of its own.
    pub(crate) time_header: Option<HeaderName>,
    /// The header of the signed id.
    pub(crate) id_header: Option<HeaderName>,
}

impl Genuine {
    pub(crate) fn of(scheme: Scheme) -> Self {
        let (headers, body) = sign(scheme, BODY).into_headers_and_body();
        let name = scheme.signature_headers().next().expect("a scheme has a signature header");
        let signature_header = HeaderName::from_bytes(name.as_bytes()).expect("a header name");
        let value = |headers: &HeaderMap| headers[&signature_header].to_str().expect("ASCII").to_owned();
        let whole = value(&headers);

        // What many deliveries have in common is not the signature, unless it is all of it: then it is a token.
        let others = (0..16).map(|n| value(sign(scheme, format!("{{\"n\":{n}}}")).headers()));
        let common =
            |len: usize, other: String| whole.bytes().zip(other.bytes()).take(len).take_while(|(a, b)| a == b).count();
        let frame = Some(others.fold(whole.len(), common)).filter(|len| *len < whole.len()).unwrap_or(0);

        let header_of = |wanted: &[&str]| {
            let is_it = |value: &HeaderValue| value.to_str().is_ok_and(|value| wanted.contains(&value));
            headers.iter().find(|(_, value)| is_it(value)).map(|(name, _)| name.clone())
        };
        Self {
            time_header: header_of(&[&NOW.to_string(), NOW_RFC3339]),
            id_header: header_of(&[ID]).filter(|_| scheme.id_is_signed()),
            frame: whole[..frame].to_owned(),
            signature: whole[frame..].to_owned(),
            scheme,
            headers,
            body,
            signature_header,
        }
    }

    /// The headers without which the delivery cannot be verified.
    pub(crate) fn needed(&self) -> impl Iterator<Item = &HeaderName> {
        [&self.signature_header].into_iter().chain(&self.time_header).chain(&self.id_header)
    }

    /// The headers with another value for one of them.
    pub(crate) fn with(&self, name: &HeaderName, value: impl AsRef<[u8]>) -> HeaderMap {
        let mut headers = self.headers.clone();
        headers.insert(name, header(value));
        headers
    }

    /// The headers with another value for the signature header.
    pub(crate) fn with_signature(&self, value: impl AsRef<[u8]>) -> HeaderMap {
        self.with(&self.signature_header, value)
    }

    /// The whole value of the signature header.
    pub(crate) fn value(&self) -> String {
        format!("{}{}", self.frame, self.signature)
    }

    pub(crate) fn is_hex(&self) -> bool {
        self.scheme.covers_body() && self.signature.bytes().all(|byte| byte.is_ascii_hexdigit())
    }

    pub(crate) fn is_base64(&self) -> bool {
        self.scheme.covers_body() && !self.is_hex()
    }
}
