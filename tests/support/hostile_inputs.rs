//! The cases of `tests/hostile_inputs`, and what hookseal makes of them.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use hookseal::{SetupError, Verifier, VerifyError, keys::FetchedKey, provider, time::Clock, verifier::Custom};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use serde_json::Value;

/// A line of the file.
pub(crate) struct Case {
    pub(crate) line: Value,
    /// Those whose verdict does not count.
    pub(crate) before: Vec<Delivery>,
    pub(crate) deliveries: Vec<Delivery>,
}

/// What arrives.
#[derive(Clone)]
pub(crate) struct Delivery {
    pub(crate) url: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// What became of a delivery.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Verdict {
    Accepted,
    /// With the reason.
    Refused(String),
    /// With the message.
    Panicked(String),
}

impl Case {
    /// All lines of a file.
    pub(crate) fn all(text: &str) -> Vec<Self> {
        let read = |line| Self::new(serde_json::from_str(line).expect("a line of JSON"));
        text.lines().map(read).collect()
    }

    fn new(line: Value) -> Self {
        let one = Delivery::new(&line);
        let several =
            |member: &str| line[member].as_array().map(|all| all.iter().map(|other| one.but(other)).collect());
        Self { before: several("before").unwrap_or_default(), deliveries: several("each").unwrap_or(vec![one]), line }
    }

    /// The text of a member; empty if it is not there.
    pub(crate) fn text(&self, member: &str) -> &str {
        self.line[member].as_str().unwrap_or_default()
    }

    pub(crate) fn title(&self) -> String {
        format!("{}: {}", self.text("family"), self.text("name"))
    }

    /// Whether hookseal accepts it: what a receiver must do, or what was decided where either is right.
    pub(crate) fn is_accepted(&self) -> bool {
        let decision = if self.text("must") == "any" { self.text("hookseal") } else { self.text("must") };
        assert!(["accept", "refuse"].contains(&decision), "{}: {decision:?}", self.title());
        decision == "accept"
    }

    /// A verifier that is set up as the case says.
    pub(crate) fn verifier(&self) -> Result<Verifier<Custom>, SetupError> {
        let scheme = provider::by_name(self.text("family")).expect("a provider");
        let mut builder = Verifier::from_scheme(scheme).clock(Stopped(self.line["now"].as_u64().expect("a time")));
        if let Some(secret) = self.line["secret"].as_str() {
            builder = builder.secret(secret);
        }
        if let Some(url) = self.line["url"].as_str() {
            builder = builder.public_url(url);
        }
        if let Some(topic) = self.line["topic"].as_str() {
            // SNS signs single values, which are read one by one.
            builder = builder.setting("topic_arn", topic).dangerous().unprotected_body();
        }
        builder.build()
    }

    /// What is found at a URL; at Amazon's hosts an attacker has nothing.
    fn served(&self, url: &str) -> Option<&str> {
        let served = self.line["served"].as_object()?;
        let is_amazon = url.starts_with("https://sns.us-east-1.amazonaws.com");
        served.get(url).or_else(|| served.get("*").filter(|_| !is_amazon))?.as_str()
    }

    /// What hookseal says of a delivery, when it has fetched the key that it asked for.
    pub(crate) fn verify(&self, verifier: &Verifier<Custom>, delivery: &Delivery) -> Result<(), VerifyError> {
        let Err(refused) = verifier.verify_request(delivery.request()) else { return Ok(()) };
        let Some((key, document)) = refused.needed_key().and_then(|key| Some((key, self.served(key.url())?))) else {
            return Err(refused);
        };
        let fetched = FetchedKey::new(document.to_owned());
        verifier.key_cache().insert(key, &fetched).expect("a certificate");
        verifier.verify_request(delivery.request()).map(drop)
    }

    /// What hookseal makes of all deliveries: each kind of verdict once.
    pub(crate) fn judge(&self) -> Vec<Verdict> {
        let verifier = match self.verifier() {
            Ok(verifier) => verifier,
            Err(error) => return vec![Verdict::Refused(format!("set-up: {error}"))],
        };
        let judge =
            |delivery| Verdict::of(|| self.verify(&verifier, delivery).map_err(|error| format!("{:?}", error.kind())));
        for delivery in &self.before {
            judge(delivery);
        }
        let mut verdicts: Vec<_> = self.deliveries.iter().map(judge).collect();
        verdicts.sort();
        verdicts.dedup();
        verdicts
    }
}

impl Verdict {
    /// Runs a library.
    pub(crate) fn of(verify: impl FnOnce() -> Result<(), String>) -> Self {
        match catch_unwind(AssertUnwindSafe(verify)) {
            Ok(Ok(())) => Self::Accepted,
            Ok(Err(reason)) => Self::Refused(reason),
            Err(panic) => {
                let text = panic.downcast_ref::<String>().cloned();
                Self::Panicked(
                    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default(),
                )
            }
        }
    }
}

impl Delivery {
    fn new(line: &Value) -> Self {
        let url = line["url"].as_str().unwrap_or("https://example.com/hook").to_owned();
        Self { url, headers: HeaderMap::new(), body: Bytes::new() }.but(line)
    }

    /// This one with what differs.
    fn but(&self, other: &Value) -> Self {
        let mut delivery = self.clone();
        for (name, value) in other["headers"].as_object().into_iter().flatten() {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
            delivery.headers.remove(&name);
            let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            for value in values.iter().filter(|value| !value.is_null()) {
                delivery.headers.append(&name, HeaderValue::from_bytes(&bytes(value)).expect("a header value"));
            }
        }
        if !other["body"].is_null() {
            delivery.body = bytes(&other["body"]).into();
        }
        delivery
    }

    fn request(&self) -> Request<Bytes> {
        let mut request = Request::new(self.body.clone());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.url.parse().expect("a URL");
        *request.headers_mut() = self.headers.clone();
        request
    }
}

/// A value as it is sent.
fn bytes(value: &Value) -> Vec<u8> {
    if let Some(hex) = value["hex"].as_str() {
        let digits = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("hex"));
        return digits.map(|pair| u8::from_str_radix(pair, 16).expect("hex")).collect();
    }
    if let Some([start, unit, times]) = value["repeat"].as_array().map(Vec::as_slice) {
        let times = usize::try_from(times.as_u64().expect("a number")).expect("a number");
        return [bytes(start), bytes(unit).repeat(times)].concat();
    }
    value.as_str().expect("a text").as_bytes().to_vec()
}

#[derive(Debug)]
struct Stopped(u64);

impl Clock for Stopped {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.0)
    }
}

/// How many cases of each kind there are.
pub(crate) fn census(cases: &[Case]) -> BTreeMap<(String, String), usize> {
    let mut census = BTreeMap::new();
    for case in cases {
        *census.entry((case.text("family").to_owned(), case.text("must").to_owned())).or_default() += 1;
    }
    census
}
