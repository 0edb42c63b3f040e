//! Hygraph.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Hygraph: HMAC-SHA-256 of `{"Body":…,"EnvironmentName":"…","TimeStamp":…}`, in base64, in the list
/// `gcms-signature: sign=…, env=…, t=…`.
///
/// - Secret: the webhook's secret key, as text.
/// - In the message, the body stands as a JSON string, with its quotes escaped; environment and time are the header's.
///   Time `t` in milliseconds; no window is documented. Source: [Hygraph's documentation][docs].
/// - The type (`operation`) is in the signed body; there is no id of the event, `data.id` is the entry's.
/// - Confidence: medium; the place of the type is unconfirmed, answers and retries are not known.
///
/// [docs]: https://hygraph.com/docs/api-reference/basics/webhooks
#[derive(Debug)]
pub enum Hygraph {}

impl Provider for Hygraph {
    const SCHEME: Scheme = Scheme::mac("hygraph", Algorithm::Sha256)
        .signature(Signature::header("gcms-signature").pairs(Separator::Comma, "sign").encoding(Encoding::Base64))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixMillis))
        .message(&[
            Part::literal("{\"Body\":"),
            Part::BodyAsJson,
            Part::literal(",\"EnvironmentName\":\""),
            Part::value(Field::member("env")),
            Part::literal("\",\"TimeStamp\":"),
            Part::Timestamp,
            Part::literal("}"),
        ])
        .kind(&[Field::json("/operation")]);
}
