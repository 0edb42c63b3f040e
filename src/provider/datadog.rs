//! Datadog's webhooks integration.

use super::Provider;
use crate::scheme::Scheme;

/// Datadog's webhooks integration: the secret as it is, in `Authorization`.
///
/// - Secret: the whole value that you give this header under "Custom Headers", `Bearer …` included. Datadog can also
///   fetch an OAuth token, which is not this preset. Source: [Datadog's documentation][docs].
/// - The body is not protected and is read through [`Verified::unprotected`](crate::Verified::unprotected). Its shape
///   is your own, so no id and no type are known; no time is signed.
/// - The header's name can be another:
///
///   ```
///   use hookseal::{Provider, Verifier, provider::Datadog, scheme::{Encoding, Signature}};
///
///   let scheme = Datadog::SCHEME.signature(Signature::header("x-mine").encoding(Encoding::Text));
///   let verifier = Verifier::from_scheme(scheme).secret("correct horse").dangerous().unprotected_body().build()?;
///   # Ok::<(), hookseal::SetupError>(())
///   ```
/// - Confidence: medium; answers and retries are not known.
///
/// [docs]: https://docs.datadoghq.com/integrations/webhooks/
#[derive(Debug)]
pub enum Datadog {}

impl Provider for Datadog {
    const SCHEME: Scheme = Scheme::token("datadog", "authorization");
}
