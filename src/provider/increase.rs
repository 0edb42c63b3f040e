//! Increase.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Increase, the older scheme: HMAC-SHA-256 of `{t}.{body}`, in hex, in the list
/// `Increase-Webhook-Signature: t=…,v1=…`.
///
/// - Secret: the event subscription's shared secret, as text. Two `v1` while it is rotated.
/// - Time `t` as in RFC 3339; no window is documented. Id and type are in the signed body. Source: [Increase's
///   documentation][docs].
/// - Newer subscriptions sign as [`StandardWebhooks`](super::StandardWebhooks).
/// - Confidence: medium; the places of id and type are unconfirmed, answers and retries are not known.
///
/// [docs]: https://increase.com/documentation/webhooks
#[derive(Debug)]
pub enum Increase {}

impl Provider for Increase {
    const SCHEME: Scheme = Scheme::mac("increase", Algorithm::Sha256)
        .signature(Signature::header("increase-webhook-signature").pairs(Separator::Comma, "v1"))
        .timestamp(Timestamp::pair("t", TimeFormat::Rfc3339))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/category")]);
}
