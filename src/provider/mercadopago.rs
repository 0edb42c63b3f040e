//! Mercado Pago.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// Mercado Pago: HMAC-SHA-256 of `id:{data.id};request-id:{x-request-id};ts:{ts};`, in hex, in the list
/// `x-signature: ts=…,v1=…`. Source: [Mercado Pago's SDK][docs].
///
/// - The body is not protected: signed are the query's `data.id` in lower case, the header `x-request-id` and the time;
///   what is missing is left out. The body is read through [`Verified::unprotected`](crate::Verified::unprotected):
///   fetch the payment or order that `data.id` names.
/// - Secret: the "secret signature" of the application, as text.
/// - Time in milliseconds, in older deliveries in seconds; both are read. No tolerance is documented, the default is 5
///   min.
/// - Id (of the notification, in the body) and type are unsigned; `data.id` is that of a payment or an order, which has
///   many events. The idempotency key is the digest of the body.
/// - Verifying takes the query: [`verify_request`](crate::Verifier::verify_request). QR-code notifications are not
///   signed, and are refused.
/// - Confidence: high.
///
/// [docs]: https://github.com/mercadopago/sdk-nodejs/blob/master/src/utils/webhook/index.ts
#[derive(Debug)]
pub enum MercadoPago {}

impl Provider for MercadoPago {
    const SCHEME: Scheme = Scheme::mac("mercadopago", Algorithm::Sha256)
        .signature(Signature::header("x-signature").pairs(Separator::Comma, "v1"))
        .timestamp(Timestamp::pair("ts", TimeFormat::UnixSecondsOrMillis))
        .message(&[
            Part::entry_in_lower_case("id:", Field::query("data.id"), ';'),
            Part::entry("request-id:", Field::header("x-request-id"), ';'),
            Part::literal("ts:"),
            Part::Timestamp,
            Part::literal(";"),
        ])
        .id(&[Field::json("/id")])
        .kind(&[Field::query("type"), Field::json("/type")]);
}
