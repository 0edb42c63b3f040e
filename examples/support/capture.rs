//! Captured deliveries, one JSON object a line, and what a verifier says of each. Shared by `replay` and the tests.

use std::collections::{BTreeMap, BTreeSet};

use base64ct::{Base64, Encoding as _};
use bytes::Bytes;
#[cfg(feature = "public-keys")]
use hookseal::scheme::KeyPlace;
use hookseal::{
    Scheme, Secret, SetupError, Tolerance, Verified, Verifier, VerifyError, VerifyErrorKind,
    provider::{self, Preset},
    scheme::Proof,
    testing::TestClock,
    verifier::Custom,
};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

#[cfg(feature = "public-keys")]
#[path = "publisher.rs"]
mod publisher;
#[path = "standards.rs"]
mod standards;

#[cfg(feature = "public-keys")]
use publisher::Publisher;

/// A line. What is not named here (`expect`, `why`, …) is ignored.
#[derive(Deserialize)]
pub(crate) struct Capture {
    pub(crate) provider: String,
    pub(crate) name: String,
    #[serde(default)]
    secret: Option<String>,
    #[serde(default)]
    secret2: Option<String>,
    /// How the secret becomes bytes, where a scheme leaves that open.
    #[serde(default)]
    secret_encoding: Option<String>,
    #[serde(default, deserialize_with = "document")]
    public_key: Option<String>,
    #[serde(default)]
    key_id: Option<String>,
    /// Which of a provider's ways to sign, where they differ in the algorithm alone.
    #[serde(default)]
    algorithm: Option<String>,
    #[serde(default)]
    config: BTreeMap<String, Value>,
    #[serde(default)]
    tolerance_s: Option<u64>,
    method: String,
    url: String,
    headers: BTreeMap<String, OneOrMany>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    body_base64: Option<String>,
    now_unix: u64,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// A text, or a JSON document as text: a set of keys, as a provider publishes it.
fn document<'de, D: Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(value)? {
        Value::Null => None,
        Value::String(text) => Some(text),
        document => Some(document.to_string()),
    })
}

type Verification = Result<Verified<Custom>, VerifyError>;

/// What a verifier says of a line.
pub(crate) enum Verdict {
    Accept(Box<Verified<Custom>>),
    Reject(VerifyError),
    Handshake(VerifyError),
    /// No verifier could be built.
    Misconfigured(SetupError),
    /// No preset has this name, or what is published as its key is none that proves anything: RSA with 1024 bits.
    Unsupported(String),
}

impl Capture {
    /// Reads a line; the error names the field that is missing or wrong.
    pub(crate) fn read(line: &str) -> Result<Self, String> {
        let capture: Self = serde_json::from_str(line).map_err(|error| error.to_string())?;
        if capture.body.is_none() && capture.body_base64.is_none() {
            return Err("missing field `body` or `body_base64`".into());
        }
        // An endpoint check may need neither.
        if capture.secret.is_none() && capture.public_key.is_none() && !capture.config.contains_key("kind") {
            return Err("missing field `secret` or `public_key`".into());
        }
        Ok(capture)
    }

    /// Verifies the delivery at its time.
    pub(crate) fn verify(&self) -> Result<Verdict, String> {
        let request = self.request()?;
        let verifier = match self.verifier(request.headers()) {
            None => return Ok(Verdict::Unsupported("no preset has this name".into())),
            Some(Err(error)) if self.secret.is_none() && self.public_key.is_some() => {
                return Ok(Verdict::Unsupported(error.to_string()));
            }
            Some(Err(error)) => return Ok(Verdict::Misconfigured(error)),
            Some(Ok(verifier)) => verifier,
        };
        let outcome = match self.verify_with(&verifier, request)? {
            Ok(event) => self.check_of_another_way(event)?,
            refused => refused,
        };
        Ok(match outcome {
            Ok(event) => Verdict::Accept(Box::new(event)),
            Err(error) if error.kind() == VerifyErrorKind::Handshake => Verdict::Handshake(error),
            Err(error) => Verdict::Reject(error),
        })
    }

