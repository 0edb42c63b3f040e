//! Bitbucket.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Bitbucket Cloud: HMAC-SHA-256 of the body, in hex, in `X-Hub-Signature: sha256=…`, the header that GitHub uses for
/// SHA-1.
///
/// - No time is signed; id (`X-Request-UUID`) and type (`X-Event-Key`) are in unsigned headers. Source: [Atlassian's
///   documentation][docs].
/// - 2xx within 10 s; two more attempts.
/// - Confidence: high.
///
/// [docs]: https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/
#[derive(Debug)]
pub enum Bitbucket {}

impl Provider for Bitbucket {
    const SCHEME: Scheme = Scheme::mac("bitbucket", Algorithm::Sha256)
        .signature(Signature::header("x-hub-signature").prefix("sha256="))
        .id(&[Field::header("x-request-uuid")])
        .kind(&[Field::header("x-event-key")]);
}
