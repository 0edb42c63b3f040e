//! Flutterwave, in its two versions.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// Flutterwave, version 3: the "secret hash" as it is, in `verif-hash`.
///
/// - Secret: the secret hash of the dashboard's webhook settings.
/// - The body is not protected and is read through [`Verified::unprotected`](crate::Verified::unprotected); no time is
///   signed. The type in it is unsigned, and there is no id: `data.id` is the transaction's, whatever happens to it.
///   Ask the API for the transaction before you give value. Source: [Flutterwave's documentation][docs].
/// - 200 within 60 s; three retries, half an hour apart.
/// - Confidence: medium; the retries are unconfirmed.
///
/// [docs]: https://developer.flutterwave.com/docs/webhooks
#[derive(Debug)]
pub enum FlutterwaveV3 {}

impl Provider for FlutterwaveV3 {
    const SCHEME: Scheme = Scheme::token("flutterwave-v3", "verif-hash").kind(&[Field::json("/event")]);
}

/// Flutterwave, version 4: HMAC-SHA-256 of the body, in base64, in `flutterwave-signature`.
///
/// - Secret: the secret hash of the dashboard's webhook settings, as text. No time is signed; id and type are in the
///   signed body. Source: [Flutterwave's documentation][docs].
/// - A delivery that only has the old `verif-hash` is refused. Answers and retries as at [`FlutterwaveV3`].
/// - Confidence: medium; the retries are unconfirmed.
///
/// [docs]: https://developer.flutterwave.com/docs/webhooks
#[derive(Debug)]
pub enum FlutterwaveV4 {}

impl Provider for FlutterwaveV4 {
    const SCHEME: Scheme = Scheme::mac("flutterwave-v4", Algorithm::Sha256)
        .signature(Signature::header("flutterwave-signature").encoding(Encoding::Base64))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")]);
}
