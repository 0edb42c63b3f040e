//! Buildkite, in its two ways.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Buildkite: HMAC-SHA-256 of `{timestamp}.{body}`, in hex, in the list
/// `X-Buildkite-Signature: timestamp=…,signature=…`.
///
/// - Secret: the webhook's token, as text; choose the signature in the webhook's settings. Source: [Buildkite's
///   documentation][docs].
/// - Time in seconds; 5 min, as Buildkite suggests. No id; the type (`event`) is in the signed body, and in the
///   unsigned `X-Buildkite-Event`.
/// - 2xx (retries unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://buildkite.com/docs/apis/webhooks#webhook-signature
#[derive(Debug)]
pub enum Buildkite {}

impl Provider for Buildkite {
    const SCHEME: Scheme = Scheme::mac("buildkite", Algorithm::Sha256)
        .signature(Signature::header("x-buildkite-signature").pairs(Separator::Comma, "signature"))
        .timestamp(Timestamp::pair("timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .kind(&[Field::json("/event")]);
}

/// Buildkite with the token itself, in `X-Buildkite-Token`. Source: [Buildkite's documentation][docs].
///
/// - It covers neither body nor time: the body is not protected, and is read through
///   [`Verified::unprotected`](crate::Verified::unprotected). Use [`Buildkite`] instead: it is one setting away.
/// - Confidence: high.
///
/// [docs]: https://buildkite.com/docs/apis/webhooks#webhook-token
#[derive(Debug)]
pub enum BuildkiteToken {}

impl Provider for BuildkiteToken {
    const SCHEME: Scheme = Scheme::token("buildkite-token", "x-buildkite-token")
        .way_of("buildkite")
        .kind(&[Field::header("x-buildkite-event")]);
}
