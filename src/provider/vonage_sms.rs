//! Vonage's SMS API.

use super::Provider;
use crate::scheme::{Algorithm, Field, Parameters, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Vonage's SMS API (Nexmo): HMAC-SHA-256 of the form's sorted `&name=value`, in hex, in its field `sig`.
///
/// - Secret: the signature secret of the account, as text, whose signature method is "SHA256 HMAC"; the others are
///   [`VonageSmsSha512`](super::VonageSmsSha512), [`VonageSmsSha1`](super::VonageSmsSha1) and
///   [`VonageSmsMd5`](super::VonageSmsMd5). "MD5 hash", no MAC, is not supported.
/// - `&` and `=` inside values are signed as `_`, so values that differ in these alone have the same signature.
///   Source: [Vonage's SDK][docs].
/// - Time in the field `timestamp`, in seconds; no tolerance is documented, the default is 5 min. The id (`messageId`) and
///   the type are signed; parts of a long message have ids of their own.
/// - Set the account to "POST": in the query (GET) or in JSON, signatures are not looked for.
/// - 2xx; retries for 24 h.
/// - Confidence: high.
///
/// [docs]: https://github.com/Vonage/vonage-python-sdk/blob/main/http_client/src/vonage_http_client/auth.py
#[derive(Debug)]
pub enum VonageSms {}

impl Provider for VonageSms {
    const SCHEME: Scheme = Scheme::mac("vonage-sms", Algorithm::Sha256)
        .signature(Signature::field(Field::form("sig")))
        .timestamp(Timestamp::new(Field::form("timestamp"), TimeFormat::UnixSeconds))
        .message(&[
            Part::literal("&"),
            Part::parameters(Parameters::form().between('=').joined('&').masked().without("sig")),
        ])
        .id(&[Field::form("messageId")])
        .kind(&[Field::form("type")]);
}
