//! incident.io.

use super::{Provider, StandardWebhooks};
use crate::scheme::{Field, Scheme};

/// incident.io sends [`StandardWebhooks`]. Source: [incident.io's documentation][docs].
///
/// - Its type is signed with the body, at an unconfirmed place.
/// - Confidence: medium.
///
/// [docs]: https://docs.incident.io/
#[derive(Debug)]
pub enum IncidentIo {}

impl Provider for IncidentIo {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("incident-io").kind(&[Field::json("/event_type")]);
}
