//! PayPal.

use super::Provider;
use crate::scheme::{Encoding, Field, KeysAt, Part, Scheme, Signature, SignatureAlgorithm, TimeFormat, Timestamp, UrlPin};

/// PayPal: RSA with SHA-256 of `{id}|{time}|{webhook id}|{CRC-32 of the body}`, in base64, in `PAYPAL-TRANSMISSION-SIG`.
///
/// - **The body is not covered.** A CRC-32 is a checksum: whoever sees a delivery can send another body with the same one.
///   Read it through [`Verified::unprotected`](crate::Verified::unprotected), and fetch from PayPal's API what moves money.
/// - Setting `webhook_id`: the id of the webhook, from the dashboard.
/// - The certificate is fetched from `PAYPAL-CERT-URL`, at PayPal's hosts for APIs, and must be for
///   `messageverificationcerts.paypal.com` (or `.sandbox.`); with
///   [`Builder::trust_anchors`](crate::verifier::Builder::trust_anchors) it must lead to a root of DigiCert, too.
/// - Signed are the time, `PAYPAL-TRANSMISSION-TIME`, and the id, `PAYPAL-TRANSMISSION-ID`, which names one transmission; the
///   event's own `/id` is as unprotected as the rest. Five minutes: PayPal documents no window.
/// - Events of the dashboard's simulator do not verify. Source: [PayPal's documentation][docs], its SDKs for Java and Python.
/// - Confidence: high.
///
/// [docs]: https://developer.paypal.com/api/rest/webhooks/rest/
#[derive(Debug)]
pub enum PayPal {}

impl Provider for PayPal {
    const SCHEME: Scheme = Scheme::signed("paypal", SignatureAlgorithm::RSA_SHA256)
        .signature(Signature::header("paypal-transmission-sig").encoding(Encoding::Base64))
        .pin("paypal-auth-algo", "SHA256withRSA")
        .keys_at(KeysAt::certificate(Field::header("paypal-cert-url"), UrlPin::hosts(HOSTS)).for_names(NAMES))
        .timestamp(Timestamp::header("paypal-transmission-time", TimeFormat::Rfc3339))
        .message(&[
            Part::Id,
            Part::literal("|"),
            Part::Timestamp,
            Part::literal("|"),
            Part::setting("webhook_id"),
            Part::literal("|"),
            Part::BodyChecksum,
        ])
        .id(&[Field::header("paypal-transmission-id")])
        .kind(&[Field::json("/event_type")]);
}

const HOSTS: &[&str] = &["api.paypal.com", "api.sandbox.paypal.com", "api-m.paypal.com", "api-m.sandbox.paypal.com"];
const NAMES: &[&str] = &["messageverificationcerts.paypal.com", "messageverificationcerts.sandbox.paypal.com"];
