//! Atlassian Connect, installing and removing an app.

use super::{Provider, atlassian_connect::request_signed};
use crate::scheme::{Check, Field, IdForm, JwsAlgorithm, KeysAt, Scheme};

/// The lifecycle events of Atlassian Connect (`installed`, `uninstalled`): as [`AtlassianConnect`](super::AtlassianConnect), but
/// by RS256, with a key of Atlassian's. Source: [Atlassian's documentation][docs].
///
/// - Key: fetched for each `kid` from `connect-install-keys.atlassian.com`, see [`keys`](crate::keys).
/// - Setting `base_url`: the base URL of the app's descriptor, which the token must be for (`aud`).
/// - The token says nothing of the body, which is not protected, although `installed` tells the tenant's `sharedSecret` in it.
///   What can be held against the token is: its issuer must be the body's `clientKey`.
/// - Confidence: high.
///
/// [docs]: https://developer.atlassian.com/cloud/jira/platform/security-for-connect-apps/
#[derive(Debug)]
pub enum AtlassianConnectLifecycle {}

impl Provider for AtlassianConnectLifecycle {
    const SCHEME: Scheme = request_signed("atlassian-connect-lifecycle", JwsAlgorithm::Rs256)
        .keys_at(KeysAt::each("https://connect-install-keys.atlassian.com/", IdForm::Token))
        .check(Check::setting(Field::claim("/aud"), "base_url"))
        .check(Check::same(Field::claim("/iss"), Field::json("/clientKey")))
        .kind(&[Field::json("/eventType")]);
}
