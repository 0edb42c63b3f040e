//! `HubSpot`, in the newest of its ways to sign.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Part, Scheme, Signature, TimeFormat, Timestamp};

/// `HubSpot`, version 3: HMAC-SHA-256 of `{method}{url}{body}{timestamp}`, in base64, in `X-HubSpot-Signature-v3`.
///
/// - Secret: the app's client secret, as text. Source: [`HubSpot`'s documentation][docs].
/// - The URL is the public one, with the query, in which twelve escapes are undone: give it to
///   [`Builder::public_url`](crate::verifier::Builder::public_url). Nothing stands between the pieces.
/// - Time in `X-HubSpot-Request-Timestamp`, in milliseconds, at most five minutes old.
/// - By POST, and by GET for cards: verify with [`verify_request`](crate::Verifier::verify_request). Webhooks are a list of
///   events, each with an `eventId` and a `subscriptionType` of its own; the idempotency key is that of the whole.
/// - Requests also have the headers of [`HubSpotV1`](super::HubSpotV1) or [`HubSpotV2`](super::HubSpotV2); prefer this.
/// - 2xx within 5 s; ten retries within 24 h.
/// - Confidence: high; the retries are unconfirmed.
///
/// [docs]: https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
#[derive(Debug)]
pub enum HubSpotV3 {}

impl Provider for HubSpotV3 {
    const SCHEME: Scheme = Scheme::mac("hubspot-v3", Algorithm::Sha256)
        .way_of("hubspot")
        .signature(Signature::header("x-hubspot-signature-v3").encoding(Encoding::Base64))
        .timestamp(Timestamp::header("x-hubspot-request-timestamp", TimeFormat::UnixMillis))
        .message(&[Part::Method, Part::DecodedUrl, Part::Body, Part::Timestamp])
        .any_method();
}
