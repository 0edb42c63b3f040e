//! Notion.

use super::Provider;
use crate::scheme::{Algorithm, Field, Handshake, Scheme, Signature};

/// Notion: HMAC-SHA-256 of the body, in hex, in `X-Notion-Signature: sha256=…`.
///
/// - Secret: the `verification_token`, as text. Notion sends it once, in an unsigned request when the subscription is
///   made, and it is pasted into Notion's page then: set
///   [`Builder::learn_secret`](crate::verifier::Builder::learn_secret) for that time, without it the request is
///   refused. Source: [Notion's documentation][docs].
/// - No time is signed apart from the body. Id and type are signed with it.
/// - 2xx; up to eight attempts over about 24 h (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://developers.notion.com/reference/webhooks
#[derive(Debug)]
pub enum Notion {}

impl Provider for Notion {
    const SCHEME: Scheme = Scheme::mac("notion", Algorithm::Sha256)
        .signature(Signature::header("x-notion-signature").prefix("sha256="))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")])
        .handshake(
            Handshake::unsigned(Field::json("/verification_token"), "")
                .challenge(Field::json("/verification_token"))
                .learns_secret(),
        );
}
