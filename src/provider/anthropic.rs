//! Anthropic.

use super::{Provider, StandardWebhooks};
use crate::scheme::{Field, Scheme};

/// Anthropic: [`StandardWebhooks`], HMAC-SHA-256 of `{id}.{timestamp}.{body}`, in base64, in `Webhook-Signature: v1,…`.
///
/// - Secret: `whsec_…`, shown once when the endpoint is made; what follows the prefix is base64. Source: [Anthropic's
///   SDK][docs].
/// - Id and time (seconds, 5 min as in the SDK) are in signed headers; the type is `data.type` in the signed body.
/// - The documentation speaks of one header `X-Webhook-Signature`, the SDK reads the three of Standard Webhooks; this
///   scheme is the SDK's, and what is on the wire is unconfirmed.
/// - 2xx; a redirect counts as a failure. The endpoint is switched off after repeated failures.
/// - Confidence: high, for the SDK.
///
/// [docs]: https://github.com/anthropics/anthropic-sdk-python/blob/main/src/anthropic/resources/beta/webhooks.py
#[derive(Debug)]
pub enum Anthropic {}

impl Provider for Anthropic {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("anthropic").kind(&[Field::json("/data/type")]);
}
