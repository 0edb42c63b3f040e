//! `EasyPost`.

use super::Provider;
use crate::scheme::{Algorithm, Field, KeyFormat, Scheme, Signature};

/// `EasyPost`: HMAC-SHA-256 of the body, in hex, in `X-Hmac-Signature: hmac-sha256-hex=…`.
///
/// - Secret: the webhook's secret, in Unicode's normal form KD: `é` becomes two characters before it is a key.
/// - No time is signed; id and type are in the signed body. Source: [`EasyPost`'s documentation][docs].
/// - The newer `X-Hmac-Signature-V2`, which would cover time and path too, is not looked at.
/// - 2xx within 7 s; up to six retries.
/// - Confidence: high; the retries and all of version 2 are unconfirmed.
///
/// Needs the feature `nfkd`.
///
/// [docs]: https://docs.easypost.com/guides/webhooks-guide
#[derive(Debug)]
pub enum EasyPost {}

impl Provider for EasyPost {
    const SCHEME: Scheme = Scheme::mac("easypost", Algorithm::Sha256)
        .key(KeyFormat::Nfkd)
        .signature(Signature::header("x-hmac-signature").prefix("hmac-sha256-hex="))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/description")]);
}
