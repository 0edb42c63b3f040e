//! Jobber.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// Jobber: HMAC-SHA-256 of the body, in base64, in `X-Jobber-Hmac-SHA256`.
///
/// - Secret: the app's client secret, as text. No time is signed; the type is in the signed body, and there is no id:
///   it names the thing that has changed (`itemId`) and when. Source: [Jobber's documentation][docs].
/// - Confidence: medium; the place of the type is unconfirmed, answers and retries are not known.
///
/// [docs]: https://developer.getjobber.com/docs/using_jobbers_api/setting_up_webhooks/
#[derive(Debug)]
pub enum Jobber {}

impl Provider for Jobber {
    const SCHEME: Scheme = Scheme::mac("jobber", Algorithm::Sha256)
        .signature(Signature::header("x-jobber-hmac-sha256").encoding(Encoding::Base64))
        .kind(&[Field::json("/data/webHookEvent/topic")]);
}
