//! `WooCommerce`.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Handshake, Scheme, Signature};

/// `WooCommerce`: HMAC-SHA-256 of the body, in base64, in `X-WC-Webhook-Signature`.
///
/// - Secret: that of the webhook, as text. The shop decodes HTML entities in it before it signs: choose one without
///   `&`. Source: [`WooCommerce`'s code][docs].
/// - No time is signed. No id: `X-WC-Webhook-Delivery-ID` is the same for all deliveries of a webhook within one
///   second. The idempotency key is the digest of the body. The type (`X-WC-Webhook-Topic: order.created`) is in an
///   unsigned header.
/// - The unsigned ping on saving (a form with `webhook_id`) is answered by the library.
/// - 2xx, 301 or 302 within 60 s; no retries, and after more than five failures in a row the webhook is switched off.
/// - Confidence: high.
///
/// [docs]: https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-webhook.php
#[derive(Debug)]
pub enum WooCommerce {}

impl Provider for WooCommerce {
    const SCHEME: Scheme = Scheme::mac("woocommerce", Algorithm::Sha256)
        .signature(Signature::header("x-wc-webhook-signature").encoding(Encoding::Base64))
        .kind(&[Field::header("x-wc-webhook-topic")])
        .handshake(Handshake::unsigned(Field::form("webhook_id"), ""));
}
