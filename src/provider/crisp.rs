//! Crisp.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Crisp plugin hooks: HMAC-SHA-256 of `[{timestamp};{body}]`, brackets included, in hex, in `X-Crisp-Signature`.
///
/// - Secret: the plugin's signing secret, as text. Website hooks are not signed. Source: [Crisp's SDK][docs].
/// - Time in `X-Crisp-Request-Timestamp`, in milliseconds; 5 min. No id; the type (`event`) is in the signed body.
/// - 2xx (retries unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://github.com/crisp-im/node-crisp-api/blob/master/lib/crisp.ts
#[derive(Debug)]
pub enum Crisp {}

impl Provider for Crisp {
    const SCHEME: Scheme = Scheme::mac("crisp", Algorithm::Sha256)
        .signature(Signature::header("x-crisp-signature"))
        .timestamp(Timestamp::header("x-crisp-request-timestamp", TimeFormat::UnixMillis))
        .message(&[Part::literal("["), Part::Timestamp, Part::literal(";"), Part::Body, Part::literal("]")])
        .kind(&[Field::json("/event")]);
}
