//! Microsoft Graph, notifications with the resource's data.

use super::{Provider, microsoft_graph::VALIDATION};
use crate::scheme::{Check, Encoding, Field, Jws, JwsAlgorithm, KeysAt, Scheme, Signature};

/// Microsoft Graph's rich notifications: tokens by RS256 in the body (`/validationTokens/*`), each of which must be genuine and for
/// your application. Source: [Microsoft's documentation][docs].
///
/// - The tokens say nothing of the rest of the body, which is not protected: it is read through
///   [`Verified::unprotected`](crate::Verified::unprotected). The `encryptedContent` of a notification has a MAC of its own
///   (`dataSignature`) under a key that only you can open; the library does not.
/// - Key: fetched from Microsoft, see [`keys`](crate::keys).
/// - Settings: `audience`, the id of your application; `issuer`, once for each tenant
///   (`https://sts.windows.net/{tenant}/` or `https://login.microsoftonline.com/{tenant}/v2.0`); `client_state`, which all
///   notifications of the body must have. The tokens must be of Microsoft Graph itself (`appid` or `azp`).
/// - The tokens end (`exp`). `validationToken` in the query is answered, as with [`MicrosoftGraph`](super::MicrosoftGraph).
/// - Confidence: high.
///
/// [docs]: https://learn.microsoft.com/graph/change-notifications-with-resource-data
#[derive(Debug)]
pub enum MicrosoftGraphRich {}

impl Provider for MicrosoftGraphRich {
    const SCHEME: Scheme = Scheme::jws("microsoft-graph-rich", Jws::claims(&[JwsAlgorithm::Rs256]))
        .way_of("microsoft-graph")
        .signature(Signature::each_json("/validationTokens/*").encoding(Encoding::Text))
        .keys_at(KeysAt::set("https://login.microsoftonline.com/common/discovery/v2.0/keys"))
        .check(Check::setting(Field::claim("/aud"), "audience"))
        .check(Check::setting(Field::claim("/iss"), "issuer"))
        .check(Check::is(Field::claim("/appid"), "0bf30f3b-4a52-48df-9a82-234910c4a086").or_at(Field::claim("/azp")))
        .check(Check::setting(Field::each("/value/*/clientState"), "client_state"))
        .handshake(VALIDATION);
}
