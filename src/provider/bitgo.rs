//! BitGo.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// BitGo: HMAC-SHA-256 of the body, in hex, in `x-signature-sha256`.
///
/// - Secret: the webhook secret of the enterprise or organisation, as text; until one is made, nothing is signed.
///   Policy webhooks carry a JWT instead and are not of this scheme. Source: [BitGo's documentation][docs].
/// - No time is signed and no id is known; the type is in the signed body.
/// - 200 and nothing else; seven retries over some eight hours. 100 failures within a week suspend the webhook.
/// - Confidence: medium.
///
/// [docs]: https://developers.bitgo.com/guides/webhooks/overview
#[derive(Debug)]
pub enum BitGo {}

impl Provider for BitGo {
    const SCHEME: Scheme = Scheme::mac("bitgo", Algorithm::Sha256)
        .signature(Signature::header("x-signature-sha256"))
        .kind(&[Field::json("/type")]);
}
