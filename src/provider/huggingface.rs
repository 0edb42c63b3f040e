//! Hugging Face.

use super::Provider;
use crate::scheme::{Field, Scheme};

/// Hugging Face: the webhook's secret as it is, in `X-Webhook-Secret`.
///
/// - The body is not protected and is read through [`Verified::unprotected`](crate::Verified::unprotected). No time is
///   signed, there is no id, and the type is unsigned: `event.scope` in the body, with `event.action` beside it.
///   Source: [Hugging Face's documentation][docs].
/// - Confidence: medium; the place of the type is unconfirmed, answers and retries are not known.
///
/// [docs]: https://huggingface.co/docs/hub/webhooks
#[derive(Debug)]
pub enum HuggingFace {}

impl Provider for HuggingFace {
    const SCHEME: Scheme = Scheme::token("huggingface", "x-webhook-secret").kind(&[Field::json("/event/scope")]);
}
