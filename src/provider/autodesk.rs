//! Autodesk Platform Services.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Autodesk Platform Services: HMAC-SHA-1 of the body, in hex, in `x-adsk-signature: sha1hash=…`.
///
/// Needs the feature `sha1`.
///
/// - Secret: the secret token that you set through the API, as text; without it nothing is signed. Source: [Autodesk's
///   documentation][docs].
/// - No time is signed; the type (`hook.event`) is. `x-adsk-delivery-id` is not signed, and whether a retry repeats it
///   is not documented, so it does not count as an id.
/// - 2xx within 6 s; four retries over at least 48 h, then the webhook is disabled.
/// - Confidence: medium.
///
/// [docs]: https://aps.autodesk.com/en/docs/webhooks/v1/developers_guide/callbacks/
#[derive(Debug)]
pub enum Autodesk {}

impl Provider for Autodesk {
    const SCHEME: Scheme = Scheme::mac("autodesk", Algorithm::Sha1)
        .signature(Signature::header("x-adsk-signature").prefix("sha1hash="))
        .kind(&[Field::json("/hook/event")]);
}
