//! Which URLs that a delivery names may be fetched from.

use serde::{Deserialize, Serialize};

use super::text::{List, Text};

mod parse;

/// The longest URL, in bytes. Those that providers send have about 100.
const MAX_URL: usize = 512;

/// The longest query of a URL that is to be called, in bytes: the token in those of AWS SNS has about 300.
const MAX_QUERY: usize = 2048;

/// Which URLs a delivery may name as the place of its key.
///
/// Whoever sends a delivery writes that URL, so it decides alone what this program fetches and whose key it believes. A pin
/// therefore lists whole host names, and [`admits`](Self::admits) refuses every URL that two parsers could understand
/// differently.
///
/// ```
/// use hookseal::scheme::UrlPin;
///
/// const SNS: UrlPin = UrlPin::hosts(&["sns.*.amazonaws.com", "sns.*.amazonaws.com.cn"]).path_suffix(".pem");
///
/// let url = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123.pem";
/// assert_eq!(SNS.admits(url).as_deref(), Ok(url));
/// assert!(SNS.admits("https://sns.evil.s3.amazonaws.com/x.pem").is_err());
/// ```
///
/// In configuration it is `{ hosts = ["sns.*.amazonaws.com"], path-suffix = ".pem" }`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct UrlPin {
    hosts: List<Text, 4>,
    #[serde(default)]
    path: Text,
    #[serde(default)]
    path_prefix: Text,
    #[serde(default)]
    path_suffix: Text,
}

impl UrlPin {
    /// At most four host names in lower case. One label of each, none of the last two, may be `*`: any label of `a-z`, `0-9`
    /// and `-` that does not begin or end with `-` and is no encoded Unicode (`xn--…`).
    ///
    /// Only pin a host whose every path belongs to the provider, or say which do.
    pub const fn hosts(names: &[&str]) -> Self {
        let mut hosts = List::new(&[]);
        let mut rest = names;
        while let [name, others @ ..] = rest {
            hosts = hosts.with(Text::new(name));
            rest = others;
        }
        Self { hosts, path: Text::EMPTY, path_prefix: Text::EMPTY, path_suffix: Text::EMPTY }
    }

    /// The path must be this one.
    pub const fn path(self, path: &str) -> Self {
        Self { path: Text::new(path), ..self }
    }

    /// The path must begin with this: from one slash to another.
    pub const fn path_prefix(self, prefix: &str) -> Self {
        Self { path_prefix: Text::new(prefix), ..self }
    }

    /// The path must end with this.
    pub const fn path_suffix(self, suffix: &str) -> Self {
        Self { path_suffix: Text::new(suffix), ..self }
    }

