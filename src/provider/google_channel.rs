//! Google's notification channels.

use super::Provider;
use crate::scheme::{Field, Scheme};

/// Google's notification channels (Drive, Calendar, …): the channel's token as it is, in `X-Goog-Channel-Token`.
///
/// - Secret: the `token` given when the channel was opened. It is optional there; without it nothing proves the sender,
///   and the delivery is refused here.
/// - Nothing else is protected: no time, no header, and the body, mostly empty, is read through
///   [`Verified::unprotected`](crate::Verified::unprotected). What has changed is asked of the API. Source: [Google's
///   documentation][docs].
/// - The type is `X-Goog-Resource-State`; the first message of a channel is `sync`. The id, `X-Goog-Message-Number`,
///   counts within one channel, `X-Goog-Channel-ID`. Both are unsigned.
/// - Empty bodies have one digest, so by default every notification after the first would be a duplicate: choose
///   [`KeyBy::DeliveryId`](crate::idempotency::KeyBy::DeliveryId) and a namespace per channel.
/// - Confidence: high for the headers; answers and retries are not known.
///
/// [docs]: https://developers.google.com/workspace/drive/api/guides/push
#[derive(Debug)]
pub enum GoogleChannel {}

impl Provider for GoogleChannel {
    const SCHEME: Scheme = Scheme::token("google-channel", "x-goog-channel-token")
        .id(&[Field::header("x-goog-message-number")])
        .kind(&[Field::header("x-goog-resource-state")]);
}
