//! Adyen, in both of its ways to sign.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, KeyFormat, Part, Scheme, Signature};

/// Adyen's payment webhooks ("standard notifications"): HMAC-SHA-256 of eight values of each item with colons between
/// them, in base64, in the item's `additionalData/hmacSignature`.
///
/// - Signed are `pspReference`, `originalReference`, `merchantAccountCode`, `merchantReference`, `amount/value`,
///   `amount/currency`, `eventCode` and `success`, empty where there is none; the rest of the body (`reason`, `live`,
///   `eventDate`, …) is not protected, and the body is read through [`Verified::unprotected`](crate::Verified::unprotected).
///   A colon may be in a value and is not escaped, so values can be shifted where you let others choose a reference.
/// - Every item must be signed, and there must be one. Source: [Adyen's SDK][docs].
/// - Secret: the HMAC key of the webhook, in hex. No time is signed. No id: `pspReference` with `eventCode` is one, and
///   the idempotency key is the digest of all that is signed. The type is that of the first item.
/// - 2xx within 10 s; retries for up to 30 days (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://github.com/Adyen/adyen-python-api-library/blob/main/Adyen/util.py
#[derive(Debug)]
pub enum Adyen {}

impl Provider for Adyen {
    const SCHEME: Scheme = Scheme::mac("adyen", Algorithm::Sha256)
        .key(KeyFormat::Hex)
        .signature(
            Signature::each_item("/notificationItems/*/NotificationRequestItem", "/additionalData/hmacSignature")
                .encoding(Encoding::Base64),
        )
        .message(&[
            Part::value_if_any(Field::item("/pspReference")),
            Part::literal(":"),
            Part::value_if_any(Field::item("/originalReference")),
            Part::literal(":"),
            Part::value_if_any(Field::item("/merchantAccountCode")),
            Part::literal(":"),
            Part::value_if_any(Field::item("/merchantReference")),
            Part::literal(":"),
            Part::value_if_any(Field::item("/amount/value")),
            Part::literal(":"),
            Part::value_if_any(Field::item("/amount/currency")),
            Part::literal(":"),
            Part::value_if_any(Field::item("/eventCode")),
            Part::literal(":"),
            Part::value_if_any(Field::item("/success")),
        ])
        .kind(&[Field::json("/notificationItems/0/NotificationRequestItem/eventCode")]);
}
