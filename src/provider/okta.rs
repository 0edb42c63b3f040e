//! Okta.

use super::Provider;
use crate::scheme::{Answer, Field, Handshake, Scheme};

/// Okta's event hooks: the secret itself in `Authorization`.
///
/// - A token covers nothing: the body is not protected, and is read through
///   [`Verified::unprotected`](crate::Verified::unprotected). Source: [Okta's documentation][docs].
/// - Secret: the whole value of the header, as typed into the hook. The header's name is chosen there too; for another
///   one: `Verifier::from_scheme(Okta::SCHEME.signature(Signature::header("x-mine").encoding(Encoding::Text)))`.
/// - Id and type (that of the hook; each of `data.events` has its own) are unsigned.
/// - The one-time verification by GET is answered by the library.
/// - 200 or 204 within 3 s; one retry at most, and none after a 4xx.
/// - Confidence: high.
///
/// [docs]: https://developer.okta.com/docs/concepts/event-hooks/
#[derive(Debug)]
pub enum Okta {}

impl Provider for Okta {
    const SCHEME: Scheme = Scheme::token("okta", "authorization")
        .id(&[Field::json("/eventId")])
        .kind(&[Field::json("/eventType")])
        .handshake(
            Handshake::get()
                .challenge(Field::header("x-okta-verification-challenge"))
                .answer(Answer::json("verification")),
        );
}
