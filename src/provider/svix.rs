//! Svix.

use super::{Provider, StandardWebhooks};
use crate::scheme::{Encoding, Field, Scheme, Signature, TimeFormat, Timestamp};

/// Svix: [`StandardWebhooks`] in the headers `Svix-Id`, `Svix-Timestamp`, `Svix-Signature`. Many products send
/// through it. Source: [Svix's documentation][docs].
///
/// - 2xx within 15 s; eight attempts over a day, and after five days of failure the endpoint is switched off.
/// - Confidence: high.
///
/// [docs]: https://docs.svix.com/receiving/verifying-payloads/how-manual
#[derive(Debug)]
pub enum Svix {}

impl Provider for Svix {
    const SCHEME: Scheme = StandardWebhooks::SCHEME
        .named("svix")
        .signature(Signature::header("svix-signature").versions("v1").encoding(Encoding::Base64))
        .timestamp(Timestamp::header("svix-timestamp", TimeFormat::UnixSeconds))
        .id(&[Field::header("svix-id")]);
}
