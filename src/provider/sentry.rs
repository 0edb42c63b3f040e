//! Sentry.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Sentry integrations: HMAC-SHA-256 of the body, in hex, in `Sentry-Hook-Signature`, or in `Sentry-App-Signature` for
/// requests of UI components.
///
/// - Time (`Sentry-Hook-Timestamp`), id (`Request-ID`) and type (`Sentry-Hook-Resource`) are in unsigned headers; the
///   time is therefore not looked at. Source: [Sentry's example][docs].
/// - 2xx within a second; no retries.
/// - Confidence: high.
///
/// [docs]: https://github.com/getsentry/integration-platform-example
#[derive(Debug)]
pub enum Sentry {}

impl Provider for Sentry {
    const SCHEME: Scheme = Scheme::mac("sentry", Algorithm::Sha256)
        .signature(Signature::either_header("sentry-hook-signature", "sentry-app-signature"))
        .id(&[Field::header("request-id")])
        .kind(&[Field::header("sentry-hook-resource")]);
}
