//! Dyte.

use super::Provider;
use crate::scheme::{Encoding, Field, KeysAt, Scheme, Signature, SignatureAlgorithm};

/// Dyte: RSA with SHA-256 of the body, in base64, in `dyte-signature`.
///
/// - The key is fetched from `https://api.dyte.io/.well-known/webhooks.json`; nothing has to be pasted. It is no HMAC,
///   as some write.
/// - No time is signed, and there is no signed id: a repetition is known by the digest of the body. Type `/event`.
/// - Source: [Dyte's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://docs.dyte.io/guides/webhooks
#[derive(Debug)]
pub enum Dyte {}

impl Provider for Dyte {
    const SCHEME: Scheme = Scheme::signed("dyte", SignatureAlgorithm::RSA_SHA256)
        .signature(Signature::header("dyte-signature").encoding(Encoding::Base64))
        .keys_at(KeysAt::set("https://api.dyte.io/.well-known/webhooks.json"))
        .kind(&[Field::json("/event")]);
}
