//! Cal.com.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Cal.com: HMAC-SHA-256 of the body, in hex, in `X-Cal-Signature-256`.
///
/// - Secret: the webhook's, as text. Without one the header says `no-secret-provided` (unconfirmed), which is refused.
///   Source: [Cal.com's documentation][docs].
/// - No time of sending is signed and there is no id; the type (`triggerEvent`) is in the signed body. A body made from
///   a template of yours may lack it.
/// - 2xx (retries unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://cal.com/docs/developing/guides/automation/webhooks
#[derive(Debug)]
pub enum CalCom {}

impl Provider for CalCom {
    const SCHEME: Scheme = Scheme::mac("cal-com", Algorithm::Sha256)
        .signature(Signature::header("x-cal-signature-256"))
        .kind(&[Field::json("/triggerEvent")]);
}
