//! Kinde.

use super::Provider;
use crate::scheme::{Encoding, Envelope, Field, Jws, JwsAlgorithm, KeysAt, Scheme, Signature};

/// Kinde: the body is a token by RS256 (`application/jwt`), and what it carries is the event. Source:
/// [Kinde's documentation][docs], its package @kinde/webhooks.
///
/// - Key: fetched from your Kinde domain, see [`keys`](crate::keys): say
///   `https://<your domain>/.well-known/jwks.json` with [`Builder::keys_url`](crate::verifier::Builder::keys_url).
/// - The verified body is the JSON inside the token; the headers `webhook-id` and `webhook-timestamp` are not signed, and not
///   looked at. The token has no end; id (`event_id`) and type are signed.
/// - Kinde's own package accepts any algorithm; here it is RS256.
/// - Confidence: high.
///
/// [docs]: https://docs.kinde.com/integrate/webhooks/about-webhooks/
#[derive(Debug)]
pub enum Kinde {}

impl Provider for Kinde {
    const SCHEME: Scheme = Scheme::jws("kinde", Jws::claims(&[JwsAlgorithm::Rs256]))
        .signature(Signature::body().encoding(Encoding::Text))
        .envelope(Envelope::Jws)
        .keys_at(KeysAt::own_set())
        .id(&[Field::json("/event_id")])
        .kind(&[Field::json("/type")]);
}
