//! AfterShip, whose products differ in the header.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// AfterShip Tracking: HMAC-SHA-256 of the body, in base64, in `aftership-hmac-sha256`.
///
/// - Secret: the webhook secret of the notification settings, as text. Source: [AfterShip's documentation][docs].
/// - No time of sending is signed; id and type are in the signed body.
/// - 2xx; up to 14 attempts, after pauses that double from 30 s.
/// - Confidence: medium.
///
/// [docs]: https://www.aftership.com/docs/tracking/webhook/webhook-signature
#[derive(Debug)]
pub enum AfterShip {}

impl Provider for AfterShip {
    const SCHEME: Scheme = Scheme::mac("aftership", Algorithm::Sha256)
        .signature(Signature::header("aftership-hmac-sha256").encoding(Encoding::Base64))
        .id(&[Field::json("/event_id")])
        .kind(&[Field::json("/event")]);
}

/// AfterShip Returns and Warranty: as [`AfterShip`], in `as-signature-hmac-sha256`. Source: [AfterShip's
/// documentation][docs].
///
/// - Id (`id`) and type (`event`) are in the signed body; for Returns, that is unconfirmed.
/// - Organisations older than 25 October 2022 may still get the header of [`AfterShipShipping`]: use that one.
/// - Confidence: medium.
///
/// [docs]: https://www.aftership.com/docs/returns/webhook/webhook-signature
#[derive(Debug)]
pub enum AfterShipReturns {}

impl Provider for AfterShipReturns {
    const SCHEME: Scheme = AfterShip::SCHEME
        .named("aftership-returns")
        .signature(Signature::header("as-signature-hmac-sha256").encoding(Encoding::Base64))
        .id(&[Field::json("/id")]);
}

/// AfterShip Shipping: as [`AfterShip`], in `am-webhook-signature: hmac-sha256=…`. Source: [AfterShip's
/// documentation][docs].
///
/// - No id and no type are known.
/// - Confidence: medium.
///
/// [docs]: https://www.aftership.com/docs/shipping/webhook/webhook-signature
#[derive(Debug)]
pub enum AfterShipShipping {}

impl Provider for AfterShipShipping {
    const SCHEME: Scheme = Scheme::mac("aftership-shipping", Algorithm::Sha256)
        .signature(Signature::header("am-webhook-signature").prefix("hmac-sha256=").encoding(Encoding::Base64));
}
