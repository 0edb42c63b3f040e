//! Keys as a provider publishes them, taken from a captured line.

use std::future::{Ready, ready};

use hookseal::keys::{FetchedKey, KeyKind, KeyRef, KeySourceError};
use serde_json::json;

/// What a line says that its provider publishes.
#[derive(Clone)]
pub(crate) struct Publisher {
    pub(crate) document: String,
    /// What the provider calls the key.
    pub(crate) name: Option<String>,
}

impl Publisher {
    /// What is at this place, if anything: a key that is fetched by its name is there under that name only.
    pub(crate) fn at(&self, key: &KeyRef) -> Option<FetchedKey> {
        let is_there = key.kind() != KeyKind::Key || self.name.is_none() || key.id() == self.name.as_deref();
        is_there.then(|| FetchedKey::new(self.written_as(key.kind())))
    }

    /// The document. A key of a set has the name that the line says.
    fn written_as(&self, kind: KeyKind) -> String {
        match &self.name {
            Some(name) if kind == KeyKind::Set && !self.document.starts_with(['{', '[']) => {
                json!({ "kid": name, "key": self.document }).to_string()
            }
            _ => self.document.clone(),
        }
    }

    /// The same as a source of keys.
    pub(crate) fn source(self) -> impl Fn(KeyRef) -> Ready<Result<FetchedKey, KeySourceError>> + Send + Sync + 'static {
        move |key| ready(self.at(&key).ok_or_else(|| KeySourceError::new("there is no such key")))
    }
}
