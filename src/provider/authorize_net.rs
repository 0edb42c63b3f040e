//! Authorize.net.

use super::Provider;
use crate::scheme::{Algorithm, Field, KeyFormat, Scheme, Signature};

/// Authorize.net: HMAC-SHA-512 of the body, in upper-case hex, in `X-ANET-Signature: sha512=…`.
///
/// - Secret: the Signature Key of the Merchant Interface; it is hex. Source: [Authorize.net's documentation][docs].
/// - No time of sending is signed; id (`notificationId`) and type are in the signed body.
/// - One user found that white space in the body was not signed (2019, unconfirmed); here, the bytes are verified as
///   received.
/// - 200 (retries unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://developer.authorize.net/api/reference/features/webhooks.html
#[derive(Debug)]
pub enum AuthorizeNet {}

impl Provider for AuthorizeNet {
    const SCHEME: Scheme = Scheme::mac("authorize-net", Algorithm::Sha512)
        .key(KeyFormat::Hex)
        .signature(Signature::header("x-anet-signature").prefix("sha512="))
        .id(&[Field::json("/notificationId")])
        .kind(&[Field::json("/eventType")]);
}
