//! Segment.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Segment's webhook destinations: HMAC-SHA-1 of the body, in hex, in `X-Signature`. Needs the feature `sha1`.
///
/// - Single events only. In batch mode, Segment signs the first event of the list, written again: the others are not
///   authentic, and the bytes that were signed are not sent. Such deliveries are refused; switch batching off.
/// - Secret: the shared secret of the destination, as text. Source: [Segment's documentation][docs].
/// - No time is signed. Id and type are signed with the body.
/// - Confidence: high.
///
/// [docs]: https://segment.com/docs/connections/destinations/catalog/actions-webhook/
#[derive(Debug)]
pub enum Segment {}

impl Provider for Segment {
    const SCHEME: Scheme = Scheme::mac("segment", Algorithm::Sha1)
        .signature(Signature::header("x-signature"))
        .id(&[Field::json("/messageId")])
        .kind(&[Field::json("/type")]);
}
