//! monday.com.

use super::Provider;
use crate::scheme::{Answer, Check, Encoding, Field, Handshake, Jws, JwsAlgorithm, Scheme, Signature};

/// monday.com: a token by HS256 in `Authorization`, without `Bearer`, for the URL that it calls (`aud`).
/// Source: [monday.com's documentation][docs].
///
/// - The token says nothing of the body, which is not protected: it is read through
///   [`Verified::unprotected`](crate::Verified::unprotected). Fetch what matters from the API.
/// - Secret: the app's *signing* secret, as text; the client secret is another one. Give the URL of the endpoint to
///   [`Builder::public_url`](crate::verifier::Builder::public_url).
/// - The token ends (`exp`) after some minutes. Deliveries have no signed id; the webhooks of a board have their type in
///   `/event/type` and their id in `/event/triggerUuid`.
/// - A board's check (`{"challenge":…}`) is answered, signed or not.
/// - Confidence: medium.
///
/// [docs]: https://developer.monday.com/apps/docs/integration-authorization
#[derive(Debug)]
pub enum Monday {}

impl Provider for Monday {
    const SCHEME: Scheme = Scheme::jws("monday", Jws::claims(&[JwsAlgorithm::Hs256]))
        .signature(Signature::header("authorization").encoding(Encoding::Text))
        .check(Check::url(Field::claim("/aud")))
        .id(&[Field::json("/event/triggerUuid")])
        .kind(&[Field::json("/event/type")])
        .handshake(
            Handshake::signed_or_not(Field::json("/challenge"), "")
                .challenge(Field::json("/challenge"))
                .answer(Answer::json("challenge")),
        );
}
