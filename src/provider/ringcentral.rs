//! `RingCentral`.

use super::Provider;
use crate::scheme::{Answer, Field, Handshake, Scheme};

/// `RingCentral`: the secret itself in `Verification-Token`.
///
/// - A token covers nothing: the body is not protected, and is read through
///   [`Verified::unprotected`](crate::Verified::unprotected). Source: [`RingCentral`'s documentation][docs].
/// - Secret: the `verificationToken` of the subscription; without one, deliveries have none, and are refused.
/// - No time; id and type (the path of what has changed) are unsigned.
/// - When a subscription is made, a request with `Validation-Token` wants that header back within 3 s. It
///   may come with the other token or without; the library answers it.
/// - 200 within 3 s.
/// - Confidence: medium.
///
/// [docs]: https://developers.ringcentral.com/guide/notifications/webhooks/receiving
#[derive(Debug)]
pub enum RingCentral {}

impl Provider for RingCentral {
    const SCHEME: Scheme = Scheme::token("ringcentral", "verification-token")
        .id(&[Field::json("/uuid")])
        .kind(&[Field::json("/event")])
        .handshake(
            Handshake::signed_or_not(Field::header("validation-token"), "")
                .challenge(Field::header("validation-token"))
                .answer(Answer::header("validation-token")),
        );
}
