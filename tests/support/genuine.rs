//! A genuine delivery of any scheme, and where in it the signature, the time and the id are.
#![allow(dead_code)] // each test uses a part of it

use std::{
    collections::BTreeSet,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use hookseal::{
    Scheme, Verified, Verifier, VerifyError, VerifyErrorKind,
    provider::{self, Preset},
    scheme::{IdForm, KeyPlace, Proof},
    testing::{Delivery, Signer, TestClock},
    verifier::{Builder, Custom},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};

mod keys;

#[allow(unused_imports)] // as above
pub(crate) use keys::{OTHER_SECRET, SECRET, is_shared, keys_of, other_pasted, other_secret, pasted, secret, secrets};

/// Whether any secret may sign in any place: none has a header of its own, and no delivery says which it is.
pub(crate) fn is_free(scheme: &Scheme) -> bool {
    let written = serde_json::to_string(scheme).expect("a scheme");
    let names_key = matches!(scheme.proof(), Proof::HttpSignature(_))
        || matches!(scheme.keys_place(), Some(KeyPlace::Each { .. }))
        || written.contains("\"key-id\"");
    !written.contains("\"header-per-secret\"") && !names_key
}

/// What a key may be called: anything, unless the name is a part of the URL that it is fetched from.
pub(crate) fn key_id(scheme: &Scheme) -> &'static str {
    match scheme.keys_place() {
        Some(KeyPlace::Each { id: IdForm::Uuid, .. }) => "3f0c1a52-9b1e-4a77-8d10-5a1e7c0b9d21",
        Some(KeyPlace::Each { id: IdForm::Path, .. }) => "/our/current",
        _ => "current",
    }
}

/// Whether the words of a scheme have this one.
pub(crate) fn says(scheme: &Scheme, word: &str) -> bool {
    serde_json::to_string(scheme).expect("a scheme").contains(&format!("\"{word}\""))
}

