//! `HubSpot`, in the two older of its ways to sign.

use super::Provider;
use crate::scheme::{Algorithm, Items, Part, Scheme, Signature};

/// `HubSpot`, version 1: plain SHA-256 of `{secret}{body}`, in hex, in `X-HubSpot-Signature`.
///
/// - Secret: the app's client secret, as text. A plain hash with the secret in front can be continued by whoever has
///   seen one: longer bodies can be forged. They are not JSON then, so reject what does not parse.
/// - No time is signed. The body is a list of events, each with an `eventId` and a `subscriptionType` of its own:
///   `delivery.items()`. The delivery's idempotency key is the digest of the whole. Source: [`HubSpot`'s
///   documentation][docs].
/// - `X-HubSpot-Signature-Version` must say `v1` if it is there.
/// - 2xx within 5 s; ten retries within 24 h.
/// - Confidence: high; the retries are unconfirmed.
///
/// [docs]: https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
#[derive(Debug)]
pub enum HubSpotV1 {}

impl Provider for HubSpotV1 {
    const SCHEME: Scheme = Scheme::hash("hubspot", Algorithm::Sha256, &[Part::Secret, Part::Body])
        .signature(Signature::header("x-hubspot-signature"))
        .items(Items::at("").id("/eventId").kind("/subscriptionType"))
        .pin("x-hubspot-signature-version", "v1");
}

/// `HubSpot`, version 2 (workflows, CRM cards): plain SHA-256 of `{secret}{method}{url}{body}`, else as [`HubSpotV1`].
///
/// - The URL is the public one, with the query: give it to
///   [`Builder::public_url`](crate::verifier::Builder::public_url). Source: [`HubSpot`'s documentation][docs].
/// - The body is what the workflow sends; neither id nor type is known.
/// - Confidence: high; the retries, and where this version is used, are unconfirmed.
///
/// [docs]: https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
#[derive(Debug)]
pub enum HubSpotV2 {}

impl Provider for HubSpotV2 {
    const SCHEME: Scheme =
        Scheme::hash("hubspot-v2", Algorithm::Sha256, &[Part::Secret, Part::Method, Part::Url, Part::Body])
            .way_of("hubspot")
            .signature(Signature::header("x-hubspot-signature"))
            .pin("x-hubspot-signature-version", "v2");
}
