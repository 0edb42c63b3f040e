//! Sign in with Apple.

use super::Provider;
use crate::scheme::{Check, Encoding, Envelope, Field, Jws, JwsAlgorithm, KeysAt, Scheme, Signature};

/// Sign in with Apple, notifications from server to server: a token by RS256 in the body's `payload`, and what it carries is
/// the event. Source: [Apple's documentation][docs].
///
/// - Key: fetched from Apple, see [`keys`](crate::keys). Setting `client_id`: that of your app or service (`aud`).
/// - The claim `events` is JSON in a string: read it with [`JsonText`](crate::payload::JsonText), as in
///   `event.json_at::<JsonText<Event>>("/events")`. The id (`jti`) is signed.
/// - Confidence: medium.
///
/// [docs]: https://developer.apple.com/documentation/signinwithapple/processing-changes-for-sign-in-with-apple-accounts
#[derive(Debug)]
pub enum AppleSignIn {}

impl Provider for AppleSignIn {
    const SCHEME: Scheme = Scheme::jws("apple-signin-s2s", Jws::claims(&[JwsAlgorithm::Rs256]))
        .signature(Signature::field(Field::json("/payload")).encoding(Encoding::Text))
        .envelope(Envelope::Jws)
        .keys_at(KeysAt::set("https://appleid.apple.com/auth/keys"))
        .check(Check::is(Field::claim("/iss"), "https://appleid.apple.com"))
        .check(Check::setting(Field::claim("/aud"), "client_id"))
        .id(&[Field::claim("/jti")]);
}
