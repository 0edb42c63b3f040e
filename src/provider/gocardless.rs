//! `GoCardless`.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// `GoCardless`: HMAC-SHA-256 of the body, in hex, in `Webhook-Signature`.
///
/// - Secret: the webhook endpoint's secret, as text. No time is signed.
/// - The id, in the signed body, is that of the webhook: a batch that is repeated as it is. Each of its events has an
///   id and a type of its own to check. Source: [`GoCardless`' documentation][docs].
/// - 2xx within 10 s; up to eight retries. `GoCardless` wants a 498 for a wrong signature; the 401 that is the default
///   here is a failure to it like any other, and [`Policy`](crate::Policy) can change it.
/// - Confidence: high; the retries are unconfirmed.
///
/// [docs]: https://developer.gocardless.com/getting-started/api/staying-up-to-date
#[derive(Debug)]
pub enum GoCardless {}

impl Provider for GoCardless {
    const SCHEME: Scheme = Scheme::mac("gocardless", Algorithm::Sha256)
        .signature(Signature::header("webhook-signature"))
        .id(&[Field::json("/meta/webhook_id")]);
}
