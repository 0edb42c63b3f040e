//! BTCPay Server.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// BTCPay Server: HMAC-SHA-256 of the body, in hex, in `BTCPay-Sig: sha256=…`.
///
/// - Secret: the webhook's, as text. Source: [the server's source][docs].
/// - No time of sending is signed. The id is `originalDeliveryId`, which a redelivery repeats (`deliveryId` is new each
///   time); id and type are in the signed body.
/// - 2xx; whether it retries is a setting of the webhook (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://github.com/btcpayserver/btcpayserver/blob/master/BTCPayServer/Plugins/Webhooks/WebhookSender.cs
#[derive(Debug)]
pub enum BtcPay {}

impl Provider for BtcPay {
    const SCHEME: Scheme = Scheme::mac("btcpay", Algorithm::Sha256)
        .signature(Signature::header("btcpay-sig").prefix("sha256="))
        .id(&[Field::json("/originalDeliveryId"), Field::json("/deliveryId")])
        .kind(&[Field::json("/type")]);
}
