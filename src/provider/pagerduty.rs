//! PagerDuty.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Separator, Signature};

/// PagerDuty, webhooks v3: HMAC-SHA-256 of the body, in hex, in the list `X-PagerDuty-Signature: v1=…,v1=…`.
///
/// - Several `v1` while a secret is rotated. No time is signed; id and type are in the signed body. Source:
///   [PagerDuty's documentation][docs].
/// - 2xx within 5 s; a 4xx is final.
/// - Confidence: high.
///
/// [docs]: https://developer.pagerduty.com/docs/verifying-webhook-signatures
#[derive(Debug)]
pub enum PagerDuty {}

impl Provider for PagerDuty {
    const SCHEME: Scheme = Scheme::mac("pagerduty", Algorithm::Sha256)
        .signature(Signature::header("x-pagerduty-signature").pairs(Separator::Comma, "v1"))
        .id(&[Field::json("/event/id")])
        .kind(&[Field::json("/event/event_type")]);
}
