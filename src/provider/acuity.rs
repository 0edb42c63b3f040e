//! Acuity Scheduling.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// Acuity Scheduling: HMAC-SHA-256 of the body, in base64, in `X-Acuity-Signature`.
///
/// - Secret: an API key, as text: the main administrator's for webhooks set up in the settings, your own user's for
///   those made through the API. Source: [Acuity's documentation][docs].
/// - The body is a form. No time is signed. `id` is the appointment's or the order's, the same in all its events, so it
///   does not count as the event's; the type (`action`) is signed.
/// - 2xx (retries unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://developers.acuityscheduling.com/docs/webhooks
#[derive(Debug)]
pub enum Acuity {}

impl Provider for Acuity {
    const SCHEME: Scheme = Scheme::mac("acuity", Algorithm::Sha256)
        .signature(Signature::header("x-acuity-signature").encoding(Encoding::Base64))
        .kind(&[Field::form("action")]);
}
