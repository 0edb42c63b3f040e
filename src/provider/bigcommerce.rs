//! BigCommerce.

use super::{Provider, StandardWebhooks};
use crate::scheme::{Field, KeyFormat, Scheme};

/// BigCommerce: [`StandardWebhooks`], HMAC-SHA-256 of `{id}.{timestamp}.{body}`, in base64, in
/// `Webhook-Signature: v1,…`.
///
/// - Secret: the app's client secret, as text: nothing is decoded. Source: [BigCommerce's documentation][docs].
/// - Id and time (seconds) are in signed headers; the type is `scope` in the signed body.
/// - The headers that can be configured for a webhook are an older way, and prove less.
/// - 200; eleven retries over 48 h, then the webhook is deactivated. A domain that fails more than one request in ten
///   gets nothing for 3 min.
/// - Confidence: high.
///
/// [docs]: https://developer.bigcommerce.com/docs/integrations/webhooks
#[derive(Debug)]
pub enum BigCommerce {}

impl Provider for BigCommerce {
    const SCHEME: Scheme =
        StandardWebhooks::SCHEME.named("bigcommerce").key(KeyFormat::Utf8).kind(&[Field::json("/scope")]);
}
