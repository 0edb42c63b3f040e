//! Genuine deliveries of any provider.

use std::{fmt, time::SystemTime};

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::draft::Draft;
use crate::{
    Provider, Scheme, Secret,
    error::Cause,
    scheme::{
        Encoding, Envelope, Grammar, Proof, TimeFormat,
        message::Message,
        plan::{At, Offered, Plan},
        values::{Given, Head, Reading},
    },
    secret::ring,
    testing::random::random_hex,
    urlencoded,
};

/// A genuine delivery of `P` with this body, signed now.
///
/// # Panics
///
/// If the secret is not one that the scheme can use.
pub fn sign<P: Provider>(secret: impl Into<Secret>, body: impl Into<Bytes>) -> Delivery {
    Signer::new::<P>().sign(secret, body)
}

/// Makes genuine deliveries: what [`sign`] does, with more to say.
#[derive(Clone, Debug)]
#[must_use]
pub struct Signer {
    scheme: Scheme,
    at: Option<SystemTime>,
    id: Option<String>,
    url: String,
    headers: HeaderMap,
}

impl Signer {
    /// For a provider.
    pub fn new<P: Provider>() -> Self {
        Self::from_scheme(P::SCHEME)
    }

    /// For a scheme.
    pub fn from_scheme(scheme: Scheme) -> Self {
        Self { scheme, at: None, id: None, url: "https://example.com/hook".into(), headers: HeaderMap::new() }
    }

    /// The time of signing; now, if not set.
    pub fn at(self, time: impl Into<SystemTime>) -> Self {
        Self { at: Some(time.into()), ..self }
    }

    /// The id, if the scheme has it in a header; a random one, if not set.
    pub fn id(self, id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// The URL that is called, and signed by schemes that sign it.
    pub fn url(self, url: impl Into<String>) -> Self {
        Self { url: url.into(), ..self }
    }

    /// One more header.
    ///
    /// # Panics
    ///
    /// If it is not a header.
    #[allow(clippy::expect_used)] // for tests, which should fail
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header name");
        self.headers.insert(name, HeaderValue::from_str(value).expect("a header value"));
        self
    }

