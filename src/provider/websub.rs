//! `WebSub`.

use super::Provider;
use crate::scheme::{Algorithm, Answer, Field, Handshake, Scheme, Signature};

/// W3C `WebSub` (`PubSubHubbub`): HMAC of the body, in hex, in `X-Hub-Signature: {method}=…`, where the hub chooses the
/// method: `sha1`, `sha256`, `sha384` or `sha512`. Source: [the recommendation][docs]. Needs the feature `sha1`.
///
/// - Secret: the `hub.secret` (under 200 bytes) that you subscribed with, as text. Without one, a hub signs nothing,
///   and all is refused.
/// - No time, id or type is signed apart from the body, which may be anything, often Atom. The idempotency key is its
///   digest. The `Link` headers are not signed.
/// - The hub asks by GET whether you want the subscription: give the topic's URL to
///   [`Builder::verify_token`](crate::verifier::Builder::verify_token), one verifier for each. `subscribe` to it is
///   confirmed, and `denied` heard; all else, `unsubscribe` too, is answered with 404: let the lease run out.
/// - 2xx, even to a delivery with a wrong signature if you like ([`Policy`](crate::Policy)); 410 ends the subscription.
/// - Confidence: high.
///
/// [docs]: https://www.w3.org/TR/websub/#authenticated-content-distribution
#[derive(Debug)]
pub enum WebSub {}

/// `YouTube`'s hub signs as [`WebSub`] says, with `sha1`.
pub type YouTube = WebSub;

impl Provider for WebSub {
    const SCHEME: Scheme = Scheme::mac("websub", Algorithm::Sha256)
        .signature(
            Signature::header("x-hub-signature")
                .prefix("sha256=")
                .or_algorithm("sha1=", Algorithm::Sha1)
                .or_algorithm("sha384=", Algorithm::Sha384)
                .or_algorithm("sha512=", Algorithm::Sha512),
        )
        .handshake(
            Handshake::get()
                .when(Field::query("hub.mode"), "subscribe")
                .notice("denied")
                .token(Field::query("hub.topic"))
                .challenge(Field::query("hub.challenge"))
                .answer(Answer::Text)
                .refusal(404),
        );
}
