//! Binance Pay.

use super::Provider;
use crate::scheme::{Encoding, Field, Part, Scheme, Signature, SignatureAlgorithm, TimeFormat, Timestamp};

/// Binance Pay: RSA with SHA-256 of time, nonce and body, a line each, in base64, in `BinancePay-Signature`.
///
/// - Secret: the public key that the "Query Certificate" API returns, with its serial number, which
///   `BinancePay-Certificate-SN` repeats, as its id ([`Secret::id`](crate::Secret::id)).
/// - The time, in `BinancePay-Timestamp`, is in milliseconds and signed; five minutes.
/// - No id: `/bizId` is that of an order, which is told several times; it can be larger than 64 bits. Type `/bizStatus`.
/// - The answer is a short JSON text, without which Binance Pay repeats.
/// - Source: [Binance's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://developers.binance.com/docs/binance-pay/webhook-common
#[derive(Debug)]
pub enum BinancePay {}

impl Provider for BinancePay {
    const SCHEME: Scheme = Scheme::signed("binance-pay", SignatureAlgorithm::RSA_SHA256)
        .signature(Signature::header("binancepay-signature").encoding(Encoding::Base64))
        .key_id("binancepay-certificate-sn")
        .timestamp(Timestamp::header("binancepay-timestamp", TimeFormat::UnixMillis))
        .message(&[
            Part::Timestamp,
            Part::literal("\n"),
            Part::header("binancepay-nonce"),
            Part::literal("\n"),
            Part::Body,
            Part::literal("\n"),
        ])
        .kind(&[Field::json("/bizStatus")])
        .answer(r#"{"returnCode":"SUCCESS","returnMessage":null}"#);
}
