//! Microsoft's Bot Framework.

use super::Provider;
use crate::scheme::{Check, Field, Jws, JwsAlgorithm, KeysAt, Scheme};

/// Microsoft's Bot Framework (Azure AI Bot Service, Teams bots): a token by RS256, RS384 or RS512 after `Bearer ` in
/// `Authorization`. Source: [Microsoft's documentation][docs], its package botbuilder.
///
/// - The token says nothing of the body, which is not protected but for its `serviceUrl`, which must be the token's: it is read
///   through [`Verified::unprotected`](crate::Verified::unprotected).
/// - Key: fetched from `login.botframework.com`, see [`keys`](crate::keys). Whether Microsoft endorses a key for the activity's
///   channel is not looked at.
/// - Setting `audience`: the app id of the bot. The token ends (`exp`), with a leeway of five minutes.
/// - Activities from the emulator have other tokens, and are refused.
/// - Confidence: high.
///
/// [docs]: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
#[derive(Debug)]
pub enum MicrosoftBotFramework {}

const HASHES: &[JwsAlgorithm] = &[JwsAlgorithm::Rs256, JwsAlgorithm::Rs384, JwsAlgorithm::Rs512];

impl Provider for MicrosoftBotFramework {
    const SCHEME: Scheme = Scheme::jws("microsoft-bot-framework", Jws::claims(HASHES).leeway(300))
        .keys_at(KeysAt::set("https://login.botframework.com/v1/.well-known/keys"))
        .check(Check::is(Field::claim("/iss"), "https://api.botframework.com"))
        .check(Check::setting(Field::claim("/aud"), "audience"))
        .check(Check::same(Field::claim("/serviceurl"), Field::json("/serviceUrl")))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")]);
}
