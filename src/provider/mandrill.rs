//! Mandrill.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Envelope, Parameters, Part, Repeated, Scheme, Signature, Text};

/// Mandrill (Mailchimp Transactional): HMAC-SHA-1 of the URL and the form's names and values in the order of the names, in
/// base64, in `X-Mandrill-Signature`.
///
/// Needs the feature `sha1`.
///
/// - Secret: the webhook's authentication key, as text. Source: [Mailchimp's documentation][docs].
/// - The URL is the one that was given to Mandrill, with its query: give it to
///   [`Builder::public_url`](crate::verifier::Builder::public_url).
/// - The form's field `mandrill_events` is a JSON array of events, each with an `_id` and an `event` of its own; the
///   idempotency key is that of the whole. Nothing stands between names and values, see [`Parameters`]. No time is
///   signed.
/// - When a webhook is created, Mandrill sends HEAD, which the library answers, then a POST that is signed with the key
///   `test-webhook`, as anyone can sign. Accept that as a second secret while you create a webhook, if at all; never
///   leave it in.
/// - 200; retries with growing pauses (unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks/
#[derive(Debug)]
pub enum Mandrill {}

impl Provider for Mandrill {
    const SCHEME: Scheme = Scheme::mac("mandrill", Algorithm::Sha1)
        .signature(Signature::header("x-mandrill-signature").encoding(Encoding::Base64))
        .message(&[Part::Url, Part::parameters(Parameters::form().repeated(Repeated::Refused))])
        .envelope(Envelope::JsonInForm(Text::new("mandrill_events")))
        .answers_head();
}
