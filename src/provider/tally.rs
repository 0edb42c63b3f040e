//! Tally.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// Tally: HMAC-SHA-256 of the body, in base64, in `Tally-Signature`.
///
/// - Secret: the signing secret of the webhook, as text; without one, nothing is signed, and all is refused. Source:
///   [Tally's documentation][docs].
/// - The sample there writes the parsed JSON again before it signs; the bytes as received are verified.
/// - No time is signed. Id and type are signed with the body.
/// - 2xx within 10 s; five retries (unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://tally.so/help/webhooks
#[derive(Debug)]
pub enum Tally {}

impl Provider for Tally {
    const SCHEME: Scheme = Scheme::mac("tally", Algorithm::Sha256)
        .signature(Signature::header("tally-signature").encoding(Encoding::Base64))
        .id(&[Field::json("/eventId")])
        .kind(&[Field::json("/eventType")]);
}
