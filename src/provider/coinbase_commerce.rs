//! Coinbase Commerce.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// Coinbase Commerce: HMAC-SHA-256 of the body, in hex, in `X-CC-Webhook-Signature`.
///
/// - Secret: the shared webhook secret of the settings, as text. Source: [Coinbase's documentation][docs].
/// - No time of sending is signed. The id is `event.id` (`id` outside it is the attempt's); id and type are in the
///   signed body.
/// - 200 and nothing else; repeated for up to three days, at last every hour.
/// - Confidence: high.
///
/// [docs]: https://docs.cdp.coinbase.com/commerce/docs/webhooks-security
#[derive(Debug)]
pub enum CoinbaseCommerce {}

impl Provider for CoinbaseCommerce {
    const SCHEME: Scheme = Scheme::mac("coinbase-commerce", Algorithm::Sha256)
        .signature(Signature::header("x-cc-webhook-signature"))
        .id(&[Field::json("/event/id")])
        .kind(&[Field::json("/event/type")]);
}
