//! Genuine deliveries of any provider.

use std::time::SystemTime;

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

#[cfg(feature = "jwt")]
use super::token;
#[cfg(feature = "public-keys")]
use super::whole;
use super::{Delivery, draft::Draft, hand::Hand, random::random_hex};
#[cfg(feature = "jwt")]
use crate::scheme::values::Said;
use crate::{
    Provider, Scheme, Secret, crypto,
    scheme::{
        Encoding, Envelope, Grammar, Proof, TimeFormat,
        message::Message,
        plan::{At, Offered, Plan},
        values::{Given, Head, Reading},
    },
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
    settings: Vec<(String, Option<String>)>,
}

impl Signer {
    /// For a provider.
    pub fn new<P: Provider>() -> Self {
        Self::from_scheme(P::SCHEME)
    }

    /// For a scheme.
    pub fn from_scheme(scheme: Scheme) -> Self {
        let url = "https://example.com/hook".into();
        Self { scheme, at: None, id: None, url, headers: HeaderMap::new(), settings: Vec::new() }
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

    /// What was agreed with the provider, under the name that its page gives it, as for
    /// [`Builder::setting`](crate::verifier::Builder::setting). It is put where the scheme wants it.
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.push((name.into(), Some(value.into())));
        self
    }

    /// Signs a body.
    ///
    /// `secret` is what the sender has: the shared secret, or the private key as PKCS #8 in PEM, see
    /// [`KeyPair`](super::KeyPair). The id of a secret ([`Secret::id`]) is what deliveries call their key by, in schemes that
    /// have names for keys.
    ///
    /// What the scheme needs besides the body is added where it is missing: headers, the time of signing in a JSON body, the
    /// fields of a form around it, the claims of a token, digests, settings. Where the token carries the content, the body
    /// that is given becomes its claims. Certificates are brought along, if they come
    /// [with the key](super::KeyPair::with_certificates).
    ///
    /// # Panics
    ///
    /// If the secret is not one that the scheme can use, a setting was not said, the scheme contradicts itself, or the body
    /// cannot hold what it should.
    #[allow(clippy::expect_used, clippy::panic)] // for tests, which should fail
    pub fn sign(mut self, secret: impl Into<Secret>, body: impl Into<Bytes>) -> Delivery {
        let secret = secret.into();
        let hand = Hand::new(&mut self.scheme, &secret);
        let scheme = &self.scheme;
        let mut plan = Plan::new(*scheme).expect("a scheme without contradictions");
        plan.settle(&self.settings).unwrap_or_else(|error| panic!("{error}"));

        let at: OffsetDateTime = self.at.unwrap_or_else(SystemTime::now).into();
        let timestamp = self.timestamp(at);
        let mut draft = Draft::new(self.url.clone(), self.headers.clone(), body.into());
        let id = match plan.id.first().map(|place| &place.at) {
            Some(At::Header(name)) => {
                let id = self.id.clone().unwrap_or_else(|| format!("test_{}", random_hex()));
                draft.header(name.as_str(), &id);
                id
            }
            _ => String::new(),
        };
        #[cfg(feature = "jwt")]
        if let Proof::Jws(jws) = &scheme.proof {
            token::begin(scheme, jws, &hand, &mut draft, at.unix_timestamp());
        }
        #[cfg(feature = "aes")]
        if let (Some(words), Some(sealed)) = (&scheme.encrypted, hand.seal(&plan, &draft.body)) {
            draft.body = Bytes::from_static(b"{}");
            draft.place(&words.at, &sealed);
        }
        draft.fill(scheme, &timestamp, &hand.id, &self.settings);
        let to_sign = ToSign { plan: &plan, timestamp: &timestamp, id: &id, hand: &hand };
        match &scheme.proof {
            #[cfg(feature = "jwt")]
            Proof::Jws(jws) => {
                let message = if plan.message.is_empty() { Vec::new() } else { to_sign.message(&draft) };
                let token = token::finish(scheme, jws, &hand, &mut draft, &message);
                let written = draft.list(scheme, &timestamp, &token);
                draft.put(&scheme.signature.at, &written);
            }
            #[cfg(feature = "public-keys")]
            Proof::HttpSignature(words) => whole::sign(words, &hand, &mut draft, at),
            _ if matches!(plan.signature, Offered::Items(_)) => {
                for (number, message) in to_sign.items(&draft).iter().enumerate() {
                    let signature = written(scheme.signature.encoding, &hand.sign(scheme.proof, message));
                    draft.put_in_item(&scheme.signature.at, number, &signature);
                }
            }
            Proof::Token => {
                let token = match scheme.signature.encoding {
                    Encoding::Base64 => Base64::encode_string(secret.bytes()),
                    _ => String::from_utf8(secret.bytes().to_vec()).expect("a token that is text"),
                };
                let whole = draft.list(scheme, &timestamp, &token);
                draft.put(&scheme.signature.at, &whole);
            }
            _ => {
                let mut message = to_sign.message(&draft);
                if let Some(hash) = scheme.over_digest {
                    message = crypto::written_digest(hash, Encoding::Text, &message);
                }
                let signature = written(scheme.signature.encoding, &hand.sign(scheme.proof, &message));
                let whole = match &scheme.signature.grammar {
                    Grammar::ByKeyId { between, .. } => format!("{}{between}{signature}", hand.id),
                    Grammar::BeforeDot => {
                        let encoded = Base64UrlUnpadded::encode_string(&std::mem::take(&mut draft.body));
                        format!("{signature}.{encoded}")
                    }
                    _ => draft.list(scheme, &timestamp, &signature),
                };
                draft.put(&scheme.signature.at, &whole);
            }
        }
        draft.into()
    }

