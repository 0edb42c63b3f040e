//! BILL.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// BILL (bill.com): HMAC-SHA-256 of the body, in base64, in `x-bill-sha-signature`.
///
/// - Secret: the subscription's `securityKey`, told once, as text. Source: [BILL's documentation][docs].
/// - No time of sending is signed; id (`metadata.eventId`) and type (`metadata.eventType`) are in the signed body.
/// - 200 within 10 s and nothing else; five retries, later ones from a queue, then the subscription is disabled.
/// - Confidence: medium.
///
/// [docs]: https://developer.bill.com/docs/test-with-webhook-security
#[derive(Debug)]
pub enum BillCom {}

impl Provider for BillCom {
    const SCHEME: Scheme = Scheme::mac("bill-com", Algorithm::Sha256)
        .signature(Signature::header("x-bill-sha-signature").encoding(Encoding::Base64))
        .id(&[Field::json("/metadata/eventId")])
        .kind(&[Field::json("/metadata/eventType")]);
}
