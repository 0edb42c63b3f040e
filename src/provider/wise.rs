//! Wise.

use super::Provider;
use crate::scheme::{Encoding, Field, Scheme, Signature, SignatureAlgorithm};

/// Wise: RSA with SHA-256 of the body, in base64, in `X-Signature-SHA256`.
///
/// - Secret: Wise's public key, in PEM, from its documentation: one for production, one for the sandbox.
/// - No time is signed. Id `X-Delivery-Id`, not signed; type `/event_type`. `X-Test-Notification: true` marks tests.
/// - Source: [Wise's documentation][docs], its repository digital-signatures-examples.
/// - Confidence: high.
///
/// [docs]: https://docs.wise.com/api-docs/features/webhooks-notifications/event-handling
#[derive(Debug)]
pub enum Wise {}

impl Provider for Wise {
    const SCHEME: Scheme = Scheme::signed("wise", SignatureAlgorithm::RSA_SHA256)
        .signature(Signature::header("x-signature-sha256").encoding(Encoding::Base64))
        .id(&[Field::header("x-delivery-id")])
        .kind(&[Field::json("/event_type")]);
}
