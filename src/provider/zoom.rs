//! Zoom.

use super::Provider;
use crate::scheme::{
    Algorithm, Answer, Encoding, Field, Handshake, Part, Scheme, Signature, TimeFormat, Timestamp,
};

/// Zoom: HMAC-SHA-256 of `v0:{timestamp}:{body}`, in hex, in `x-zm-signature: v0=…`.
///
/// - Secret: the app's "secret token". Time in `x-zm-request-timestamp`, in seconds. No id; the idempotency key is the
///   digest of the body. Source: [Zoom's sample][docs].
/// - 2xx within 3 s; three retries. `endpoint.url_validation`, which comes again every 72 h, is answered by the
///   library.
/// - Confidence: high.
///
/// [docs]: https://github.com/zoom/webhook-sample
#[derive(Debug)]
pub enum Zoom {}

impl Provider for Zoom {
    const SCHEME: Scheme = Scheme::mac("zoom", Algorithm::Sha256)
        .signature(Signature::header("x-zm-signature").prefix("v0="))
        .timestamp(Timestamp::header("x-zm-request-timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::literal("v0:"), Part::Timestamp, Part::literal(":"), Part::Body])
        .kind(&[Field::json("/event")])
        .handshake(
            Handshake::signed(Field::json("/event"), "endpoint.url_validation")
                .challenge(Field::json("/payload/plainToken"))
                .answer(Answer::json_mac("plainToken", "encryptedToken", "", Encoding::Hex)),
        );
}
