//! Stream.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Stream (getstream.io): HMAC-SHA-256 of the body, in hex, in `X-Signature`.
///
/// - Secret: the API secret of the app that `X-Api-Key` names, as text. Source: [Stream's SDK][docs].
/// - If payloads are compressed, the JSON before compression is signed (unconfirmed): switch compression off, or unpack
///   them first.
/// - No time is signed. The id (`X-Webhook-Id`) is in an unsigned header; the type is signed with the body.
/// - Confidence: high.
///
/// [docs]: https://github.com/GetStream/stream-chat-python/blob/master/stream_chat/base/client.py
#[derive(Debug)]
pub enum Stream {}

impl Provider for Stream {
    const SCHEME: Scheme = Scheme::mac("stream", Algorithm::Sha256)
        .signature(Signature::header("x-signature"))
        .id(&[Field::header("x-webhook-id")])
        .kind(&[Field::json("/type")]);
}
