//! SendGrid.

use super::Provider;
use crate::scheme::{Encoding, Field, Part, Scheme, Signature, SignatureAlgorithm, TimeFormat, Timestamp};

/// SendGrid's event webhook (Twilio): ECDSA on P-256 of `{timestamp}{body}`, in base64, in
/// `X-Twilio-Email-Event-Webhook-Signature`.
///
/// - Secret: the verification key of the webhook's settings: base64 of the public key.
/// - The time, in `X-Twilio-Email-Event-Webhook-Timestamp`, is signed; SendGrid documents no window.
/// - The body is an array of events that ends with a line break, which is signed, too: anything that trims bodies breaks
///   the signature. A delivery has no id of its own; each event has its `sg_event_id`. The type is that of the first.
/// - Inbound Parse is signed in the same headers, over a `multipart/form-data` body.
/// - Source: [Twilio's documentation][docs], its package sendgrid 6.12.5 and its tests.
/// - Confidence: high.
///
/// [docs]: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
#[derive(Debug)]
pub enum SendGrid {}

impl Provider for SendGrid {
    const SCHEME: Scheme = Scheme::signed("sendgrid", SignatureAlgorithm::ECDSA_P256)
        .signature(Signature::header("x-twilio-email-event-webhook-signature").encoding(Encoding::Base64))
        .timestamp(Timestamp::header("x-twilio-email-event-webhook-timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::Body])
        .kind(&[Field::json("/0/event")]);
}
