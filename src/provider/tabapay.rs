//! `TabaPay`.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// `TabaPay`: HMAC-SHA-256 of `{t}.{body}`, in hex, in the list `X-HMAC-Signature: t=…,v1=…,v2=…`.
///
/// - Secret: the signing secret of the webhook, as text. `v2` is no newer scheme: it is there for 48 h after a
///   rotation, made with the previous secret, and counts as `v1` does. Source: [`TabaPay`'s documentation][docs].
/// - Time in seconds, signed; no tolerance is documented, the default is 5 min. The id (`Idempotency-Key`, the same on
///   a retry) is in an unsigned header; the idempotency key is the digest of the body. No type is documented.
/// - Confidence: medium. What stands between time and body is unconfirmed.
///
/// [docs]: https://developers.tabapay.com/reference/verifying-webhook-signatures
#[derive(Debug)]
pub enum TabaPay {}

impl Provider for TabaPay {
    const SCHEME: Scheme = Scheme::mac("tabapay", Algorithm::Sha256)
        .signature(Signature::header("x-hmac-signature").pairs_of_either(Separator::Comma, "v1", "v2"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::header("idempotency-key")]);
}
