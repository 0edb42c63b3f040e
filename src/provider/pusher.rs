//! Pusher.

use super::Provider;
use crate::scheme::{Algorithm, Scheme, Signature, TimeFormat, Timestamp};

/// Pusher Channels: HMAC-SHA-256 of the body, in hex, in `X-Pusher-Signature`.
///
/// - Secret: the app's secret, as text. `X-Pusher-Key` names the app's key: give it as the secret's id
///   ([`Secret::id`](crate::Secret::id)), then deliveries for another key could not be checked, and are answered with
///   503; a secret without an id is tried on all. Source: [Pusher's SDK][docs].
/// - The time is in the signed body, `time_ms` in milliseconds; tolerance 5 min.
/// - No id and no single type: the body has a list of events. The idempotency key is the digest of the body without the
///   time.
/// - Confidence: high.
///
/// [docs]: https://github.com/pusher/pusher-http-python/blob/master/pusher/authentication_client.py
#[derive(Debug)]
pub enum Pusher {}

impl Provider for Pusher {
    const SCHEME: Scheme = Scheme::mac("pusher", Algorithm::Sha256)
        .signature(Signature::header("x-pusher-signature"))
        .key_id("x-pusher-key")
        .timestamp(Timestamp::json("/time_ms", TimeFormat::UnixMillis));
}
