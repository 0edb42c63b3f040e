//! Zapier's "Webhooks by Zapier".

use super::Provider;
use crate::scheme::Scheme;

/// Zapier's "Webhooks by Zapier": the secret itself in `Authorization`. It covers nothing: the body is not protected,
/// and is read through [`Verified::unprotected`](crate::Verified::unprotected). Source: [Zapier's documentation][docs].
///
/// - Secret: the whole value of the header, as typed into the action. Another header:
///   `Verifier::from_scheme(Zapier::SCHEME.signature(Signature::header("x-mine").encoding(Encoding::Text)))`.
/// - No time, no id, no type: the user writes the body.
/// - Confidence: medium.
///
/// [docs]: https://help.zapier.com/hc/articles/8496326446989
#[derive(Debug)]
pub enum Zapier {}

impl Provider for Zapier {
    const SCHEME: Scheme = Scheme::token("zapier", "authorization");
}
