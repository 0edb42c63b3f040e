//! Supabase.

use super::{Provider, StandardWebhooks};
use crate::scheme::{KeyFormat, Scheme, Text};

/// Supabase's auth hooks: [`StandardWebhooks`], with a secret that starts with `v1,whsec_`. Source: [Supabase's
/// documentation][docs].
///
/// - Paste the secret as the dashboard shows it. Several signatures are joined by a comma and a space.
/// - Hooks are questions: the answer (JSON, within 5 s) decides about a sign-in or a token; give it yourself. There is
///   no type: each kind of hook has its own address.
/// - Database webhooks sign nothing: give them a header of your own.
/// - Confidence: medium.
///
/// [docs]: https://supabase.com/docs/guides/auth/auth-hooks
#[derive(Debug)]
pub enum Supabase {}

impl Provider for Supabase {
    const SCHEME: Scheme =
        StandardWebhooks::SCHEME.named("supabase").key(KeyFormat::Base64 { prefix: Text::new("v1,whsec_") }).kind(&[]);
}
