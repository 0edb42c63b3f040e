//! `WorkOS`.

use std::time::Duration;

use super::Provider;
use crate::{
    scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp},
    time::Tolerance,
};

/// `WorkOS`: HMAC-SHA-256 of `{t}.{body}`, in hex, in the list `WorkOS-Signature: t=…, v1=…`.
///
/// - Secret: that of the endpoint, as text. Source: [`WorkOS`'s SDK][docs].
/// - Time in milliseconds, signed; tolerance 180 s for what is old, 5 min for what is early. Actions are held to 30 s
///   by the SDK: set [`Builder::tolerance`](crate::verifier::Builder::tolerance) for them.
/// - Id and type are signed with the body.
/// - 200; up to six retries over three days (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://github.com/workos/workos-node/blob/main/src/common/crypto/signature-provider.ts
#[derive(Debug)]
pub enum WorkOs {}

impl Provider for WorkOs {
    const SCHEME: Scheme = Scheme::mac("workos", Algorithm::Sha256)
        .signature(Signature::header("workos-signature").pairs(Separator::Comma, "v1"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixMillis))
        .tolerance(Tolerance { past: Duration::from_secs(180), future: Tolerance::DEFAULT.future })
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/event")]);
}