    fn timestamp(&self, at: OffsetDateTime) -> String {
        match self.scheme.timestamp.map(|timestamp| timestamp.format) {
            Some(TimeFormat::UnixMillis) => (at.unix_timestamp_nanos() / 1_000_000).to_string(),
            Some(TimeFormat::Rfc3339) => at.format(&Rfc3339).unwrap_or_default(),
            Some(TimeFormat::HttpDate) => http_date(at),
            _ => at.unix_timestamp().to_string(),
        }
    }
}

/// What is signed, in a draft that lacks nothing but the signature.
struct ToSign<'s> {
    plan: &'s Plan,
    timestamp: &'s str,
    id: &'s str,
    hand: &'s Hand,
}

#[allow(clippy::expect_used, clippy::panic)] // for tests, which should fail
impl ToSign<'_> {
    /// The message, in one piece.
    fn message(&self, draft: &Draft) -> Vec<u8> {
        self.read(draft, |reading, message_in| message_in(reading))
    }

    /// The message of each item that is signed on its own.
    fn items(&self, draft: &Draft) -> Vec<Vec<u8>> {
        let Offered::Items(items) = &self.plan.signature else { return Vec::new() };
        self.read(draft, |reading, message_in| {
            reading.items(items).into_iter().map(|item| message_in(&reading.within(item))).collect()
        })
    }

    /// Looks at the draft as a verifier does.
    fn read<T>(&self, draft: &Draft, look: impl FnOnce(&Reading<'_>, &dyn Fn(&Reading<'_>) -> Vec<u8>) -> T) -> T {
        let scheme = &self.plan.scheme;
        let uri: http::Uri = draft.url.parse().expect("a URL");
        let head = Head::new(&Method::POST, &uri, &draft.headers, None);
        let list = draft.list(scheme, self.timestamp, "");
        let signed_body: Bytes = match &scheme.envelope {
            envelope @ Envelope::SignedInForm(_) if urlencoded::is_form(&draft.body) => {
                urlencoded::unwrap(envelope, &draft.body).expect("the form's field").into()
            }
            Envelope::EncodedInForm(_) => Base64UrlUnpadded::encode_string(&draft.body).into(),
            _ => draft.body.clone(),
        };
        let list = (list.as_bytes(), &scheme.signature.grammar);
        let message_in = |reading: &Reading<'_>| {
            let given = Given { list, signed_body: &signed_body, url: &draft.url, lasting: false };
            let values = reading.values(self.plan, &self.plan.message, &given);
            let values = values.unwrap_or_else(|cause| panic!("the request lacks what is signed: {cause}"));
            let message = Message {
                body: &signed_body,
                timestamp: self.timestamp.as_bytes(),
                id: self.id.as_bytes(),
                headers: &draft.headers,
                method: Some(&Method::POST),
                url: &draft.url,
                values: &values,
            };
            let mut slices: Vec<_> = message.slices(&self.plan.message, &self.hand.bytes).collect();
            if scheme.sorted {
                slices.sort_unstable();
            }
            slices.concat()
        };
        let reading = Reading::new(&head, &draft.body, &scheme.envelope);
        #[cfg(feature = "jwt")]
        let said = Said { header: draft.jose.to_string().into(), claims: draft.claims.to_string().into() };
        #[cfg(feature = "jwt")]
        let reading = reading.with(matches!(scheme.proof, Proof::Jws(_)).then_some(&said));
        look(&reading, &message_in)
    }
}

/// A signature as the scheme writes it.
pub(super) fn written(encoding: Encoding, signature: &[u8]) -> String {
    match encoding {
        Encoding::Hex => format!("{:x}", base16ct::HexDisplay(signature)),
        Encoding::Base64 => Base64::encode_string(signature),
        Encoding::Base64Url => Base64UrlUnpadded::encode_string(signature),
        Encoding::Text => String::new(),
    }
}

/// The time as in the header `Date` (RFC 9110, section 5.6.7).
pub(super) fn http_date(at: OffsetDateTime) -> String {
    let (day, month, time) = (at.weekday(), at.month(), at.time());
    let (hour, minute, second) = time.as_hms();
    format!("{day:.3}, {:02} {month:.3} {:04} {hour:02}:{minute:02}:{second:02} GMT", at.day(), at.year())
}
