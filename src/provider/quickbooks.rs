//! `QuickBooks`.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Scheme, Signature};

/// `QuickBooks` (Intuit): HMAC-SHA-256 of the body, in base64, in `intuit-signature`.
///
/// - Secret: the app's "verifier token", as text. Source: [Intuit's documentation][docs].
/// - No time is signed; the one in `intuit-created-time` is not, nor is the transport's id in `intuit-t-id`. No single
///   id or type: the body lists changes of many entities, as `eventNotifications` or, since 2025, as `CloudEvents` in a
///   list. The idempotency key is the digest of the body.
/// - 200 within 3 s; retries after 20, 30 and 50 min, then hours; an endpoint that keeps failing is blacklisted
///   (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks
#[derive(Debug)]
pub enum QuickBooks {}

impl Provider for QuickBooks {
    const SCHEME: Scheme = Scheme::mac("quickbooks", Algorithm::Sha256)
        .signature(Signature::header("intuit-signature").encoding(Encoding::Base64));
}
