//! Webflow.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Webflow: HMAC-SHA-256 of `{timestamp}:{body}`, in hex, in `x-webflow-signature`.
///
/// - Secret: the app's client secret for webhooks that were made with OAuth, the webhook's own for those made with an
///   API key (since April 2025); as text. Those made in the dashboard are not signed, and are refused. Source:
///   [Webflow's documentation][docs].
/// - Time in `x-webflow-timestamp`, in milliseconds, signed; tolerance 5 min.
/// - No id; the idempotency key is the digest of the body. The type is signed with it.
/// - 2xx; three retries, ten minutes apart, then the webhook is switched off (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://developers.webflow.com/data/docs/working-with-webhooks
#[derive(Debug)]
pub enum Webflow {}

impl Provider for Webflow {
    const SCHEME: Scheme = Scheme::mac("webflow", Algorithm::Sha256)
        .signature(Signature::header("x-webflow-signature"))
        .timestamp(Timestamp::header("x-webflow-timestamp", TimeFormat::UnixMillis))
        .message(&[Part::Timestamp, Part::literal(":"), Part::Body])
        .kind(&[Field::json("/triggerType")]);
}
