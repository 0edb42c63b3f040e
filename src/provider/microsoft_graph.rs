//! Microsoft Graph.

use super::Provider;
use crate::scheme::{Answer, Encoding, Field, Handshake, Items, Scheme, Signature};

/// Microsoft Graph's change notifications: the subscription's `clientState` itself, in each notification of the body
/// (`/value/*/clientState`). Source: [Microsoft's documentation][docs].
///
/// - A token covers nothing: the body is not protected, and is read through
///   [`Verified::unprotected`](crate::Verified::unprotected). Fetch the resource that it names.
/// - Secret: the `clientState` (at most 128 characters) of the subscription. All notifications of a batch must have it,
///   so subscriptions that share an address share it too.
/// - The notifications are read by `delivery.unprotected().items()`. No time; an `id` in each that Microsoft calls
///   optional. The idempotency key of the delivery is the digest of the body.
/// - `validationToken` in the query is answered by the library, as plain text, within the 10 s that Microsoft waits.
///   Rich notifications also carry `validationTokens` (JWT) and `encryptedContent`, which are not looked at.
/// - 2xx (202) within 3 s; retries for up to 4 h.
/// - Confidence: high for the check and for `clientState`, medium for the rest.
///
/// [docs]: https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
#[derive(Debug)]
pub enum MicrosoftGraph {}

impl Provider for MicrosoftGraph {
    const SCHEME: Scheme = Scheme::token("microsoft-graph", "")
        .signature(Signature::each_json("/value/*/clientState").encoding(Encoding::Text))
        .items(Items::at("/value").id("/id").kind("/changeType"))
        .handshake(VALIDATION);
}

pub(super) const VALIDATION: Handshake = Handshake::unsigned(Field::query("validationToken"), "")
    .challenge(Field::query("validationToken"))
    .answer(Answer::Text);
