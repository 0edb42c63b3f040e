//! Shopify, whose two kinds of deliveries differ in the names of their headers.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// Shopify webhooks: HMAC-SHA-256 of the body, in base64, in `X-Shopify-Hmac-Sha256`.
///
/// - Secret: the app's client secret. No time is signed; id (`X-Shopify-Webhook-Id`), type (`X-Shopify-Topic`) and shop
///   are in unsigned headers. Source: [Shopify's documentation][docs].
/// - 200 within 5 s. A bad signature must be answered with 401, or the app fails review.
/// - Confidence: high.
///
/// [docs]: https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
#[derive(Debug)]
pub enum Shopify {}

impl Provider for Shopify {
    const SCHEME: Scheme = Scheme::mac("shopify", Algorithm::Sha256)
        .signature(Signature::header("x-shopify-hmac-sha256").encoding(Encoding::Base64))
        .id(&[Field::header("x-shopify-webhook-id")])
        .kind(&[Field::header("x-shopify-topic")]);
}

/// Shopify Events: as [`Shopify`], in headers without the `X-`.
#[derive(Debug)]
pub enum ShopifyEvents {}

impl Provider for ShopifyEvents {
    const SCHEME: Scheme = Scheme::mac("shopify-events", Algorithm::Sha256)
        .signature(Signature::header("shopify-hmac-sha256").encoding(Encoding::Base64))
        .id(&[Field::header("shopify-webhook-id")])
        .kind(&[Field::header("shopify-topic")]);
}
