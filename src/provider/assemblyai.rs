//! AssemblyAI.

use super::Provider;
use crate::scheme::{Field, Scheme};

/// AssemblyAI: a credential that you chose, as it is, in `Authorization`.
///
/// - As [`Alertmanager`](super::Alertmanager); name and value of the header are part of each request to AssemblyAI,
///   so name it
///   `Authorization` there. Source: [AssemblyAI's documentation][docs].
/// - No id: `transcript_id` is the transcript's; the type is `status`.
/// - Confidence: medium.
///
/// [docs]: https://www.assemblyai.com/docs/deployment/webhooks
#[derive(Debug)]
pub enum AssemblyAi {}

impl Provider for AssemblyAi {
    const SCHEME: Scheme = Scheme::token("assemblyai", "authorization").kind(&[Field::json("/status")]);
}
