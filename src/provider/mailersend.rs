//! `MailerSend`.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// `MailerSend`: HMAC-SHA-256 of the body, in hex, in `Signature`.
///
/// - Secret: the signing secret of the webhook, as text. Source: [`MailerSend`'s documentation][docs].
/// - No time is signed. No id: `data.id` is that of what the event is about; the idempotency key is the digest of the
///   body. The type is signed with the body (its place is unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://developers.mailersend.com/api/v1/webhooks.html
#[derive(Debug)]
pub enum MailerSend {}

impl Provider for MailerSend {
    const SCHEME: Scheme = Scheme::mac("mailersend", Algorithm::Sha256)
        .signature(Signature::header("signature"))
        .kind(&[Field::json("/type")]);
}
