//! OpenAI.

use super::{Provider, StandardWebhooks};
use crate::scheme::{KeyFormat, Scheme, Text};

/// OpenAI: [`StandardWebhooks`], except that a secret without `whsec_` is taken as it is. Source: [OpenAI's SDK][docs].
///
/// - 2xx; retries for up to 72 h; a redirect counts as a failure.
/// - Confidence: high.
///
/// [docs]: https://github.com/openai/openai-python/blob/main/src/openai/lib/_webhooks.py
#[derive(Debug)]
pub enum OpenAi {}

impl Provider for OpenAi {
    const SCHEME: Scheme =
        StandardWebhooks::SCHEME.named("openai").key(KeyFormat::Base64IfPrefixed { prefix: Text::new("whsec_") });
}
