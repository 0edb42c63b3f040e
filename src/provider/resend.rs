//! Resend.

use super::{Provider, Svix};
use crate::scheme::Scheme;

/// Resend sends through [`Svix`]. Source: [Resend's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://resend.com/docs/webhooks/verify-webhooks-requests
#[derive(Debug)]
pub enum Resend {}

impl Provider for Resend {
    const SCHEME: Scheme = Svix::SCHEME.named("resend");
}
