//! Brevo.

use super::Provider;
use crate::scheme::{Field, Scheme};

/// Brevo: a credential that you chose, as it is, in `Authorization`.
///
/// - As [`Alertmanager`](super::Alertmanager); for the token of Brevo's own setting, the secret is `Bearer …`. No
///   id; the type is `event`.
///   Source: [Brevo's documentation][docs].
/// - Confidence: medium.
///
/// [docs]: https://developers.brevo.com/docs/secured-webhook
#[derive(Debug)]
pub enum Brevo {}

impl Provider for Brevo {
    const SCHEME: Scheme = Scheme::token("brevo", "authorization").kind(&[Field::json("/event")]);
}
