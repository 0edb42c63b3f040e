//! A request, as those who sign it see it.

use http::{HeaderName, Method, Uri};

use crate::{
    error::Cause,
    scheme::{find::MAX_HEADER, values::Head},
};

/// A request, and what the operator says of its URL.
pub(super) struct Request<'r> {
    pub(super) head: &'r Head<'r>,
    /// The URL that the provider called, query included.
    pub(super) public_url: Option<&'r str>,
    pub(super) body: &'r [u8],
}

/// The URL that the provider called, taken apart and normalised.
pub(super) struct Url {
    pub(super) scheme: String,
    /// In lower case, without the port that the scheme has anyway.
    pub(super) authority: String,
    pub(super) path_and_query: String,
}

impl<'r> Request<'r> {
    /// The lines of a header, without white space around them.
    pub(super) fn lines(&self, name: &HeaderName) -> Result<Vec<&'r str>, Cause> {
        let mut lines = Vec::new();
        let mut joined = 0_usize;
        for value in self.head.headers.get_all(name) {
            joined = joined.saturating_add(value.len()).saturating_add(2);
            if joined > MAX_HEADER + 2 {
                return Err(Cause::TooLong { header: name.clone(), limit: MAX_HEADER });
            }
            let why = "it has other characters than those of ASCII";
            let line = value.to_str().map_err(|_| Cause::Malformed { header: name.clone(), why })?;
            lines.push(line.trim_matches([' ', '\t']));
        }
        if lines.is_empty() {
            return Err(Cause::Missing { header: name.clone() });
        }
        Ok(lines)
    }

    /// The value of a header: its lines, joined as any recipient may join them (RFC 9110, section 5.2).
    pub(super) fn field(&self, name: &HeaderName) -> Result<String, Cause> {
        Ok(self.lines(name)?.join(", "))
    }

    pub(super) fn method(&self) -> Result<&'r Method, Cause> {
        self.head.method.ok_or(Cause::NeedsRequest)
    }

    /// The path as it was received.
    pub(super) fn path(&self) -> Result<&'r str, Cause> {
        self.method()?;
        Ok(if self.head.path.is_empty() { "/" } else { self.head.path })
    }

    /// The query as it was received, if there is a question mark.
    pub(super) fn query(&self) -> Result<Option<&'r str>, Cause> {
        self.method()?;
        Ok(self.head.query)
    }

    /// Path and query, as in the first line of the request.
    pub(super) fn target(&self) -> Result<String, Cause> {
        let path = self.path()?;
        Ok(self.query()?.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}")))
    }

    /// The URL that the provider called, of which `component` is to be known. What the request says of it is what
    /// whoever sent it wrote, so it does not count.
    pub(super) fn url(&self, component: &'static str) -> Result<Url, Cause> {
        let unknown = || Cause::NoPublicUrl { component };
        let uri: Uri = self.public_url.and_then(|url| url.parse().ok()).ok_or_else(unknown)?;
        let (scheme, authority) = uri.scheme_str().zip(uri.authority()).ok_or_else(unknown)?;
        let usual = matches!((scheme, authority.port_u16()), ("https", Some(443)) | ("http", Some(80)) | (_, None));
        let host = authority.host().to_ascii_lowercase();
        let port = authority.port_u16().filter(|_| !usual);
        Ok(Url {
            scheme: scheme.to_ascii_lowercase(),
            authority: port.map_or_else(|| host.clone(), |port| format!("{host}:{port}")),
            path_and_query: uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        })
    }
}
