//! Jira.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Jira webhooks that an administrator has registered: HMAC-SHA-256 of the body, in hex, in
/// `X-Hub-Signature: sha256=…`.
///
/// - Secret: the webhook's secret, as text. Webhooks of Connect and OAuth apps carry a JWT instead and are refused
///   here.
/// - The time in the body is the event's, not that of sending, and not looked at. The type is in the signed body; the
///   id, `X-Atlassian-Webhook-Identifier`, the same on a retry, is in an unsigned header. Source: [Atlassian's
///   documentation][docs].
/// - Another method than `sha256`, which Atlassian may choose one day, is refused.
/// - 2xx; up to five retries, 5 to 15 minutes apart, after 408, 409, 425, 429 and 5xx. A 401 is not retried.
/// - Confidence: high; the retries are unconfirmed.
///
/// [docs]: https://developer.atlassian.com/cloud/jira/platform/webhooks/
#[derive(Debug)]
pub enum Jira {}

impl Provider for Jira {
    const SCHEME: Scheme = Scheme::mac("jira", Algorithm::Sha256)
        .signature(Signature::header("x-hub-signature").prefix("sha256="))
        .id(&[Field::header("x-atlassian-webhook-identifier")])
        .kind(&[Field::json("/webhookEvent")]);
}
