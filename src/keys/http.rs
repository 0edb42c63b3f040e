//! Keys over HTTPS.

use std::{collections::HashMap, fmt, net::SocketAddr, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use reqwest::{Certificate, Client, redirect::Policy, retry};

use super::{FetchedKey, KeyRef, KeySource, KeySourceError, document::MAX_DOCUMENT};
use crate::Secret;

mod resolver;

use resolver::Resolver;

/// How long a fetch may take, from the first packet to the last byte. Providers wait three to ten seconds for an answer to
/// their delivery, and the delivery waits for this.
const TIME_OUT: Duration = Duration::from_secs(5);

/// Fetches keys over HTTPS, as a [`KeySource`].
///
/// It asks for the URL of the [`KeyRef`] and nothing else: no redirect is followed, nothing is tried twice, no proxy is used,
/// and no cookie kept. A fetch ends after 5 seconds, a document at 64 KiB while it arrives. The answer must be 200; its
/// `Cache-Control: max-age` says how long the document may be kept. Names that lead to private addresses (RFC 1918, loopback,
/// link-local and their like) are refused.
///
/// ```no_run
/// use hookseal::keys::HttpKeySource;
///
/// let plain = HttpKeySource::new()?;
/// let with_token = HttpKeySource::builder().header_for("api.circle.com", "authorization", "Bearer TEST_API_KEY").build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Where a token has to be renewed (eBay), or the way out is a proxy, write a source of your own: a closure will do.
#[derive(Clone)]
pub struct HttpKeySource {
    client: Client,
    headers: Vec<HeaderFor>,
}

/// How an [`HttpKeySource`] is to be: see [`HttpKeySource::builder`].
#[must_use]
pub struct HttpKeySourceBuilder {
    headers: Vec<(String, String, Secret)>,
    hosts: HashMap<String, SocketAddr>,
    private_addresses: bool,
    trusted: Option<Vec<u8>>,
}

/// A header that one host is told.
#[derive(Clone)]
struct HeaderFor {
    host: String,
    name: HeaderName,
    value: Secret,
}

impl HttpKeySource {
    /// A source as it is described above.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up, since the machine has no certificates that it trusts.
    pub fn new() -> Result<Self, KeySourceError> {
        Self::builder().build()
    }

    /// Says more of a source.
    pub fn builder() -> HttpKeySourceBuilder {
        HttpKeySourceBuilder { headers: Vec::new(), hosts: HashMap::new(), private_addresses: false, trusted: None }
    }

    fn headers(&self, host: &str) -> Result<HeaderMap, KeySourceError> {
        let mut headers = HeaderMap::new();
        for header in self.headers.iter().filter(|header| header.host == host) {
            headers.append(&header.name, sensitive(&header.value)?);
        }
        Ok(headers)
    }
}

impl HttpKeySourceBuilder {
    /// Sends this header to this host and to no other, where a provider gives its keys to its customers only. The value is
    /// kept as a [`Secret`].
    pub fn header_for(mut self, host: &str, name: &str, value: impl Into<Secret>) -> Self {
        self.headers.push((host.to_ascii_lowercase(), name.to_owned(), value.into()));
        self
    }

    /// Connects to this address for this host, instead of asking DNS. A port other than 0 counts instead of 443. The
    /// certificate must be the host's all the same, and a private address has to be allowed.
    pub fn host_at(mut self, host: &str, address: SocketAddr) -> Self {
        self.hosts.insert(host.to_ascii_lowercase(), address);
        self
    }

    /// Connects to private addresses, too, for a provider inside your own network. Whoever can change a pinned host's DNS can
    /// then let this program ask hosts beside it, if they have a certificate of that name.
    pub fn allow_private_addresses(self) -> Self {
        Self { private_addresses: true, ..self }
    }

    /// Trusts the certificate authorities in this PEM text, and no others, instead of those that the machine trusts.
    pub fn trust_only(self, pem: impl Into<Vec<u8>>) -> Self {
        Self { trusted: Some(pem.into()), ..self }
    }

    /// The source.
    ///
    /// # Errors
    ///
    /// If a header is none, a certificate cannot be read, or TLS cannot be set up.
    pub fn build(self) -> Result<HttpKeySource, KeySourceError> {
        let headers = self.headers.into_iter().map(|(host, name, value)| {
            let wrong = |error| KeySourceError::with_source(format!("`{name}` is no name of a header"), error);
            let name = HeaderName::try_from(&name).map_err(wrong)?;
            sensitive(&value)?;
            Ok(HeaderFor { host, name, value })
        });
        let headers = headers.collect::<Result<_, KeySourceError>>()?;

        let client = Client::builder()
            .https_only(true)
            .redirect(Policy::none())
            .retry(retry::never())
            .no_proxy()
            .timeout(TIME_OUT)
            // Keys are fetched hours apart.
            .pool_max_idle_per_host(0)
            .user_agent(concat!("hookseal/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Resolver::new(self.hosts, self.private_addresses));
        let client = match self.trusted {
            None => client,
            Some(pem) => {
                let wrong = "there is no certificate in PEM to trust";
                let certificates = Certificate::from_pem_bundle(&pem);
                let certificates = certificates.map_err(|error| KeySourceError::with_source(wrong, error))?;
                if certificates.is_empty() {
                    return Err(KeySourceError::new(wrong));
                }
                client.tls_certs_only(certificates)
            }
        };
        let wrong = |error| KeySourceError::with_source("TLS could not be set up", error);
        Ok(HttpKeySource { client: client.build().map_err(wrong)?, headers })
    }
}

impl KeySource for HttpKeySource {
    async fn fetch(&self, key: &KeyRef) -> Result<FetchedKey, KeySourceError> {
        let request = self.client.get(key.url()).headers(self.headers(key.host())?);
        let failed = |error: reqwest::Error| {
            let what = if error.is_timeout() { "no answer within 5 seconds" } else { "no answer" };
            KeySourceError::with_source(what, error.without_url())
        };
        let mut answer = request.send().await.map_err(failed)?;
        if answer.status() != StatusCode::OK {
            let status = answer.status().as_u16();
            return Err(KeySourceError::new(format!("the status of the answer is {status}, and not 200")));
        }

        let too_large = || KeySourceError::new("the document is larger than 64 KiB");
        if answer.content_length().is_some_and(|length| length > MAX_DOCUMENT as u64) {
            return Err(too_large());
        }
        let mut document = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(failed)? {
            if document.len() + chunk.len() > MAX_DOCUMENT {
                return Err(too_large());
            }
            document.extend_from_slice(&chunk);
        }
        Ok(FetchedKey { document: document.into(), max_age: max_age(answer.headers()) })
    }
}

/// How long the document may still be kept (RFC 9111, section 4.2): `max-age` less `Age`, or not at all.
fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let seconds = |text: &str| text.trim().trim_matches('"').parse().ok();
    let values = headers.get_all(header::CACHE_CONTROL).into_iter().filter_map(|value| value.to_str().ok());
    let directives = values.flat_map(|value| value.split(',')).map(|directive| directive.trim().to_ascii_lowercase());
    let age = headers.get(header::AGE).and_then(|age| seconds(age.to_str().ok()?)).unwrap_or(0);
    directives
        .filter_map(|directive| match directive.split_once('=') {
            Some(("max-age", given)) => seconds(given).map(|given: u64| given.saturating_sub(age)),
            None if matches!(&*directive, "no-store" | "no-cache") => Some(0),
            _ => None,
        })
        .min()
        .map(Duration::from_secs)
}

fn sensitive(value: &Secret) -> Result<HeaderValue, KeySourceError> {
    let wrong =
        |_| KeySourceError::new("the value of a header has bytes that no header may have: a line break at its end?");
    let mut value = HeaderValue::from_bytes(value.bytes()).map_err(wrong)?;
    value.set_sensitive(true);
    Ok(value)
}

impl fmt::Debug for HttpKeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hosts: Vec<_> = self.headers.iter().map(|header| &header.host).collect();
        f.debug_struct("HttpKeySource").field("headers_for", &hosts).finish_non_exhaustive()
    }
}

impl fmt::Debug for HttpKeySourceBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers_for: Vec<_> = self.headers.iter().map(|(host, ..)| host).collect();
        f.debug_struct("HttpKeySourceBuilder")
            .field("headers_for", &headers_for)
            .field("hosts", &self.hosts)
            .field("private_addresses", &self.private_addresses)
            .finish_non_exhaustive()
    }
}
