//! Secrets as people paste them, and the keys that are made of them.

use std::fmt;

use zeroize::Zeroizing;

mod decode;
pub(crate) mod keys;
pub(crate) mod ring;

/// The text that a provider's dashboard shows, kept out of logs and wiped from memory when dropped.
///
/// How it becomes key bytes is the scheme's business, so paste it as it is, prefix included.
///
/// ```
/// use hookseal::Secret;
///
/// let current = Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").id("2026-11");
/// assert_eq!(format!("{current:?}"), "Secret { id: Some(\"2026-11\"), .. }");
/// ```
///
/// There is no `Default` and no way to an empty one: an unset environment variable is a [`SetupError`], never a verifier
/// that accepts everything. Secrets of fewer than 24 bytes work, since some providers let their users choose; where
/// the choice is yours, take 32 random bytes.
///
/// [`SetupError`]: crate::SetupError
#[derive(Clone)]
pub struct Secret {
    text: Zeroizing<Vec<u8>>,
    id: Option<String>,
}

impl Secret {
    /// A secret, as the provider's dashboard shows it.
    pub fn new(text: impl Into<Self>) -> Self {
        text.into()
    }

    /// Names the secret, so that [`Verified::key_id`](crate::Verified::key_id) can say which one matched. Without it, the
    /// secrets of a verifier are called `1`, `2`, … in the order in which they were given.
    pub fn id(self, id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    pub(crate) fn given_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.text
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        text.as_bytes().into()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl From<&[u8]> for Secret {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl From<Vec<u8>> for Secret {
    fn from(bytes: Vec<u8>) -> Self {
        Self { text: Zeroizing::new(bytes), id: None }
    }
}

impl From<Zeroizing<String>> for Secret {
    fn from(text: Zeroizing<String>) -> Self {
        text.as_bytes().into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secret").field("id", &self.id).finish_non_exhaustive()
    }
}