    /// Signs a body.
    ///
    /// What the scheme needs besides the body is added where it is missing: headers, the time of signing in a JSON body,
    /// the fields of a form around it.
    ///
    /// # Panics
    ///
    /// If the secret is not one that the scheme can use, the scheme contradicts itself, or the body cannot hold what it
    /// should.
    #[allow(clippy::expect_used, clippy::panic)] // for tests, which should fail
    pub fn sign(self, secret: impl Into<Secret>, body: impl Into<Bytes>) -> Delivery {
        let secret = secret.into();
        let scheme = &self.scheme;
        let plan = Plan::new(*scheme).expect("a scheme without contradictions");
        let keys = ring::forge(scheme, &[(secret.clone(), None)]).expect("a usable secret");
        let ring_key = keys.first().expect("one key");

        let timestamp = self.timestamp();
        let mut draft = Draft { url: self.url.clone(), headers: self.headers.clone(), body: body.into() };
        let id = match plan.id.first().map(|place| &place.at) {
            Some(At::Header(name)) => {
                let id = self.id.clone().unwrap_or_else(|| format!("test_{}", random_hex()));
                draft.header(name.as_str(), &id);
                id
            }
            _ => String::new(),
        };
        #[cfg(feature = "aes")]
        if let (Some(words), Some(key)) = (&scheme.encrypted, &ring_key.cipher) {
            let sealed = crate::cipher::seal(&words.cipher, key, &draft.body);
            draft.body = Bytes::from_static(b"{}");
            draft.place(&words.at, &sealed);
        }
        draft.fill(scheme, &timestamp, &ring_key.id);

        let uri: http::Uri = draft.url.parse().expect("a URL");
        let head = Head::new(&Method::POST, &uri, &draft.headers, None);
        let reading = Reading::new(&head, &draft.body, &scheme.envelope);
        let list = draft.list(scheme, &timestamp, "");
        let signed_body = match &scheme.envelope {
            envelope @ Envelope::SignedInForm(_) if urlencoded::is_form(&draft.body) => {
                urlencoded::unwrap(envelope, &draft.body).expect("the form's field").into()
            }
            Envelope::EncodedInForm(_) => Base64UrlUnpadded::encode_string(&draft.body).into(),
            _ => draft.body.clone(),
        };
        let list = (list.as_bytes(), &scheme.signature.grammar);
        let given = Given { list, signed_body: &signed_body, url: &draft.url, lasting: false };
        let message = Message {
            body: &signed_body,
            timestamp: timestamp.as_bytes(),
            id: id.as_bytes(),
            headers: &draft.headers,
            method: Some(&Method::POST),
            url: &draft.url,
            values: &[],
        };
        if let Offered::Items(items) = &plan.signature {
            let signatures: Vec<_> = reading
                .items(items)
                .into_iter()
                .map(|item| {
                    let part = reading.within(item);
                    let values = part.values(&plan, &plan.message, &given).unwrap_or_else(lacks);
                    let message = Message { values: &values, ..message };
                    let tag = ring_key.key.sign(message.slices(&plan.message, &ring_key.bytes));
                    String::from_utf8_lossy(tag.write(scheme.signature.encoding).text()).into_owned()
                })
                .collect();
            for (number, signature) in signatures.iter().enumerate() {
                draft.put_in_item(&scheme.signature.at, number, signature);
            }
            return Delivery { url: draft.url, headers: draft.headers, body: draft.body };
        }
        let values = reading.values(&plan, &plan.message, &given).unwrap_or_else(lacks);
        let message = Message { values: &values, ..message };
        let mut slices: Vec<_> = message.slices(&plan.message, &ring_key.bytes).collect();
        if scheme.sorted {
            slices.sort_unstable();
        }
        let tag = ring_key.key.sign(slices.into_iter());
        let written = match (scheme.proof, scheme.signature.encoding) {
            (Proof::Token, Encoding::Base64) => Base64::encode_string(secret.bytes()).into_bytes(),
            (Proof::Token, _) => secret.bytes().to_vec(),
            _ => tag.write(scheme.signature.encoding).text().to_vec(),
        };
        let written = String::from_utf8(written).expect("a signature that is text");
        let signature = match &scheme.signature.grammar {
            Grammar::ByKeyId { between, .. } => format!("{}{between}{written}", ring_key.id),
            Grammar::BeforeDot => {
                let encoded = String::from_utf8_lossy(&signed_body);
                let whole = format!("{written}.{encoded}");
                draft.body = Bytes::new();
                whole
            }
            _ => draft.list(scheme, &timestamp, &written),
        };
        draft.put(&scheme.signature.at, &signature);
        Delivery { url: draft.url, headers: draft.headers, body: draft.body }
    }

    fn timestamp(&self) -> String {
        let at: OffsetDateTime = self.at.unwrap_or_else(SystemTime::now).into();
        match self.scheme.timestamp.map(|timestamp| timestamp.format) {
            Some(TimeFormat::UnixMillis) => (at.unix_timestamp_nanos() / 1_000_000).to_string(),
            Some(TimeFormat::Rfc3339) => at.format(&Rfc3339).unwrap_or_default(),
            Some(TimeFormat::HttpDate) => http_date(at),
            _ => at.unix_timestamp().to_string(),
        }
    }
}

#[allow(clippy::panic)] // for tests, which should fail
fn lacks<T>(cause: Cause) -> T {
    panic!("the request lacks what is signed: {cause}")
}

/// A delivery, ready to be sent.
#[derive(Clone)]
#[must_use]
pub struct Delivery {
    url: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Delivery {
    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The headers, to be tampered with.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// For [`Verifier::verify`](crate::Verifier::verify).
    pub fn into_headers_and_body(self) -> (HeaderMap, Bytes) {
        (self.headers, self.body)
    }

    /// For [`Verifier::verify_request`](crate::Verifier::verify_request) and for HTTP clients.
    pub fn into_request(self) -> Request<Bytes> {
        let mut request = Request::new(self.body);
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.url.parse().unwrap_or_default();
        *request.headers_mut() = self.headers;
        request
    }
}

impl fmt::Debug for Delivery {
    /// Shows what a log may have: neither the body nor the headers, one of which may be the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery").field("url", &self.url).field("body_len", &self.body.len()).finish_non_exhaustive()
    }
}

/// The time as in the header `Date` (RFC 9110, section 5.6.7).
fn http_date(at: OffsetDateTime) -> String {
    let (day, month, time) = (at.weekday(), at.month(), at.time());
    let (hour, minute, second) = time.as_hms();
    format!("{day:.3}, {:02} {month:.3} {:04} {hour:02}:{minute:02}:{second:02} GMT", at.day(), at.year())
}
