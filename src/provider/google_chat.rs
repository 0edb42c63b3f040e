//! Google Chat.

use super::{Provider, google_pubsub::identity};
use crate::scheme::{Check, Field, Jws, JwsAlgorithm, KeysAt, Scheme};

const SENDER: &str = "chat@system.gserviceaccount.com";

/// Apps for Google Chat whose authentication audience is the project's number: a token by RS256 after `Bearer ` in
/// `Authorization`, issued by Google Chat. Source: [Google's documentation][docs].
///
/// - The token says nothing of the body, which is not protected: it is read through
///   [`Verified::unprotected`](crate::Verified::unprotected).
/// - Key: fetched from Google, see [`keys`](crate::keys): say
///   `https://www.googleapis.com/service_accounts/v1/jwk/chat@system.gserviceaccount.com` with
///   [`Builder::keys_url`](crate::verifier::Builder::keys_url). Setting `audience`: the number of the project.
/// - The token ends (`exp`). Events have a type and no id.
/// - Confidence: medium.
///
/// [docs]: https://developers.google.com/workspace/chat/verify-requests-from-chat
#[derive(Debug)]
pub enum GoogleChatApp {}

impl Provider for GoogleChatApp {
    const SCHEME: Scheme = Scheme::jws("google-chat-app", Jws::claims(&[JwsAlgorithm::Rs256]))
        .keys_at(KeysAt::own_set())
        .check(Check::is(Field::claim("/iss"), SENDER))
        .check(Check::setting(Field::claim("/aud"), "audience"))
        .kind(&[Field::json("/type")]);
}

/// Apps for Google Chat whose authentication audience is the URL of the endpoint: an identity token of Google Chat's account.
/// Source: [Google's documentation][docs].
///
/// - Setting `audience`: the URL of the endpoint. The rest is as with [`GoogleChatApp`].
/// - Confidence: medium.
///
/// [docs]: https://developers.google.com/workspace/chat/verify-requests-from-chat
#[derive(Debug)]
pub enum GoogleChatAppUrl {}

impl Provider for GoogleChatAppUrl {
    const SCHEME: Scheme = identity("google-chat-app-url")
        .way_of("google-chat-app")
        .check(Check::is(Field::claim("/email"), SENDER))
        .kind(&[Field::json("/type")]);
}