    /// Verifies the delivery; what the line has as the public key is what the provider publishes, if it is needed.
    #[cfg(feature = "public-keys")]
    fn verify_with(&self, verifier: &Verifier<Custom>, request: Request<Vec<u8>>) -> Result<Verification, String> {
        let first = verifier.verify_request(request);
        let needed = first.as_ref().err().and_then(VerifyError::needed_key);
        if let (Some(key), Some(publisher)) = (needed, self.publisher())
            && let Some(fetched) = publisher.at(key)
        {
            verifier.key_cache().insert(key, &fetched).map_err(|error| error.to_string())?;
            return Ok(verifier.verify_request(self.request()?));
        }
        Ok(first)
    }

    #[cfg(not(feature = "public-keys"))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps)] // with the features, both are used
    fn verify_with(&self, verifier: &Verifier<Custom>, request: Request<Vec<u8>>) -> Result<Verification, String> {
        Ok(verifier.verify_request(request))
    }

    #[cfg(feature = "public-keys")]
    fn publisher(&self) -> Option<Publisher> {
        let document = self.public_key.clone()?;
        Some(Publisher { document, name: self.key_name().map(str::to_owned) })
    }

    /// What the provider calls the key, in the words that lines have for it.
    pub(crate) fn key_name(&self) -> Option<&str> {
        let names = ["key_id", "key_identifier", "serial", "certificate_sn"];
        self.key_id.as_deref().or_else(|| names.into_iter().find_map(|name| self.config.get(name)?.as_str()))
    }

    /// Where ways of a provider differ in their endpoint check alone, what is an event to one is a check to the other.
    fn check_of_another_way(&self, event: Verified<Custom>) -> Result<Verification, String> {
        for preset in provider::all().filter(|preset| self.is_way(preset) && preset.scheme.handshake_kind().is_some()) {
            let other = self.verifier_of(preset).ok().filter(|_| preset.scheme.name() != event.provider());
            let Some(other) = other else { continue };
            match self.verify_with(&other, self.request()?)? {
                Err(error) if error.kind() == VerifyErrorKind::Handshake => return Ok(Err(error)),
                _ => {}
            }
        }
        Ok(Ok(event))
    }

    fn is_way(&self, preset: &Preset) -> bool {
        preset.scheme.provider() == self.provider || preset.scheme.name() == self.provider
    }

    /// The verifier that the line describes; `None` if no preset has this name.
    pub(crate) fn verifier(&self, headers: &HeaderMap) -> Option<Result<Verifier<Custom>, SetupError>> {
        self.preset(headers).map(|preset| self.verifier_of(preset))
    }

