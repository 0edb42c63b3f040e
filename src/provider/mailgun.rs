//! Mailgun, whose events are JSON and whose routes send forms.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Mailgun's events: HMAC-SHA-256 of `{timestamp}{token}`, in hex, in the body at `/signature/signature`.
///
/// - The body is not protected: time and token are all that is signed. It is read through
///   [`Verified::unprotected`](crate::Verified::unprotected); fetch what matters from the API.
/// - Secret: the "HTTP webhook signing key", as text. Source: [Mailgun's documentation][docs].
/// - Time in seconds, in the body beside the token (50 random characters); no tolerance is documented, the default is
///   5 min. Within it, a captured signature opens any body: remember the token if that matters.
/// - Id and type are unsigned. The default idempotency key is the digest of the body, in which a retry may have another
///   token; [`KeyBy::DeliveryId`](crate::KeyBy::DeliveryId) goes by the event's id.
/// - 200; 406 ends the retries, which go on for 8 h otherwise (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://documentation.mailgun.com/docs/mailgun/user-manual/events/webhooks
#[derive(Debug)]
pub enum Mailgun {}

impl Provider for Mailgun {
    const SCHEME: Scheme = Scheme::mac("mailgun", Algorithm::Sha256)
        .signature(Signature::field(Field::json("/signature/signature")))
        .timestamp(Timestamp::json("/signature/timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::value(Field::json("/signature/token"))])
        .id(&[Field::json("/event-data/id")])
        .kind(&[Field::json("/event-data/event")]);
}

/// Mailgun's forms, of inbound routes and of old webhooks: as [`Mailgun`], in the fields `timestamp`, `token` and
/// `signature`, URL-encoded or multipart.
///
/// - The body is not protected, and is read through [`Verified::unprotected`](crate::Verified::unprotected).
/// - No id. A message with attachments can be larger than the limit of 1 MiB: raise
///   [`body_limit`](crate::verifier::Builder::body_limit) then.
/// - Confidence: high.
#[derive(Debug)]
pub enum MailgunForm {}

impl Provider for MailgunForm {
    const SCHEME: Scheme = Scheme::mac("mailgun-form", Algorithm::Sha256)
        .way_of("mailgun")
        .signature(Signature::field(Field::form("signature")))
        .timestamp(Timestamp::new(Field::form("timestamp"), TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::value(Field::form("token"))])
        .kind(&[Field::form("event")]);
}
