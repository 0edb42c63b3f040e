//! Microsoft Teams.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, KeyFormat, Scheme, Signature, Text};

/// Microsoft Teams' outgoing webhooks: HMAC-SHA-256 of the body, in base64, in `Authorization: HMAC …`.
///
/// - Secret: the security token, base64. Source: [Microsoft's documentation][docs].
/// - No time is signed. No id that is known to be unique; the idempotency key is the digest of the body. The type is
///   signed with the body (its place is unconfirmed).
/// - The answer is the reply in the channel: JSON with `type` and `text`, within 5 to 10 s.
/// - Confidence: medium.
///
/// [docs]: https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook
#[derive(Debug)]
pub enum MsTeamsOutgoing {}

impl Provider for MsTeamsOutgoing {
    const SCHEME: Scheme = Scheme::mac("ms-teams-outgoing", Algorithm::Sha256)
        .key(KeyFormat::Base64 { prefix: Text::EMPTY })
        .signature(Signature::header("authorization").prefix("HMAC ").encoding(Encoding::Base64))
        .kind(&[Field::json("/type")]);
}