    /// The preset of this name. Where a provider signs in several ways, the one whose header is there.
    fn preset(&self, headers: &HeaderMap) -> Option<&'static Preset> {
        let ways =
            || provider::all().filter(|preset| self.is_way(preset)).filter(|preset| self.has_keys_for(&preset.scheme));
        let method = self.config.get("signature_method").and_then(Value::as_str);
        let algorithm = self.algorithm.as_deref().or(method);
        let named = |preset: &&Preset| algorithm.is_some_and(|it| preset.scheme.name().ends_with(it));
        let exact = ways().find(|preset| preset.scheme.name() == self.provider);
        ways()
            .find(named)
            .or_else(|| ways().find(|preset| preset.scheme.signature_headers().any(|name| headers.contains_key(name))))
            .or(exact)
            .or(ways().next())
    }

    /// Whether the line has keys of the kind that a scheme needs, where its provider has others that need another kind.
    fn has_keys_for(&self, scheme: &Scheme) -> bool {
        // A token that is a secret is never a public key.
        let is_public = self.secret.is_none() && self.public_key.is_some();
        #[cfg(feature = "public-keys")]
        if matches!(scheme.keys_place(), Some(KeyPlace::NamedSet { .. })) && !self.config.contains_key("allowed_jku") {
            return false;
        }
        !(is_public && scheme.proof() == Proof::Token)
    }

    fn verifier_of(&self, preset: &Preset) -> Result<Verifier<Custom>, SetupError> {
        let scheme = standards::scheme(preset.scheme, &self.config, self.secret_encoding.as_deref());
        let builder = Verifier::from_scheme(scheme).clock(TestClock::at_unix(self.now_unix));
        // What a line says is held against what it expects; a provider whose signature covers little is one, too.
        let mut builder = builder.dangerous().unprotected_body();
        let handshake = scheme.handshake_kind();
        let is_public = matches!(scheme.proof(), Proof::Signed(_)) && self.public_key.is_some();
        let shared = self.secret.as_deref().filter(|_| !is_public);
        let first = shared.or(self.public_key.as_deref()).unwrap_or_default();
        // A public key beside a secret is what the provider calls that secret by.
        let key_id = self.key_name().or(self.public_key.as_deref().filter(|_| shared.is_some()));
        let key_id = key_id.or(self.config.get("public_key_id").and_then(Value::as_str));
        let of_request = matches!(scheme.proof(), Proof::HttpSignature(_));
        let name = self.config.get("keyid").or(self.config.get("key_id")).and_then(Value::as_str);
        let key_id = key_id.or(name.filter(|_| of_request));
        // What Braintree calls a pair of test keys differs in a word.
        let pair = first.contains("_private_").then(|| first.replace("_private_", "_public_"));
        let key_id = key_id.or(pair.as_deref());
        // Where bodies are encrypted, the key for that is a part of the secret.
        let with_key = self.config.get("encoding_aes_key").and_then(Value::as_str).map(|key| format!("{first}:{key}"));
        let first = with_key.as_deref().unwrap_or(first);
        let tells_secret = handshake.is_some_and(|handshake| handshake.tells_secret());
        // Where the provider tells the secret, the first request is captured without one.
        let fetches_keys = scheme.keys_place().is_some();
        if first.is_empty() && !fetches_keys && !tells_secret {
            builder = builder.secrets_later();
        } else if !(fetches_keys || first.is_empty()) {
            let secret = Secret::new(first);
            builder = builder.secret(match key_id {
                Some(id) => secret.id(id),
                None => secret,
            });
        }
        if let Some(second) = &self.secret2 {
            builder = builder.secret(second.as_str());
        }
        for next in self.config.get("next_keys").and_then(Value::as_array).into_iter().flatten() {
            builder = builder.secret(next.as_str().unwrap_or_default());
        }
        for name in scheme.settings().collect::<BTreeSet<_>>() {
            builder = match self.settings(name).as_slice() {
                // A line that does not say what was agreed is of someone who did not mind.
                [] => builder.dangerous().any(name),
                values => values.iter().fold(builder, |builder, value| builder.setting(name, *value)),
            };
        }
        #[cfg(feature = "public-keys")]
        if matches!(scheme.keys_place(), Some(KeyPlace::Set { url }) if url.is_empty()) {
            builder = builder.keys_url("https://keys.example.com/jwks");
        }
        #[cfg(feature = "public-keys")]
        if let Some(publisher) = self.publisher().filter(|_| fetches_keys) {
            builder = builder.key_source(publisher.source());
        }
        if let (Some(seconds), Some(_)) = (self.tolerance_s, scheme.freshness()) {
            builder = builder.tolerance(Tolerance::symmetric(std::time::Duration::from_secs(seconds)));
        }
        let config = |name| self.config.get(name).and_then(Value::as_str);
        if handshake.is_some_and(|handshake| handshake.has_token()) {
            // What proves the check differs in name; a captured one may have no other secret than its token.
            let topic = self.config.get("topics").and_then(|topics| topics.get(0)).and_then(Value::as_str);
            let token = config("verify_token").or(config("verification_token")).or(config("topic")).or(topic);
            builder = builder.verify_token(token.unwrap_or(first));
        }
        if tells_secret {
            builder = builder.learn_secret(|_| Ok::<_, std::convert::Infallible>(()));
        }
        if let Some(origins) = self.config.get("allowed_origins").and_then(Value::as_array) {
            builder = builder.allowed_origins(origins.iter().filter_map(Value::as_str));
        }
        #[cfg(feature = "x509")]
        if let Some(root) = config("root_pem") {
            builder = builder.trust_anchors(root);
        }
        builder.public_url(config("public_url").unwrap_or(&self.url)).build()
    }

    /// What the line says was agreed with the provider: `issuer`, or several `issuers`.
    fn settings(&self, name: &str) -> Vec<&str> {
        let required = self.config.get("required_claims").and_then(|claims| claims.get(name));
        let one = self.config.get(name).or(required).and_then(Value::as_str);
        let several = self.config.get(&format!("{name}s")).and_then(Value::as_array);
        one.into_iter().chain(several.into_iter().flatten().filter_map(Value::as_str)).collect()
    }

    /// The delivery.
    pub(crate) fn request(&self) -> Result<Request<Vec<u8>>, String> {
        let body = match (&self.body, &self.body_base64) {
            (Some(text), _) => text.clone().into_bytes(),
            (None, Some(encoded)) => Base64::decode_vec(encoded).map_err(|_| "field `body_base64` is not base64")?,
            (None, None) => Vec::new(),
        };
        let mut request = Request::new(body);
        *request.method_mut() = self.method.parse().map_err(|_| "field `method` is not a method")?;
        // Some were captured as people read them.
        *request.uri_mut() = self.url.replace(' ', "%20").parse().map_err(|_| "field `url` is not a URL")?;
        for (name, value) in &self.headers {
            let wrong = || format!("field `headers`: `{name}` is not a header");
            let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong())?;
            let values = match value {
                OneOrMany::One(value) => std::slice::from_ref(value),
                OneOrMany::Many(values) => values,
            };
            for value in values {
                let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| wrong())?;
                request.headers_mut().append(header.clone(), value);
            }
        }
        Ok(request)
    }

    /// The line of the report.
    pub(crate) fn report(&self, verdict: &Verdict) -> Value {
        let mut report = json!({
            "provider": self.provider, "name": self.name, "verdict": verdict.as_str(), "kind": null, "status": null,
            "id": null, "event": null, "key_id": null, "detail": null,
        });
        match verdict {
            Verdict::Accept(event) => {
                let answer = event.acknowledgement();
                report["status"] = answer.status().as_u16().into();
                report["response"] = describe(&answer);
                report["id"] = event.id().into();
                report["event"] = event.kind().into();
                report["key_id"] = event.key_id().into();
            }
            Verdict::Reject(error) => {
                report["kind"] = error.kind().as_str().into();
                report["status"] = error.status().as_u16().into();
                report["detail"] = error.to_string().into();
            }
            Verdict::Handshake(error) => {
                report["kind"] = error.kind().as_str().into();
                report["status"] = error.status().as_u16().into();
                report["response"] = response(error);
            }
            Verdict::Misconfigured(error) => {
                report["kind"] = "setup".into();
                report["detail"] = error.to_string().into();
            }
            Verdict::Unsupported(why) => report["detail"] = why.as_str().into(),
        }
        report
    }
}

impl Verdict {
    pub(crate) fn as_str(&self) -> &'static str {
        match self {
            Self::Accept(_) => "accept",
            Self::Reject(_) | Self::Misconfigured(_) => "reject",
            Self::Handshake(_) => "handshake",
            Self::Unsupported(_) => "unsupported",
        }
    }
}

/// The answer to an endpoint check.
pub(crate) fn response(error: &VerifyError) -> Value {
    describe(&error.response())
}

/// An answer as it is reported.
pub(crate) fn describe(response: &Response<Bytes>) -> Value {
    let headers: BTreeMap<_, _> = response
        .headers()
        .iter()
        .filter(|(name, _)| *name != http::header::CONTENT_TYPE)
        .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())))
        .collect();
    let content_type = response.headers().get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    json!({
        "status": response.status().as_u16(), "content_type": content_type,
        "body": String::from_utf8_lossy(response.body()), "headers": headers,
    })
}
