//! Google Cloud Pub/Sub.

use super::Provider;
use crate::scheme::{Check, Field, Jws, JwsAlgorithm, KeysAt, Scheme};

/// Push subscriptions of Google Cloud Pub/Sub (Gmail, Google Play, Cloud Scheduler, Eventarc): an identity token by RS256 after
/// `Bearer ` in `Authorization`. Source: [Google's documentation][docs].
///
/// - The token says nothing of the body, which is not protected: it is read through
///   [`Verified::unprotected`](crate::Verified::unprotected).
/// - Key: fetched from Google, see [`keys`](crate::keys).
/// - Settings: `audience`, that of the subscription (the URL of the endpoint, if none was chosen), and `email`, the service
///   account of the subscription. Anyone with a Google account can get a token for your audience, but not of this account.
/// - The token ends (`exp`) within an hour. The id of the message (`/message/messageId`) is not signed; its content, in
///   `/message/data`, is base64.
/// - Confidence: medium.
///
/// [docs]: https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions
#[derive(Debug)]
pub enum GooglePubSub {}

impl Provider for GooglePubSub {
    const SCHEME: Scheme = identity("google-pubsub-push")
        .check(Check::setting(Field::claim("/email"), "email"))
        .id(&[Field::json("/message/messageId")]);
}

/// An identity token of Google's, for your audience.
pub(super) const fn identity(name: &str) -> Scheme {
    Scheme::jws(name, Jws::claims(&[JwsAlgorithm::Rs256]))
        .keys_at(KeysAt::set("https://www.googleapis.com/oauth2/v3/certs"))
        .check(Check::is_either(Field::claim("/iss"), "https://accounts.google.com", "accounts.google.com"))
        .check(Check::setting(Field::claim("/aud"), "audience"))
        .check(Check::is(Field::claim("/email_verified"), "true"))
}
