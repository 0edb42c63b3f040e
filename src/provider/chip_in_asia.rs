//! CHIP.

use super::Provider;
use crate::scheme::{Encoding, Field, Scheme, Signature, SignatureAlgorithm};

/// CHIP: RSA with SHA-256 of the body, in base64, in `x-signature`.
///
/// - Secret: the webhook's `public_key`, in PEM, from CHIP's API; for callbacks of a purchase, the key of `GET /public_key/`.
/// - No time is signed, and there is no id: a repetition is known by the digest of the body.
/// - Source: [CHIP's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://docs.chip-in.asia
#[derive(Debug)]
pub enum ChipInAsia {}

impl Provider for ChipInAsia {
    const SCHEME: Scheme = Scheme::signed("chip-in-asia", SignatureAlgorithm::RSA_SHA256)
        .signature(Signature::header("x-signature").encoding(Encoding::Base64))
        .kind(&[Field::json("/event_type"), Field::json("/event")]);
}
