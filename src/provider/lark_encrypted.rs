//! Lark and Feishu, encrypted.

use super::{Lark, Provider};
use crate::scheme::{Cipher, Encrypted, Field, Scheme};

/// Lark (Feishu) with its bodies decrypted: as [`Lark`], whose bodies are `{"encrypt":"…"}` wherever an app has an Encrypt
/// Key, and the verified body is what is inside.
///
/// Needs the feature `aes`.
///
/// - Secret: the app's "Encrypt Key", as text; its SHA-256 is the key of the cipher (AES-256-CBC). A body that is not
///   encrypted but signed is taken as it is. Source: [Lark's documentation][docs].
/// - Id and type are in the signed body, and found.
/// - `url_verification` is encrypted too, and has no signature. It is answered if its token is the one given to
///   [`Builder::verify_token`](crate::verifier::Builder::verify_token).
/// - Confidence: high; the retries are unconfirmed.
///
/// [docs]: https://open.larksuite.com/document/server-docs/event-subscription-guide/event-subscription-configure-
#[derive(Debug)]
pub enum LarkEncrypted {}

impl Provider for LarkEncrypted {
    const SCHEME: Scheme = Lark::SCHEME
        .named("lark-encrypted")
        .way_of("lark")
        .encrypted(Encrypted::new(Field::json("/encrypt"), Cipher::IvFirst));
}
