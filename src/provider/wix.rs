//! Wix.

use super::Provider;
use crate::scheme::{Encoding, Envelope, Jws, JwsAlgorithm, Scheme, Signature};

/// Wix: the body is a token by RS256 (`text/plain`), and what it carries is the event. Source: [Wix' documentation][docs].
///
/// - Secret: the app's public key, in PEM, from its dashboard.
/// - The claim `data` is JSON in a string, with the members `eventType`, `instanceId` and `data`, which is JSON in a string again:
///   read it with [`JsonText`](crate::payload::JsonText), as in `event.json_at::<JsonText<Event>>("/data")`.
/// - The token ends (`exp`). Its id and its type are within those strings, so the idempotency key is the digest of the claims:
///   a retry with another `iat` is another event. Take the id from the data if that matters.
/// - Confidence: medium.
///
/// [docs]: https://dev.wix.com/docs/build-apps/develop-your-app/api-integrations/events-and-webhooks/about-webhooks
#[derive(Debug)]
pub enum Wix {}

impl Provider for Wix {
    const SCHEME: Scheme = Scheme::jws("wix", Jws::claims(&[JwsAlgorithm::Rs256]))
        .signature(Signature::body().encoding(Encoding::Text))
        .envelope(Envelope::Jws);
}