/// Whether deliveries come by any method.
pub(crate) fn takes_any_method(scheme: &Scheme) -> bool {
    serde_json::to_string(scheme).expect("a scheme").contains(r#""methods":"any""#)
}

/// The parameters of a form, sorted: what is signed of a body that other bytes can stand for.
pub(crate) fn parameters(form: &[u8]) -> Vec<Vec<u8>> {
    let mut pairs: Vec<Vec<u8>> = form.split(|byte| *byte == b'&').map(decoded).collect();
    pairs.sort();
    pairs
}

fn decoded(encoded: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (mut decoded, mut rest) = (Vec::new(), encoded);
    while let [first, after @ ..] = rest {
        let escaped = digit(after.first()).zip(digit(after.get(1))).filter(|_| *first == b'%');
        (decoded, rest) = match escaped {
            Some((high, low)) => ([decoded, vec![16 * high + low]].concat(), &after[2..]),
            None => ([decoded, vec![if *first == b'+' { b' ' } else { *first }]].concat(), after),
        };
    }
    decoded
}

/// When it is signed, and what the clock shows.
pub(crate) const NOW: u64 = 1_800_000_000;
/// Where the provider calls.
pub(crate) const URL: &str = "https://example.com/hook";
/// The same in RFC 3339.
pub(crate) const NOW_RFC3339: &str = "2027-01-15T08:00:00Z";
pub(crate) const ID: &str = "msg_1";
pub(crate) const BODY: &str = r#"{"id":"evt_1","type":"test.event","note":"Zoë ☃"}"#;

pub(crate) fn unix(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// A builder whose clock stands at [`NOW`], and which knows what was agreed.
pub(crate) fn builder(scheme: Scheme) -> Builder<Custom> {
    let builder = Verifier::from_scheme(scheme).clock(TestClock::at_unix(NOW)).public_url(URL);
    #[cfg(feature = "public-keys")]
    let builder = match scheme.keys_place() {
        Some(KeyPlace::Set { url }) if url.is_empty() => builder.keys_url("https://keys.example.com/jwks"),
        _ => builder,
    };
    let builder = agreed(&scheme).into_iter().fold(builder, |builder, (name, value)| builder.setting(name, value));
    builder.dangerous().unprotected_body()
}

/// A verifier with its [`pasted`] key whose clock stands at [`NOW`].
pub(crate) fn verifier(scheme: Scheme) -> Verifier<Custom> {
    builder(scheme).secret(pasted(scheme)).build().expect("a secret for every scheme")
}

/// Signs at [`NOW`] what is sent to [`URL`] with [`ID`].
pub(crate) fn signer(scheme: Scheme) -> Signer {
    let signer = Signer::from_scheme(scheme).at(unix(NOW)).id(ID).url(URL);
    agreed(&scheme).into_iter().fold(signer, |signer, (name, value)| signer.setting(name, value))
}

/// What was agreed with the provider: each setting of the scheme, and a value.
fn agreed(scheme: &Scheme) -> Vec<(String, String)> {
    let names: BTreeSet<_> = scheme.settings().collect();
    names.into_iter().map(|name| (name.to_owned(), format!("our-{name}"))).collect()
}

/// A delivery of [`ID`], signed with the [`secret`] at [`NOW`].
pub(crate) fn sign(scheme: Scheme, body: impl Into<Bytes>) -> Delivery {
    signer(scheme).sign(secret(scheme), body)
}

/// Whether the content is in a token.
pub(crate) fn is_inside(scheme: &Scheme) -> bool {
    serde_json::to_string(scheme).expect("a scheme").contains(r#""envelope":"jws""#)
}

/// The presets whose signature is in a header, and not inside of something that is encoded there. The attacks on headers
/// are for them.
pub(crate) fn presets() -> impl Iterator<Item = &'static Preset> {
    provider::all().filter(|preset| is_in_header(&preset.scheme) && !says(&preset.scheme, "header-json"))
}

/// The presets whose signature is in the query or in the body.
pub(crate) fn other_presets() -> impl Iterator<Item = &'static Preset> {
    provider::all().filter(|preset| !is_in_header(&preset.scheme))
}

fn is_in_header(scheme: &Scheme) -> bool {
    let (one, other) = (sign(*scheme, BODY), signer(*scheme).sign(other_secret(*scheme), BODY));
    one.headers() != other.headers()
}

/// What a verifier says of a request by POST.
pub(crate) fn judge(
    verifier: &Verifier<Custom>,
    url: &str,
    headers: &HeaderMap,
    body: impl Into<Bytes>,
) -> Result<Verified<Custom>, VerifyError> {
    verifier.verify_request(request(url, headers, body))
}

/// A request by POST.
pub(crate) fn request(url: &str, headers: &HeaderMap, body: impl Into<Bytes>) -> Request<Bytes> {
    let mut request = Request::new(body.into());
    *request.method_mut() = Method::POST;
    *request.uri_mut() = url.parse().expect("a URL");
    *request.headers_mut() = headers.clone();
    request
}

/// A request by GET.
pub(crate) fn get(url: &str, headers: &HeaderMap) -> Request<Bytes> {
    let mut request = request(url, headers, "");
    *request.method_mut() = Method::GET;
    request
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
    pub(crate) url: String,
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
    /// For one of the [`presets`].
    pub(crate) fn of(scheme: Scheme) -> Self {
        let delivery = sign(scheme, BODY);
        let forged = signer(scheme).sign(other_secret(scheme), BODY);
        // The signature is what another secret changes.
        let changed = delivery.headers().iter().find(|(name, value)| forged.headers().get(*name) != Some(*value));
        let signature_header = changed.expect("a signature in a header").0.clone();
        let value = |headers: &HeaderMap| headers[&signature_header].to_str().expect("ASCII").to_owned();
        let whole = value(delivery.headers());

        // What many deliveries have in common is not the signature, unless it is all of it: then it is a token.
        let others = (0..16).map(|n| value(sign(scheme, format!("{{\"n\":{n}}}")).headers()));
        let common =
            |len: usize, other: String| whole.bytes().zip(other.bytes()).take(len).take_while(|(a, b)| a == b).count();
        let frame = others.fold(whole.len(), common);
        let frame = match scheme.proof() {
            // Signatures may begin alike, as DER does: what is before them ends with a separator.
            Proof::Signed(_) => {
                whole.trim_end_matches('=').rfind(['=', ',', ';', ':', ' ', '"']).map_or(0, |before| before + 1)
            }
            // A token: its last segment.
            Proof::Jws(_) => whole.rfind('.').map_or(0, |dot| dot + 1),
            _ if frame < whole.len() => frame,
            Proof::Token => prefix(&whole, &value(forged.headers())),
            // The body is not signed, so only other secrets show it.
            _ => secrets(scheme)
                .into_iter()
                .map(|secret| value(signer(scheme).sign(secret, BODY).headers()))
                .fold(whole.len(), common),
        };

        let url = delivery.clone().into_request().uri().to_string();
        let (headers, body) = delivery.into_headers_and_body();
        let millis = format!("{NOW}000");
        let header_of = |wanted: &[&str]| {
            let is_it = |value: &HeaderValue| value.to_str().is_ok_and(|value| wanted.contains(&value));
            headers.iter().find(|(_, value)| is_it(value)).map(|(name, _)| name.clone())
        };
        Self {
            time_header: header_of(&[&NOW.to_string(), &millis, NOW_RFC3339]),
            id_header: header_of(&[ID]).filter(|_| scheme.id_is_signed()),
            frame: whole[..frame].to_owned(),
            signature: whole[frame..].to_owned(),
            scheme,
            url,
            headers,
            body,
            signature_header,
        }
    }

    /// What a verifier says of this delivery with other headers and another body.
    pub(crate) fn judge(
        &self,
        verifier: &Verifier<Custom>,
        headers: &HeaderMap,
        body: impl Into<Bytes>,
    ) -> Result<Verified<Custom>, VerifyError> {
        judge(verifier, &self.url, headers, body)
    }

    /// Whether a refusal is of one of these kinds. What a token or the signature of a request says is held against itself
    /// before a key is asked, so it may be malformed, too.
    pub(crate) fn is_forged(&self, error: &VerifyError, kinds: &[VerifyErrorKind]) -> bool {
        let is_text =
            matches!(self.scheme.proof(), Proof::Jws(_) | Proof::HttpSignature(_)) || says(&self.scheme, "header-json");
        let unread = [VerifyErrorKind::Malformed, VerifyErrorKind::NoSupportedSignature, VerifyErrorKind::Unexpected];
        kinds.contains(&error.kind()) || is_text && unread.contains(&error.kind())
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

    /// Whether the signature is computed, and not the secret itself.
    pub(crate) fn is_computed(&self) -> bool {
        !matches!(self.scheme.proof(), Proof::Token)
    }

    pub(crate) fn is_hex(&self) -> bool {
        self.is_computed() && self.signature.bytes().all(|byte| byte.is_ascii_hexdigit())
    }

    /// Whether it is base64 with padding, which every length of a MAC needs.
    pub(crate) fn is_base64(&self) -> bool {
        self.is_computed() && self.signature.ends_with('=')
    }

    /// Whether a body that is a form must have the one field that is signed.
    pub(crate) fn unwraps_form(&self) -> bool {
        serde_json::to_string(&self.scheme).expect("a scheme").contains("\"signed-in-form\"")
    }

    /// Whether what is signed has to do with the URL.
    pub(crate) fn covers_request(&self) -> bool {
        let written = serde_json::to_string(&self.scheme).expect("a scheme");
        self.scheme.covers_url() || written.contains("\"query\"") || written.contains("\"path\"")
    }

    /// Whether the sender may repeat the header.
    pub(crate) fn is_repeatable(&self) -> bool {
        let mut twice = self.headers.clone();
        twice.append(&self.signature_header, header("wrong"));
        self.judge(&verifier(self.scheme), &twice, self.body.clone()).is_ok()
    }
}

/// What stands before a token: `Basic `.
fn prefix(whole: &str, other: &str) -> usize {
    let same = whole.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    whole[..same].rfind(' ').map_or(0, |space| space + 1)
}
