//! WeChat Pay.

use super::Provider;
use crate::scheme::{Encoding, Field, Part, Scheme, Signature, SignatureAlgorithm, TimeFormat, Timestamp};

/// WeChat Pay (API version 3): RSA with SHA-256 of time, nonce and body, a line each, in base64, in `Wechatpay-Signature`.
///
/// - Secret: the platform's certificate or public key, in PEM, with the serial number of `Wechatpay-Serial` as its id
///   ([`Secret::id`](crate::Secret::id)). Several may stand side by side while WeChat Pay changes them. A certificate needs
///   the feature `x509`.
/// - The time, in `Wechatpay-Timestamp`, is signed; five minutes. Id `/id`, type `/event_type`.
/// - What matters is encrypted in `/resource` (AES-256-GCM, with your key for API version 3): decrypt it in the handler.
/// - WeChat Pay sends wrong signatures on purpose (`WECHATPAY/SIGNTEST/…`), which must be refused.
/// - Source: [WeChat Pay's documentation][docs], its SDK wechatpay-go.
/// - Confidence: high.
///
/// [docs]: https://pay.weixin.qq.com/doc/v3/merchant/4012365342
#[derive(Debug)]
pub enum WeChatPay {}

impl Provider for WeChatPay {
    const SCHEME: Scheme = Scheme::signed("wechatpay-v3", SignatureAlgorithm::RSA_SHA256)
        .signature(Signature::header("wechatpay-signature").encoding(Encoding::Base64))
        .pin("wechatpay-signature-type", "WECHATPAY2-SHA256-RSA2048")
        .key_id("wechatpay-serial")
        .timestamp(Timestamp::header("wechatpay-timestamp", TimeFormat::UnixSeconds))
        .message(&[
            Part::Timestamp,
            Part::literal("\n"),
            Part::header("wechatpay-nonce"),
            Part::literal("\n"),
            Part::Body,
            Part::literal("\n"),
        ])
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/event_type")]);
}
