//! `QuickNode`, whose older product signs a hash that the sender states.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Part, Scheme, Signature, TimeFormat, Timestamp};

/// `QuickNode` `QuickAlerts`: HMAC-SHA-256 of `{nonce}{content hash}{timestamp}`, in base64, in `x-qn-signature`.
///
/// - The body is not protected: what is signed is the header `x-qn-content-hash`, and how it follows from the body is
///   not documented. The body is read through [`Verified::unprotected`](crate::Verified::unprotected).
/// - Secret: the security token (`qnsec_…`), as text, not decoded. Source: [`QuickNode`'s guide][docs], and code of
///   others.
/// - Nonce, hash and time are in headers and signed, with nothing in between. Time in seconds; no tolerance is
///   documented, the default is 5 min. No id, no type; the idempotency key is the digest of the body.
/// - The product has given way to [`QuickNodeStreams`].
/// - Confidence: medium.
///
/// [docs]: https://www.quicknode.com/guides/quicknode-products/streams/validating-incoming-streams-webhook-messages
#[derive(Debug)]
pub enum QuickNodeQuickAlerts {}

impl Provider for QuickNodeQuickAlerts {
    const SCHEME: Scheme = Scheme::mac("quicknode-quickalerts", Algorithm::Sha256)
        .signature(Signature::header("x-qn-signature").encoding(Encoding::Base64))
        .timestamp(Timestamp::header("x-qn-timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::header("x-qn-nonce"), Part::header("x-qn-content-hash"), Part::Timestamp]);
}

/// `QuickNode` Streams and Webhooks: HMAC-SHA-256 of `{nonce}{timestamp}{body}`, in hex, in `x-qn-signature`.
///
/// - Secret: the security token, as text. Source: [`QuickNode`'s guide][docs].
/// - Nonce and time are in signed headers, with nothing in between. Time in seconds; no tolerance is documented, the
///   default is 5 min. No id, no type; the idempotency key is the digest of the body.
/// - A compressed body is signed as it was before: switch compression off, or unpack it first.
/// - Confidence: medium.
///
/// [docs]: https://www.quicknode.com/guides/quicknode-products/streams/validating-incoming-streams-webhook-messages
#[derive(Debug)]
pub enum QuickNodeStreams {}

impl Provider for QuickNodeStreams {
    const SCHEME: Scheme = Scheme::mac("quicknode-streams", Algorithm::Sha256)
        .signature(Signature::header("x-qn-signature"))
        .timestamp(Timestamp::header("x-qn-timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::header("x-qn-nonce"), Part::Timestamp, Part::Body]);
}