    /// The URL to fetch, if the pin admits this one: `https`, a pinned host, the port 443 or none, a path that fits once `.`
    /// and `..` are resolved. User names, queries, fragments, other escapes than those of dots, empty segments of the path and
    /// everything beyond 512 bytes are refused. The host's letter case does not matter, the path's does.
    ///
    /// # Errors
    ///
    /// What is wrong with the URL, to be read after its name.
    pub fn admits(&self, url: &str) -> Result<String, &'static str> {
        self.admits_as(url).map(|(url, _)| url)
    }

    /// The URL to fetch, and the pinned host that it fits.
    pub(crate) fn admits_as(&self, url: &str) -> Result<(String, String), &'static str> {
        let (host, path) = parse::https(url, MAX_URL)?;
        let pattern = self.hosts.iter().map(Text::as_str).find(|pattern| parse::matches(pattern, &host));
        let pattern = pattern.ok_or("has a host that the scheme does not pin")?.to_owned();
        let is = self.path.is_empty() || path == self.path.as_str();
        let (prefix, suffix) = (self.path_prefix.as_str(), self.path_suffix.as_str());
        let inside = path.strip_prefix(prefix).is_some_and(|rest| rest.ends_with(suffix));
        if !(is && inside) {
            return Err("has a path that the scheme does not pin");
        }
        Ok((format!("https://{host}{path}"), pattern))
    }

    /// The URL to call, if it is one at a pinned host, of any path and with any query.
    #[cfg(feature = "json")]
    pub(crate) fn admits_with_query(&self, url: &str) -> Result<String, &'static str> {
        let (plain, query) = url.split_once('?').map_or((url, None), |(plain, query)| (plain, Some(query)));
        let (host, path) = parse::https(plain, MAX_URL)?;
        if !self.hosts.iter().any(|pattern| parse::matches(pattern.as_str(), &host)) {
            return Err("has a host that the scheme does not pin");
        }
        let inside = |byte: u8| byte.is_ascii_graphic() && !b"\"#<>\\^`{|}".contains(&byte);
        match query {
            Some(query) if query.len() > MAX_QUERY || !query.bytes().all(inside) => Err("has a query that is none"),
            Some(query) => Ok(format!("https://{host}{path}?{query}")),
            None => Ok(format!("https://{host}{path}")),
        }
    }

    /// A URL that is no delivery's word, in the same form, and its host.
    pub(crate) fn plain(url: &str) -> Result<(String, String), &'static str> {
        let (host, path) = parse::https(url, MAX_URL)?;
        Ok((format!("https://{host}{path}"), host))
    }

    /// A URL that it admits.
    #[cfg(feature = "testing")]
    pub(crate) fn example(&self) -> String {
        let host = self.hosts.first().map(|host| host.as_str().replace('*', "test")).unwrap_or_default();
        let path = match self.path.as_str() {
            "" if self.path_prefix.is_empty() => format!("/key{}", self.path_suffix),
            "" => format!("{}key{}", self.path_prefix, self.path_suffix),
            path => path.to_owned(),
        };
        format!("https://{host}{path}")
    }

    /// What is wrong with the pin itself.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        let slash = |path: &Text| path.is_empty() || path.as_str().starts_with('/');
        if self.hosts.is_empty() {
            Some("a pin of URLs needs a host")
        } else if !self.hosts.iter().all(|host| parse::is_pattern(host.as_str())) {
            Some("a pinned host is a whole name in lower case; one label, none of the last two, may be `*`")
        } else if !slash(&self.path) || !slash(&self.path_prefix) {
            Some("a pinned path begins with `/`")
        } else if !self.path_prefix.is_empty() && !self.path_prefix.as_str().ends_with('/') {
            Some("a pinned prefix of paths ends with `/`: `/keys` would admit `/keys-of-others`, too")
        } else {
            None
        }
    }
}

/// What a key's name looks like where it becomes a part of the key's URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum IdForm {
    /// A UUID (RFC 9562, section 4), in either letter case: Circle.
    Uuid,
    /// 1 to 128 letters, digits, `-` and `_`: Atlassian.
    Token,
    /// Up to eight such segments, each with a slash before it: SmartThings' `/pl/useast1/…`.
    Path,
}

impl IdForm {
    /// A name of this form.
    #[cfg(all(feature = "testing", feature = "public-keys"))]
    pub(crate) const fn example(self) -> &'static str {
        match self {
            Self::Uuid => "00000000-0000-4000-8000-000000000000",
            Self::Token => "test-key",
            Self::Path => "/test/key",
        }
    }

    /// Whether `id` has this form. Whatever has cannot lead to another host or directory.
    pub fn admits(self, id: &str) -> bool {
        match self {
            Self::Uuid => is_uuid(id),
            Self::Token => is_token(id),
            Self::Path => id.strip_prefix('/').is_some_and(|path| {
                path.len() < MAX_URL && path.split('/').count() <= 8 && path.split('/').all(is_token)
            }),
        }
    }
}

fn is_token(id: &str) -> bool {
    (1..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn is_uuid(id: &str) -> bool {
    let digits = |group: &str, len: usize| group.len() == len && group.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut groups = id.split('-');
    [8, 4, 4, 4, 12].into_iter().all(|len| groups.next().is_some_and(|group| digits(group, len)))
        && groups.next().is_none()
}
