//! `FastSpring`.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Scheme, Signature};

/// `FastSpring`: HMAC-SHA-256 of the body, in base64, in `X-FS-Signature`.
///
/// - Secret: the webhook's "HMAC SHA256 secret", as text. It is optional there; without it nothing is signed, and
///   refused here.
/// - No time is signed. The body has a list of events, each with an id and a type of its own to check; the idempotency
///   key is the digest of the whole. Source: [`FastSpring`'s documentation][docs].
/// - Confidence: medium; the list of events is unconfirmed, answers and retries are not known.
///
/// [docs]: https://developer.fastspring.com/reference/message-security
#[derive(Debug)]
pub enum FastSpring {}

impl Provider for FastSpring {
    const SCHEME: Scheme = Scheme::mac("fastspring", Algorithm::Sha256)
        .signature(Signature::header("x-fs-signature").encoding(Encoding::Base64));
}
