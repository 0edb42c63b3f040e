//! Polar.

use super::{Provider, StandardWebhooks};
use crate::scheme::{KeyFormat, Scheme};

/// Polar: [`StandardWebhooks`], except that the secret's text *is* the key, with its prefix and without decoding.
/// Source: [Polar's SDK][docs].
/// - Confidence: high.
///
/// [docs]: https://github.com/polarsource/polar-js/blob/main/src/webhooks.ts
#[derive(Debug)]
pub enum Polar {}

impl Provider for Polar {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("polar").key(KeyFormat::Utf8);
}
