//! GitLab, in its two ways.

use super::{Provider, StandardWebhooks};
use crate::scheme::{Field, Scheme};

/// GitLab with a *signing token* (`whsec_…`): Standard Webhooks.
///
/// - A delivery that only has the old `X-Gitlab-Token` is refused. Source: [GitLab's documentation][docs].
/// - The type (`X-Gitlab-Event`) is in an unsigned header; `object_kind` in the body is signed.
/// - A quick 2xx; after four failures in a row the webhook is paused.
/// - Confidence: high.
///
/// [docs]: https://docs.gitlab.com/user/project/integrations/webhooks/
#[derive(Debug)]
pub enum GitLab {}

impl Provider for GitLab {
    const SCHEME: Scheme = StandardWebhooks::SCHEME.named("gitlab").kind(&[Field::header("x-gitlab-event")]);
}

/// GitLab with a *secret token*: the token itself in `X-Gitlab-Token`.
///
/// It covers neither body nor time. Use [`GitLab`] where the server can sign. Source: [GitLab's documentation][docs].
///
/// [docs]: https://docs.gitlab.com/user/project/integrations/webhooks/
#[derive(Debug)]
pub enum GitLabToken {}

impl Provider for GitLabToken {
    const SCHEME: Scheme = Scheme::token("gitlab-token", "x-gitlab-token")
        .way_of("gitlab")
        .id(&[Field::header("idempotency-key")])
        .kind(&[Field::header("x-gitlab-event")]);
}
