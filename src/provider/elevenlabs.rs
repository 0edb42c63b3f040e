//! `ElevenLabs`.

use std::time::Duration;

use super::Provider;
use crate::{
    scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp},
    time::Tolerance,
};

/// `ElevenLabs`: HMAC-SHA-256 of `{t}.{body}`, in hex, in the list `ElevenLabs-Signature: t=…,v0=…`.
///
/// - Secret: the webhook's secret, the whole text, `wsec_…`.
/// - `v0` is the signature here, where others use it for tests. Time `t` in seconds; 30 min into the past, as in the
///   SDK.
/// - The type is in the signed body. There is no id; the idempotency key is the digest of the body. Source:
///   [`ElevenLabs`' SDK][docs].
/// - Confidence: high; answers and retries are not known.
///
/// [docs]: https://github.com/elevenlabs/elevenlabs-python/blob/main/src/elevenlabs/webhooks_custom.py
#[derive(Debug)]
pub enum ElevenLabs {}

impl Provider for ElevenLabs {
    const SCHEME: Scheme = Scheme::mac("elevenlabs", Algorithm::Sha256)
        .signature(Signature::header("elevenlabs-signature").pairs(Separator::Comma, "v0"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .tolerance(Tolerance { past: Duration::from_secs(1800), ..Tolerance::DEFAULT })
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .kind(&[Field::json("/type")]);
}
