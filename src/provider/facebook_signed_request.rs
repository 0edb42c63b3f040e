//! Facebook's signed requests.

use super::Provider;
use crate::scheme::{Algorithm, Check, Encoding, Envelope, Field, Scheme, Signature, Text, TimeFormat, Timestamp};

/// Facebook's `signed_request` (data deletion and deauthorization callbacks): HMAC-SHA-256 of JSON in base64url, in
/// base64url before it, with a dot in between, in a form's field.
///
/// - Secret: the app secret, as text. Source: [Meta's documentation][docs].
/// - The verified body is the JSON; the rest of the form is not signed and cannot be reached. Its `algorithm` must say
///   `HMAC-SHA256`, and is never followed.
/// - Time in `issued_at`, in seconds, signed; no tolerance is documented, the default is 5 min. No id: the idempotency key
///   is the digest of the JSON, but for the time. The person is in `user_id`.
/// - A data deletion request is answered with JSON, `url` and `confirmation_code`, which only you can make.
/// - Confidence: medium.
///
/// [docs]: https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
#[derive(Debug)]
pub enum FacebookSignedRequest {}

impl Provider for FacebookSignedRequest {
    const SCHEME: Scheme = Scheme::mac("facebook-signed-request", Algorithm::Sha256)
        .signature(Signature::field(Field::form("signed_request")).before_dot().encoding(Encoding::Base64Url))
        .envelope(Envelope::EncodedInForm(Text::new("signed_request")))
        .timestamp(Timestamp::json("/issued_at", TimeFormat::UnixSeconds))
        .check(Check::is(Field::json("/algorithm"), "HMAC-SHA256"));
}
