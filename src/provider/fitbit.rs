//! Fitbit.

use super::Provider;
use crate::scheme::{Algorithm, Answer, Encoding, Field, Handshake, KeyFormat, Scheme, Signature, Text};

/// Fitbit subscriptions: HMAC-SHA-1 of the body, in base64, in `X-Fitbit-Signature`.
///
/// - Secret: the app's client secret; the key is that and an ampersand.
/// - No time is signed. The body is a list of notifications without ids, each with a `collectionType`; the idempotency
///   key is the digest of the whole. Source: [Fitbit's documentation][docs].
/// - Two notifications of the same collection and day are byte-identical and so count as one within the time that keys
///   are remembered: fetch the data rather than counting deliveries.
/// - The endpoint is checked by GET with a right and with a wrong code, which are answered with 204 and 404: give the
///   verification code to [`Builder::verify_token`](crate::verifier::Builder::verify_token).
/// - 204 within 5 s: say so in the [`Policy`](crate::Policy), for processed events and for duplicates.
/// - Confidence: medium.
///
/// Needs the feature `sha1`.
///
/// [docs]: https://dev.fitbit.com/build/reference/web-api/developer-guide/using-subscriptions/
#[derive(Debug)]
pub enum Fitbit {}

impl Provider for Fitbit {
    const SCHEME: Scheme = Scheme::mac("fitbit", Algorithm::Sha1)
        .key(KeyFormat::Suffixed { suffix: Text::new("&") })
        .signature(Signature::header("x-fitbit-signature").encoding(Encoding::Base64))
        .handshake(Handshake::get().token(Field::query("verify")).answer(Answer::Status(204)).refusal(404));
}
