//! CircleCI.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Separator, Signature};

/// CircleCI: HMAC-SHA-256 of the body, in hex, in the list `circleci-signature: v1=…`.
///
/// - Secret: the webhook's secret token, as text. Versions besides `v1` are skipped. Source: [CircleCI's
///   documentation][docs].
/// - No time of sending is signed; id and type are in the signed body, the type once more in the unsigned
///   `circleci-event-type`.
/// - 2xx within 10 s; repeated later otherwise.
/// - Confidence: high.
///
/// [docs]: https://circleci.com/docs/outbound-webhooks/
#[derive(Debug)]
pub enum CircleCi {}

impl Provider for CircleCi {
    const SCHEME: Scheme = Scheme::mac("circleci", Algorithm::Sha256)
        .signature(Signature::header("circleci-signature").pairs(Separator::Comma, "v1"))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")]);
}
