//! `DingTalk`.

use super::Provider;
use crate::{
    scheme::{Algorithm, Encoding, Field, Part, Scheme, Signature, TimeFormat, Timestamp},
    time::Tolerance,
};

/// `DingTalk` robots (HTTP callback): HMAC-SHA-256 of `{timestamp}`, a line break and the secret, in base64, in `sign`.
///
/// - Secret: the app secret, as text; it is the key and a part of the message too.
/// - The body is not protected and is read through [`Verified::unprotected`](crate::Verified::unprotected): whoever saw
///   a delivery can send another body for an hour. Fetch what matters from the API.
/// - Time in the header `timestamp`, in milliseconds; tolerance one hour. Id and type are unsigned, in the body.
///   Source: [`DingTalk`'s documentation][docs].
/// - The encrypted event subscription, with its signature in the query, is another scheme and not this one.
/// - Confidence: medium; the places of id and type are unconfirmed, answers and retries are not known.
///
/// [docs]: https://open.dingtalk.com/document/orgapp/receive-message
#[derive(Debug)]
pub enum DingTalk {}

impl Provider for DingTalk {
    const SCHEME: Scheme = Scheme::mac("dingtalk", Algorithm::Sha256)
        .signature(Signature::header("sign").encoding(Encoding::Base64))
        .timestamp(Timestamp::header("timestamp", TimeFormat::UnixMillis))
        .tolerance(Tolerance::seconds(3600))
        .message(&[Part::Timestamp, Part::literal("\n"), Part::Secret])
        .id(&[Field::json("/msgId")])
        .kind(&[Field::json("/msgtype")]);
}
