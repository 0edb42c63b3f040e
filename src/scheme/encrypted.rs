//! How providers encrypt what they send.

use serde::{Deserialize, Serialize};

use super::{Field, Text};

/// Where the ciphertext is that stands for the body, and how it is made. The text inside is the verified body. Needs the
/// feature `aes`.
///
/// It says who can read the body. That it is authentic, the signature says: over the whole body, or over the ciphertext
/// ([`Part::Encrypted`](super::Part::Encrypted)).
///
/// ```
/// use hookseal::scheme::{Cipher, Encrypted, Field};
///
/// const LARK: Encrypted = Encrypted::new(Field::json("/encrypt"), Cipher::IvFirst);
/// const WECOM: Encrypted =
///     Encrypted::new(Field::json("/Encrypt"), Cipher::framed("receive_id")).check(Field::query("echostr"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Encrypted {
    pub(crate) at: Field,
    /// Where it is in an endpoint check by GET.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) check: Option<Field>,
    pub(crate) cipher: Cipher,
}

/// How a ciphertext is made; all of them are written in base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Cipher {
    /// AES-256-CBC with the SHA-256 of the secret as the key, 16 bytes in front as the initialisation vector, and padding
    /// by PKCS #7 (Lark).
    IvFirst,
    /// AES-256-CBC with the key that stands in the secret after a colon
    /// ([`KeyFormat::BeforeColon`](super::KeyFormat::BeforeColon)), its first 16 bytes as the initialisation vector, and
    /// padding to 32 bytes. Inside are 16 random bytes, the length of the text in 4, the text, and the receiver's id
    /// (WeCom).
    Framed {
        /// The name of the [setting](crate::verifier::Builder::setting) that the receiver's id must be.
        receiver: Text,
    },
}

impl Cipher {
    /// With the receiver's id behind the text, which must be the setting of this name.
    pub const fn framed(receiver: &str) -> Self {
        Self::Framed { receiver: Text::new(receiver) }
    }
}

impl Encrypted {
    /// In this place, in this way. A body that has nothing there is not encrypted.
    pub const fn new(at: Field, cipher: Cipher) -> Self {
        Self { at, check: None, cipher }
    }

    /// Says that the provider checks the endpoint by GET, with a ciphertext in this field: signed as an event is, and
    /// answered with what is inside.
    pub const fn check(self, field: Field) -> Self {
        Self { check: Some(field), ..self }
    }
}
