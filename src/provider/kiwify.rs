//! Kiwify.

use super::Provider;
use crate::scheme::{Encoding, Field, Part, Scheme, Signature, SignatureAlgorithm, TimeFormat, Timestamp};

/// Kiwify's banking API: Ed25519 of `{path}:POST:{body}:{timestamp}`, in base64url, in `x-kiwify-digital-signature`.
///
/// - Secret: the active public key of `GET /v1/webhooks-keys`, in base64; ask for it once a day.
/// - The path is that of [`Builder::public_url`](crate::verifier::Builder::public_url), without its query.
/// - The time, in `x-kiwify-timestamp`, is in milliseconds and signed; five minutes. Id `/id`, type `/type`.
/// - Source: [Kiwify's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://docs.kiwify.com.br
#[derive(Debug)]
pub enum Kiwify {}

impl Provider for Kiwify {
    const SCHEME: Scheme = Scheme::signed("kiwify", SignatureAlgorithm::Ed25519)
        .signature(Signature::header("x-kiwify-digital-signature").encoding(Encoding::Base64Url))
        .timestamp(Timestamp::header("x-kiwify-timestamp", TimeFormat::UnixMillis))
        .message(&[Part::UrlPath, Part::literal(":POST:"), Part::Body, Part::literal(":"), Part::Timestamp])
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")]);
}
