//! Fireblocks, the second version of its webhooks.

use super::Provider;
use crate::scheme::{Encoding, Field, Jws, JwsAlgorithm, KeysAt, Scheme, Signature};

/// Fireblocks, webhooks v2: a token by RS512 in `Fireblocks-Webhook-Signature` that leaves out its payload, the body
/// (`header..signature`). Source: [Fireblocks' documentation][docs].
///
/// - Key: fetched from `keys.fireblocks.io`, see [`keys`](crate::keys). Workspaces in the EU, and sandboxes, have theirs at
///   `eu-keys`, `eu2-keys` and `sandbox-keys.fireblocks.io`: say so with
///   [`Builder::keys_url`](crate::verifier::Builder::keys_url).
/// - The token has no time, and `createdAt` is that of the event. Id and type are signed with the body.
/// - Confidence: high.
///
/// [docs]: https://developers.fireblocks.com/reference/validating-webhooks
#[derive(Debug)]
pub enum FireblocksV2 {}

impl Provider for FireblocksV2 {
    const SCHEME: Scheme = Scheme::jws("fireblocks-v2", Jws::detached(&[JwsAlgorithm::Rs512]))
        .signature(Signature::header("fireblocks-webhook-signature").encoding(Encoding::Text))
        .keys_at(KeysAt::set("https://keys.fireblocks.io/.well-known/jwks.json"))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/eventType")]);
}
