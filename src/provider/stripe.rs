//! Stripe.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Stripe: HMAC-SHA-256 of `{t}.{body}`, in hex, in the list `Stripe-Signature: t=…,v1=…`.
///
/// - Secret: the whole text with its `whsec_`, which is *not* base64 here. Source: [Stripe's documentation][docs].
/// - While a secret is rolled, the header has a `v1` for the old and one for the new. `v0` is a decoy of test mode.
/// - Retries for up to three days in live mode; any 2xx will do.
/// - Confidence: high.
///
/// [docs]: https://docs.stripe.com/webhooks/signature
#[derive(Debug)]
pub enum Stripe {}

impl Provider for Stripe {
    const SCHEME: Scheme = Scheme::mac("stripe", Algorithm::Sha256)
        .signature(Signature::header("stripe-signature").pairs(Separator::Comma, "v1"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/type")]);
}
