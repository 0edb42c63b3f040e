//! Genuine deliveries to measure with.

use bytes::Bytes;
use hookseal::{Provider, testing::Signer};
use http::{HeaderMap, HeaderName, HeaderValue};

/// Good for every sender here: those of Standard Webhooks take the base64 after the prefix, the others all of it.
pub const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// One that is used no more.
pub const OLD_SECRET: &str = "whsec_C2FVsBQIhrscChlQIMVdb5sSYspob7oD";
/// Where the sender puts an id into a header.
pub const ID: &str = "msg_27UH4WbU6Z5A5EzD8u03";

/// Headers and body.
#[derive(Clone)]
pub struct Delivery {
    /// The sender's, and seven others that a lookup has to pass.
    pub headers: HeaderMap,
    /// As it was signed.
    pub body: Bytes,
}

impl Delivery {
    /// Signed now: some peers know no other clock than the machine's.
    pub fn of<P: Provider>(secret: &str, body: impl Into<Bytes>) -> Self {
        let (mut headers, body) = Signer::new::<P>().id(ID).sign(secret, body).into_headers_and_body();
        for name in
            ["host", "user-agent", "content-type", "content-length", "accept", "x-forwarded-for", "x-request-id"]
        {
            headers.insert(name, HeaderValue::from_static("something of the usual length"));
        }
        Self { headers, body }
    }

    /// A header, as text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).expect("a header of the sender").to_str().expect("ASCII")
    }

    /// The same with another value in a header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(HeaderName::from_static(name), value.parse().expect("a header value"));
        self
    }
}

/// A JSON document of so many bytes, most of which is one text.
pub fn body(size: usize) -> Bytes {
    let [before, after] = [r#"{"id":"evt_1","type":"bench","pad":""#, r#""}"#];
    format!("{before}{}{after}", "x".repeat(size - before.len() - after.len())).into()
}
