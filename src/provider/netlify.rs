//! Netlify.

use super::Provider;
use crate::scheme::{Algorithm, Check, Encoding, Field, Jws, JwsAlgorithm, Scheme, Signature};

/// Netlify's deploy notifications: a token by HS256 in `X-Webhook-Signature`, whose claim `sha256` is the SHA-256 of the body
/// in hex, and whose issuer is `netlify`. Source: [Netlify's documentation][docs].
///
/// - Secret: the "JWS secret token" of the notification, as text.
/// - The token has no time. The body's id is that of the deploy, of which there are several events, so it is not taken for
///   the event's; the idempotency key is the digest of the body. The type, in `X-Netlify-Event`, is not signed.
/// - Confidence: medium.
///
/// [docs]: https://docs.netlify.com/deploy/deploy-notifications/
#[derive(Debug)]
pub enum Netlify {}

impl Provider for Netlify {
    const SCHEME: Scheme = Scheme::jws("netlify", Jws::claims(&[JwsAlgorithm::Hs256]))
        .signature(Signature::header("x-webhook-signature").encoding(Encoding::Text))
        .check(Check::is(Field::claim("/iss"), "netlify"))
        .check(Check::body_digest(Field::claim("/sha256"), Algorithm::Sha256, Encoding::Hex))
        .kind(&[Field::header("x-netlify-event")]);
}
