//! Daily.

use super::Provider;
use crate::scheme::{
    Algorithm, Encoding, Field, Handshake, KeyFormat, Part, Scheme, Signature, Text, TimeFormat, Timestamp,
};

/// Daily: HMAC-SHA-256 of `{timestamp}.{body}`, in base64, in `X-Webhook-Signature`.
///
/// - Secret: the webhook's `hmac`, base64, which Daily returns (or takes) when the webhook is created.
/// - Time in `X-Webhook-Timestamp`, in seconds; no window is documented. Id and type are in the signed body. Source:
///   [Daily's documentation][docs].
/// - Before it creates a webhook, Daily posts `{"test":"test"}` and wants a 200. If that has no signature yet, it is
///   answered by the library.
/// - 200 at once; after three failures in a row the webhook is switched off.
/// - Confidence: medium; unconfirmed: the unit of the time, the places of id and type, whether the test is signed.
///
/// [docs]: https://docs.daily.co/reference/rest-api/webhooks
#[derive(Debug)]
pub enum Daily {}

impl Provider for Daily {
    const SCHEME: Scheme = Scheme::mac("daily", Algorithm::Sha256)
        .key(KeyFormat::Base64 { prefix: Text::EMPTY })
        .signature(Signature::header("x-webhook-signature").encoding(Encoding::Base64))
        .timestamp(Timestamp::header("x-webhook-timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")])
        .handshake(Handshake::unsigned(Field::json("/test"), "test"));
}
