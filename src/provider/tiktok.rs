//! `TikTok`.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// `TikTok`: HMAC-SHA-256 of `{t}.{body}`, in hex, in the list `TikTok-Signature: t=…,s=…`.
///
/// - Secret: the app's client secret, as text. Source: [`TikTok`'s documentation][docs].
/// - Time in seconds, signed; no tolerance is documented, the default is 5 min. No id; the idempotency key is the
///   digest of the body. The type is signed with it (its place is unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://developers.tiktok.com/doc/webhooks-verification
#[derive(Debug)]
pub enum TikTok {}

impl Provider for TikTok {
    const SCHEME: Scheme = Scheme::mac("tiktok", Algorithm::Sha256)
        .signature(Signature::header("tiktok-signature").pairs(Separator::Comma, "s"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .kind(&[Field::json("/event")]);
}
