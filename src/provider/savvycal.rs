//! `SavvyCal`.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// `SavvyCal`: HMAC-SHA-256 of the body, in hex, in `X-SavvyCal-Signature: sha256=…`.
///
/// - Secret: that of the webhook, as text. Source: [`SavvyCal`'s documentation][docs].
/// - No time is signed apart from the body. Id and type are signed with it.
/// - Confidence: medium.
///
/// [docs]: https://savvycal.com/docs/webhooks/
#[derive(Debug)]
pub enum SavvyCal {}

impl Provider for SavvyCal {
    const SCHEME: Scheme = Scheme::mac("savvycal", Algorithm::Sha256)
        .signature(Signature::header("x-savvycal-signature").prefix("sha256="))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")]);
}
