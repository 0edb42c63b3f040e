//! Cloudflare, two of whose products send webhooks.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Cloudflare Notifications: the secret itself, in `cf-webhook-auth`.
///
/// - Secret: the one that you gave the webhook, as text. Source: [Cloudflare's documentation][docs].
/// - It covers neither body nor time: the body is not protected, and is read through
///   [`Verified::unprotected`](crate::Verified::unprotected).
/// - No id; the type is `alert_type` (unconfirmed), unprotected too.
/// - 2xx; a test message (`{"text": …}`) comes when the webhook is saved.
/// - Confidence: medium.
///
/// [docs]: https://developers.cloudflare.com/notifications/get-started/configure-webhooks/
#[derive(Debug)]
pub enum CloudflareNotifications {}

impl Provider for CloudflareNotifications {
    const SCHEME: Scheme =
        Scheme::token("cloudflare-notifications", "cf-webhook-auth").kind(&[Field::json("/alert_type")]);
}

/// Cloudflare Stream: HMAC-SHA-256 of `{time}.{body}`, in hex, in the list `Webhook-Signature: time=…,sig1=…`.
///
/// - Secret: from the answer to the webhook's making, as text. Source: [Cloudflare's documentation][docs].
/// - Time in seconds; Cloudflare leaves the tolerance to you. `uid` is the video's, not the event's; what happened is
///   `status.state` in the signed body.
/// - 2xx (retries unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://developers.cloudflare.com/stream/manage-video-library/using-webhooks/
#[derive(Debug)]
pub enum CloudflareStream {}

impl Provider for CloudflareStream {
    const SCHEME: Scheme = Scheme::mac("cloudflare-stream", Algorithm::Sha256)
        .signature(Signature::header("webhook-signature").pairs(Separator::Comma, "sig1"))
        .timestamp(Timestamp::pair("time", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .kind(&[Field::json("/status/state")]);
}
