//! Atlassian Connect.

use super::Provider;
use crate::scheme::{
    Algorithm, Check, Encoding, Field, Jws, JwsAlgorithm, Parameters, Part, Repeated, Scheme, Signature,
};

/// Webhooks of Atlassian Connect (Jira, Confluence): a token by HS256 after `JWT ` in `Authorization`, whose claim `qsh` is the
/// SHA-256 of method, path and query in a canonical form. Source: [Atlassian's documentation][docs], its package
/// atlassian-jwt 2.0.3.
///
/// - The token says nothing of the body, which is not protected: it is read through
///   [`Verified::unprotected`](crate::Verified::unprotected).
/// - Secret: the `sharedSecret` that the tenant's `installed` event told, see `AtlassianConnectLifecycle`. Each tenant has its
///   own: choose the verifier by the tenant, and say the setting `client_key`, which must be the issuer (`iss`).
/// - The path is that of the request, relative to the app's base URL: serve an app whose base URL has a path below it (axum's
///   `nest`), so that the verifier sees the rest.
/// - The token ends (`exp`) after three minutes. Deliveries have no id.
/// - Confidence: high.
///
/// [docs]: https://developer.atlassian.com/cloud/confluence/understanding-jwt/
#[derive(Debug)]
pub enum AtlassianConnect {}

impl Provider for AtlassianConnect {
    const SCHEME: Scheme = request_signed("atlassian-connect", JwsAlgorithm::Hs256)
        .check(Check::setting(Field::claim("/iss"), "client_key"))
        .kind(&[Field::json("/webhookEvent")]);
}

/// A token over a request, as all of Atlassian's are.
pub(super) const fn request_signed(name: &str, algorithm: JwsAlgorithm) -> Scheme {
    let query = Parameters::query().between('=').joined('&').repeated(Repeated::JoinedSorted(','));
    Scheme::jws(name, Jws::claims(&[algorithm]))
        .signature(Signature::header("authorization").prefix("JWT ").encoding(Encoding::Text))
        .message(&[
            Part::Method,
            Part::literal("&"),
            Part::CanonicalPath,
            Part::literal("&"),
            Part::parameters(query.encoded().without("jwt")),
        ])
        .check(Check::message_digest(Field::claim("/qsh"), Algorithm::Sha256, Encoding::Hex))
}
