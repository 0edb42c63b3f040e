//! Upstash `QStash`.

use super::Provider;
use crate::scheme::{Algorithm, Check, Encoding, Field, Jws, JwsAlgorithm, Scheme, Signature};

/// Upstash `QStash`: a token by HS256 in `Upstash-Signature`, for the URL that is called (`sub`), whose claim `body` is the
/// SHA-256 of the body in base64url. Source: [Upstash's documentation][docs], its package @upstash/qstash 2.12.0.
///
/// - Secrets: the current and the next signing key, as text; with queues in several regions, those of each
///   (`Upstash-Region` names it). Give the URL to [`Builder::public_url`](crate::verifier::Builder::public_url).
/// - The token begins (`nbf`) and ends (`exp`). The id of the message, in `Upstash-Message-Id`, is not signed, so the
///   idempotency key is the digest of the body.
/// - Confidence: high.
///
/// [docs]: https://upstash.com/docs/qstash/howto/signature
#[derive(Debug)]
pub enum UpstashQStash {}

impl Provider for UpstashQStash {
    const SCHEME: Scheme = Scheme::jws("upstash-qstash", Jws::claims(&[JwsAlgorithm::Hs256]))
        .signature(Signature::header("upstash-signature").encoding(Encoding::Text))
        .check(Check::is(Field::claim("/iss"), "Upstash"))
        .check(Check::url(Field::claim("/sub")))
        .check(Check::body_digest(Field::claim("/body"), Algorithm::Sha256, Encoding::Base64Url))
        .any_method()
        .id(&[Field::header("upstash-message-id")]);
}
