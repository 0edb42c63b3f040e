//! CloudEvents' web hooks.

use super::Provider;
use crate::scheme::{Encoding, Field, Handshake, Scheme, Signature};

/// The HTTP 1.1 Web Hooks of CloudEvents 1.0: a bearer token (RFC 6750), `Authorization: Bearer …`.
///
/// - A token covers nothing: the body is not protected, and is read through
///   [`Verified::unprotected`](crate::Verified::unprotected): `cloud_event(&headers)`, or `cloud_events()` for a batch.
///   Source: [the specification][spec].
/// - Secret: the token, without `Bearer`.
/// - Id and type are in headers in binary mode, in the body in structured mode, and unsigned. An id is unique together
///   with its source: [`CloudEvent::idempotency_key`](crate::payload::CloudEvent::idempotency_key) has both.
/// - The check by OPTIONS is answered for the origins of
///   [`Builder::allowed_origins`](crate::verifier::Builder::allowed_origins). The callback, by which leave could be given
///   later, is never called.
/// - 200, 201, 202 or 204; 429 with `Retry-After`; 410 ends the subscription, and a 3xx is a failure.
/// - Confidence: high.
///
/// [spec]: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md
#[derive(Debug)]
pub enum CloudEventsWebhook {}

impl Provider for CloudEventsWebhook {
    const SCHEME: Scheme = Scheme::token("cloudevents-webhook", "authorization")
        .signature(Signature::header("authorization").prefix("Bearer ").encoding(Encoding::Text))
        .id(&[Field::header("ce-id"), Field::json("/id")])
        .kind(&[Field::header("ce-type"), Field::json("/type")])
        .handshake(Handshake::options());
}

/// As [`CloudEventsWebhook`], with the token in the query: `?access_token=…`. The specification discourages it, since URLs
/// are logged.
#[derive(Debug)]
pub enum CloudEventsWebhookQuery {}

impl Provider for CloudEventsWebhookQuery {
    const SCHEME: Scheme = CloudEventsWebhook::SCHEME
        .named("cloudevents-webhook-query")
        .way_of("cloudevents-webhook")
        .signature(Signature::field(Field::query("access_token")).encoding(Encoding::Text));
}
