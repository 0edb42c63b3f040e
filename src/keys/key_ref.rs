//! Which key a delivery needs.

use std::{fmt, sync::Arc};

use crate::scheme::{IdForm, UrlPin};

/// What is at a key's URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyKind {
    /// A set of keys with names, such as a JWK Set (RFC 7517, section 5).
    Set,
    /// One public key.
    Key,
    /// A certificate, with those that prove it after it.
    Certificate,
}

/// Which key a delivery needs: the URL of the document that it is in, and its name there.
///
/// Whoever has a `KeyRef` may fetch its URL without another thought: it is plain `https` without user name, port, query and
/// fragment, and its host is a name, no address, that the scheme pins. There is no way to make one with any other URL.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct KeyRef {
    pub(super) place: Place,
    id: Option<Arc<str>>,
    /// The pinned host: what failed fetches are counted by, however many names a `*` may stand for.
    pub(super) group: Arc<str>,
}

/// Where a document is, and what it is taken for.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Place {
    kind: KeyKind,
    url: Arc<str>,
}

impl KeyRef {
    /// A key at a URL that the pin admits.
    ///
    /// # Errors
    ///
    /// What is wrong with the URL, see [`UrlPin::admits`].
    pub fn pinned(pin: &UrlPin, url: &str, kind: KeyKind) -> Result<Self, &'static str> {
        let (url, pattern) = pin.admits_as(url)?;
        Ok(Self::new(&url, pattern, kind))
    }

    /// A key at a URL that a scheme or its user writes, not a delivery.
    pub(crate) fn fixed(url: &str, kind: KeyKind) -> Result<Self, &'static str> {
        let (url, host) = UrlPin::plain(url)?;
        Ok(Self::new(&url, host, kind))
    }

    /// The key whose URL ends with the name that a delivery gives it.
    pub(crate) fn by_id(base: &str, form: IdForm, id: &str, kind: KeyKind) -> Result<Self, &'static str> {
        if !form.admits(id) {
            return Err("names a key that is none of the provider's: its name has another form");
        }
        let (url, host) = UrlPin::plain(&format!("{base}{id}"))?;
        Ok(Self::new(&url, host, kind).with_id(id))
    }

    /// The key of this name in the document. In a [`Set`](KeyKind::Set) whose keys have names, only that one is used.
    pub fn with_id(self, id: &str) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    fn new(url: &str, group: String, kind: KeyKind) -> Self {
        Self { place: Place { kind, url: url.into() }, id: None, group: group.into() }
    }

    /// Where the document is.
    pub fn url(&self) -> &str {
        &self.place.url
    }

    /// The URL's host, in lower case.
    #[cfg(feature = "fetch")]
    pub(super) fn host(&self) -> &str {
        let rest = self.url().strip_prefix("https://").unwrap_or_default();
        rest.split_once('/').map_or(rest, |(host, _)| host)
    }

    /// The key's name, as the delivery says it.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// What is there.
    pub fn kind(&self) -> KeyKind {
        self.place.kind
    }

    /// What a key of the document must be called: in sets only, where not all keys are meant.
    pub(super) fn wanted(&self) -> Option<Arc<str>> {
        self.id.clone().filter(|_| self.place.kind == KeyKind::Set)
    }
}

impl fmt::Debug for KeyRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRef")
            .field("kind", &self.kind())
            .field("url", &self.url())
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// For logs: what a delivery says is escaped and cut off.
impl fmt::Display for KeyRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(id) = self.wanted() {
            let start: String = id.chars().take(64).collect();
            write!(f, "the key {start:?} at ")?;
        }
        f.write_str(self.url())
    }
}
